import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { toReceiptKey } from '../live/receipt-request.ts';
import type { ReceiptRequest } from '../live/receipt-request.ts';
import { useReceiptOpener } from './receipt-opener.ts';
import './figure-button.css';

/**
 * A figure that opens its receipt on click, Enter or Space. Where no receipt is offered, or the figure has none (`request` null),
 * it is its children and nothing else: a wall that nobody points at is not changed by a single element.
 */
export function FigureButton({ request, children }: { request: ReceiptRequest | null; children: ReactNode }) {
  const opener = useReceiptOpener();
  if (!opener.isOffered || request === null) return children;
  return (
    <button
      className="figure-button"
      type="button"
      aria-haspopup="dialog"
      data-receipt={toReceiptKey(request)}
      onClick={({ currentTarget }) => opener.open(request, currentTarget)}
    >
      {children}
      <span className="sr-only">
        <Trans>, xem biên nhận</Trans>
      </span>
    </button>
  );
}
