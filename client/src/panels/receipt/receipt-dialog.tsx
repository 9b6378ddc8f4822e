import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ReceiptRequest } from '../../live/receipt-request.ts';
import { toReceiptKey } from '../../live/receipt-request.ts';
import { BarReceipt } from './bar-receipt.tsx';
import { FeedReceipt } from './feed-receipt.tsx';
import { FigureReceiptView } from './figure-receipt.tsx';
import type { ReceiptFrame } from './receipt-frame.ts';
import { SeriesReceipt } from './series-receipt.tsx';
import { useAnchored } from './use-anchored.ts';
import { useModalDialog } from './use-modal-dialog.ts';
import './receipt-dialog.css';
import './receipt-facts.css';
import './receipt-rows.css';
import './receipt-check.css';
import './receipt-raw.css';
import './receipt-narrow.css';

export interface ReceiptDialogInput {
  request: ReceiptRequest;
  /** What the page says of all its figures: the receipt lies over the place where it stands. */
  mark: ReactNode;
  /** What the arrow points at; null = nothing on this page. */
  anchorOf: () => Element | null;
  /** Opens a deeper receipt in the place of this one. */
  onShow: (request: ReceiptRequest) => void;
  /** To the receipt that this one was opened from. */
  onBack: (() => void) | null;
  onClose: () => void;
}

/**
 * Where a figure comes from: beside the figure with an arrow on it, in the middle without one, a sheet over a phone. Modal: Esc or
 * a click outside closes it, and the focus goes back.
 */
export function ReceiptDialog({ request, mark, anchorOf, onShow, onBack, onClose }: ReceiptDialogInput) {
  const key = toReceiptKey(request);
  const [rawOf, setRawOf] = useState<string | null>(null);
  const isRaw = rawOf === key;
  const setRaw = (next: boolean): void => setRawOf(next ? key : null);
  const dialog = useModalDialog({ r: () => setRaw(!isRaw) });
  useAnchored(dialog, anchorOf);
  const frame: ReceiptFrame = { onShow, onBack, onClose, isRaw, setRaw };
  return (
    <dialog
      ref={dialog}
      className="receipt"
      aria-labelledby="receipt-title"
      // A click on plain text inside must leave the focus inside.
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Pressed twice, Esc closes a dialog without asking.
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) onClose();
      }}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) onClose();
      }}
    >
      <div className="receipt-frame">
        {mark}
        <ReceiptOf key={key} request={request} frame={frame} />
      </div>
    </dialog>
  );
}

function ReceiptOf({ request, frame }: { request: ReceiptRequest; frame: ReceiptFrame }) {
  switch (request.kind) {
    case 'series':
      return <SeriesReceipt request={request} frame={frame} />;
    case 'indicator':
    case 'trend':
    case 'heat':
      return <FigureReceiptView request={request} frame={frame} />;
    case 'feed':
      return <FeedReceipt id={request.id} frame={frame} />;
    case 'bar':
      return <BarReceipt id={request.id} binMs={request.binMs} frame={frame} />;
  }
}
