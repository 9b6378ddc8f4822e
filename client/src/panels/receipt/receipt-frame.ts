import type { ReceiptRequest } from '../../live/receipt-request.ts';

/** What each kind of receipt is given by the dialog around it. */
export interface ReceiptFrame {
  onShow: (request: ReceiptRequest) => void;
  onBack: (() => void) | null;
  onClose: () => void;
  /** All rows instead of the first and the last: R. */
  isRaw: boolean;
  setRaw: (isRaw: boolean) => void;
}
