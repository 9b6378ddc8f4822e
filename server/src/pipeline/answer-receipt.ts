import { figureReceipt } from './figure-receipt.ts';
import type { ReceiptAnswer, ReceiptCentre, ReceiptQuestion } from './receipt-messages.ts';
import { windowReceipt, windowRows } from './series-receipt.ts';

/**
 * Where a number comes from. What the room knows is read, and what history is asked is sent, before this returns its promise: the
 * caller has folded and handed over one stretch of the log, and both answers are about that.
 */
export function answerReceipt(centre: ReceiptCentre, question: ReceiptQuestion): Promise<ReceiptAnswer> {
  switch (question.ask) {
    case 'window':
      return windowReceipt(centre, question);
    case 'rows':
      return windowRows(centre, question);
    case 'figure':
      return figureReceipt(centre, question);
  }
}
