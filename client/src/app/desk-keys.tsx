import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { DESK_KEY_IDS, DESK_KEYS } from '../panels/desk/desk-key-table.ts';
import type { DeskKey } from '../panels/desk/desk-key-table.ts';

/** The usual keys of the desk, always in view: nobody learns what is hidden behind a question mark. */
export function DeskKeys({
  marked,
  onMany,
  onHelp,
}: {
  /** How many rows are marked. */
  marked: number;
  onMany: () => void;
  onHelp: () => void;
}) {
  const { i18n } = useLingui();
  const usual = DESK_KEY_IDS.map((id): DeskKey => DESK_KEYS[id]);
  return (
    <footer className="desk-keys">
      {usual.map(({ shown, short }) =>
        short === undefined ? null : (
          <span key={shown}>
            <kbd className="keycap">{shown.split(' ')[0]}</kbd> {i18n._(short)}
          </span>
        ),
      )}
      <button type="button" onClick={onMany}>
        <kbd className="keycap">{DESK_KEYS.acknowledgeMany.shown}</kbd>{' '}
        {marked > 0 ? (
          <Plural value={marked} one="xác nhận # mục đã chọn" other="xác nhận # mục đã chọn" />
        ) : (
          <Trans>xác nhận mục đang thấy</Trans>
        )}
      </button>
      <button type="button" onClick={onHelp}>
        <kbd className="keycap">{DESK_KEYS.help.shown}</kbd> <Trans>phím</Trans>
      </button>
    </footer>
  );
}
