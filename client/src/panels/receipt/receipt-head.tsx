import { useLingui } from '@lingui/react/macro';
import { ChevronLeft, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ReceiptFrame } from './receipt-frame.ts';

/** The title line of a receipt: whose it is, the figure, what it is made over; back and close. */
export function ReceiptHead({
  title,
  figure,
  note,
  frame,
}: {
  title: ReactNode;
  /** The figure as the screen shows it, with its unit. */
  figure?: ReactNode;
  note?: ReactNode;
  frame: ReceiptFrame;
}) {
  const { t } = useLingui();
  return (
    <header className="receipt-head">
      {frame.onBack !== null && (
        <button
          className="receipt-icon"
          type="button"
          aria-label={t`Về biên nhận trước`}
          onClick={frame.onBack}
        >
          <ChevronLeft aria-hidden="true" />
        </button>
      )}
      <h2 id="receipt-title">
        {title}
        {figure !== undefined && (
          <>
            {' = '}
            <strong className="num">{figure}</strong>
          </>
        )}
      </h2>
      {note !== undefined && <p className="receipt-note num">{note}</p>}
      <button
        className="receipt-icon receipt-close"
        type="button"
        aria-label={t`Đóng, Esc`}
        onClick={frame.onClose}
      >
        <kbd className="keycap" aria-hidden="true">
          Esc
        </kbd>
        <X aria-hidden="true" />
      </button>
    </header>
  );
}
