import type { SeriesRequest, FigureRequest, HeatRequest } from '../../live/receipt-request.ts';

/** The calls below `/api/v1` that a receipt is made of. */
export function seriesPath(request: SeriesRequest): string {
  return `/receipts?${seriesSearch(request)}`;
}

/** All rows of a receipt, a page at a time. */
export function rowsPath(
  request: SeriesRequest,
  { limit, cursor }: { limit: number; cursor: string | null },
): string {
  const search = seriesSearch(request);
  search.set('limit', String(limit));
  if (cursor !== null) search.set('cursor', cursor);
  return `/receipts/rows?${search}`;
}

/** All rows of a receipt as the CSV that its hash is made over. */
export function csvPath(request: SeriesRequest): string {
  const search = seriesSearch(request);
  search.set('format', 'csv');
  return `/receipts/rows?${search}`;
}

export function figurePath(request: FigureRequest | HeatRequest): string {
  const search = new URLSearchParams({ kind: request.kind, id: request.id });
  if (request.kind === 'heat') search.set('row', request.row);
  if (request.binMs !== null) search.set('bin', new Date(request.binMs).toISOString());
  return `/receipts/figure?${search}`;
}

/** The message as it came, by the place in the log of one of its readings. */
export function payloadPath(seq: number): string {
  return `/payloads/${seq}`;
}

function seriesSearch({ domain, entity, metric, window, startMs }: SeriesRequest): URLSearchParams {
  const start = new Date(startMs).toISOString();
  return new URLSearchParams({ domain, entity, metric, window, start });
}
