import type { ReceiptRow } from '@metropane/city';

/**
 * The canonical text of a receipt's rows, whose SHA-256 the receipt names: UTF-8, one header line, one line per row in log order,
 * LF after each line; times in RFC 3339 UTC with milliseconds, numbers as ECMAScript prints them, null and no id as nothing.
 */
export const RECEIPT_CSV_HEADER = 'seq,t,arrival,value,outcome,flag,id,feed\n';

export function receiptCsvLine({ seq, t, arrival, value, outcome, flag, id, feed }: ReceiptRow): string {
  return `${seq},${t},${arrival},${value ?? ''},${outcome},${flag},${quoted(id ?? '')},${quoted(feed)}\n`;
}

/** RFC 4180. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
