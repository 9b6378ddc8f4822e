import { Trans } from '@lingui/react/macro';

/** The keys of the desk, always in view: nobody learns what is hidden behind a question mark. */
export function DeskKeys() {
  return (
    <footer className="desk-keys">
      <span>
        <kbd className="keycap">J</kbd> <kbd className="keycap">K</kbd> <Trans>chọn</Trans>
      </span>
      <span>
        <kbd className="keycap">N</kbd> <Trans>chưa xác nhận kế</Trans>
      </span>
      <span>
        <kbd className="keycap">A</kbd> <Trans>xác nhận</Trans>
      </span>
      <span>
        <kbd className="keycap">C</kbd> <Trans>nhận việc</Trans>
      </span>
      <span>
        <kbd className="keycap">T</kbd> <Trans>ghi chú</Trans>
      </span>
      <span>
        <kbd className="keycap">M</kbd> <Trans>tiếng</Trans>
      </span>
      <span>
        <kbd className="keycap">/</kbd> <Trans>tìm</Trans>
      </span>
    </footer>
  );
}
