import { createContext, useContext } from 'react';
import type { ReceiptRequest } from '../live/receipt-request.ts';

/** The way from a figure to its receipt. Figures know only this; the page holds the receipt. */
export interface ReceiptOpener {
  /** False on a wall that nobody points at: figures are then drawn as plain text, with nothing to press. */
  isOffered: boolean;
  /** `anchor`: what the receipt points at; it gets the focus back. */
  open(request: ReceiptRequest, anchor: Element): void;
}

export const ReceiptContext = createContext<ReceiptOpener>({ isOffered: false, open: () => undefined });

export function useReceiptOpener(): ReceiptOpener {
  return useContext(ReceiptContext);
}
