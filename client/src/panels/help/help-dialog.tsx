import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { MARK_HELP, PAGE_HELP } from './page-help.ts';
import { TourCard } from './tour-card.tsx';
import { useModal } from './use-modal.ts';
import './help.css';

/** What this page is for, what the marks mean, and a round over the desk. Closes by itself when an alarm of priority 1 calls. */
export function HelpDialog({
  page,
  isOnTour,
  onClose,
  onTour,
}: {
  page: string;
  /** The round over the desk instead of the words for the page. */
  isOnTour: boolean;
  onClose: () => void;
  onTour: () => void;
}) {
  const { t, i18n } = useLingui();
  const dialog = useModal(onClose);
  return (
    <dialog
      ref={dialog}
      className={isOnTour ? 'tour' : 'help'}
      aria-label={isOnTour ? t`Một vòng quanh bàn trực` : t`Trợ giúp`}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget && !isOnTour) onClose();
      }}
    >
      {isOnTour ? (
        <TourCard onEnd={onClose} />
      ) : (
        <div className="help-frame">
          <header>
            <h2>
              <Trans>Trợ giúp cho trang này</Trans>
            </h2>
            <button className="button" type="button" aria-label={t`Đóng trợ giúp`} onClick={onClose}>
              <X aria-hidden="true" />
            </button>
          </header>
          <ul>
            {(PAGE_HELP[page] ?? []).map((words, at) => (
              <li key={at}>{i18n._(words)}</li>
            ))}
          </ul>
          <h3>
            <Trans>Đọc một con số</Trans>
          </h3>
          <ul>
            {MARK_HELP.map((words, at) => (
              <li key={at}>{i18n._(words)}</li>
            ))}
          </ul>
          <footer>
            <button className="button button-primary" type="button" onClick={onTour}>
              <Trans>Đi một vòng quanh bàn trực</Trans>
            </button>
            <span className="muted">
              <Trans>
                Phím của bàn trực: <kbd className="keycap">?</kbd>
              </Trans>
            </span>
          </footer>
        </div>
      )}
    </dialog>
  );
}
