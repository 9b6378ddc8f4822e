import { useLingui } from '@lingui/react/macro';
import { CircleHelp } from 'lucide-react';
import { Suspense, useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { keepText, keptText } from '../live/kept-text.ts';
import { HelpDialog } from './lazy-panels.ts';
import './help-button.css';

const KEY = 'metropane.tour';

/**
 * Help for the page that is shown, by F1 or the button. Who has never opened it in this browser sees a dot on the button and nothing more:
 * an invitation that covers a control room would cover an alarm.
 */
export function HelpButton({ page }: { page: string }) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const [isOnTour, setOnTour] = useState(() => page === 'desk' && isSentOnTour());
  const [isOpen, setOpen] = useState(isOnTour);
  const [isNew, setNew] = useState(() => keptText(KEY) !== 'seen');
  const open = useCallback(() => {
    setOpen(true);
    setNew(false);
    keepText(KEY, 'seen');
  }, []);
  const close = useCallback(() => {
    setOpen(false);
    setOnTour(false);
  }, []);
  const startTour = (): void => {
    // The desk is another page: its own button goes on.
    if (page === 'desk') setOnTour(true);
    else navigate('/desk', { state: TOUR });
  };
  useEffect(function forgetTour() {
    // Not while drawing: a page that waits for its code is drawn more than once. After a reload nobody is on the round.
    if (isSentOnTour()) history.replaceState(null, '');
  }, []);
  useEffect(
    function listenForF1() {
      const onKey = (event: KeyboardEvent): void => {
        if (event.key !== 'F1') return;
        event.preventDefault();
        if (document.querySelector('dialog[open]') === null) open();
      };
      window.addEventListener('keydown', onKey);
      return () => window.removeEventListener('keydown', onKey);
    },
    [open],
  );
  const words = isNew ? t`Trợ giúp (F1), có một vòng giới thiệu` : t`Trợ giúp (F1)`;
  return (
    <>
      <button className="help-button" type="button" aria-label={words} title={words} onClick={open}>
        <CircleHelp aria-hidden="true" />
        {isNew && <span className="help-new" aria-hidden="true" />}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <HelpDialog page={page} isOnTour={isOnTour} onClose={close} onTour={startTour} />
        </Suspense>
      )}
    </>
  );
}

const TOUR = { tour: true } as const;

/** Whether another page sent somebody here for the round. */
function isSentOnTour(): boolean {
  const state = history.state as Partial<typeof TOUR> | null;
  return state?.tour === true;
}
