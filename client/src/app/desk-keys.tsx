import { Plural, Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

/** The keys of the desk, always in view: nobody learns what is hidden behind a question mark. */
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
  return (
    <footer className="desk-keys">
      <Key keys="J K">
        <Trans>chọn</Trans>
      </Key>
      <Key keys="N">
        <Trans>chưa XN kế</Trans>
      </Key>
      <Key keys="A">
        <Trans>xác nhận</Trans>
      </Key>
      <Key keys="C">
        <Trans>nhận việc</Trans>
      </Key>
      <Key keys="G">
        <Trans>giao</Trans>
      </Key>
      <Key keys="H">
        <Trans>gác</Trans>
      </Key>
      <Key keys="↵">
        <Trans>bản đồ</Trans>
      </Key>
      <Key keys="⇧E">
        <Trans>đóng, 2 bước</Trans>
      </Key>
      <button type="button" onClick={onMany}>
        <kbd className="keycap">⇧A</kbd>{' '}
        {marked > 0 ? (
          <Plural value={marked} one="xác nhận # mục đã chọn" other="xác nhận # mục đã chọn" />
        ) : (
          <Trans>xác nhận mục đang thấy</Trans>
        )}
      </button>
      <button type="button" onClick={onHelp}>
        <kbd className="keycap">?</kbd> <Trans>phím</Trans>
      </button>
    </footer>
  );
}

function Key({ keys, children }: { keys: string; children: ReactNode }) {
  return (
    <span>
      {keys.split(' ').map((key) => (
        <kbd key={key} className="keycap">
          {key}
        </kbd>
      ))}{' '}
      {children}
    </span>
  );
}
