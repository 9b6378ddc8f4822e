/** What a person may ask of a figure: where does it come from? As an address it is one string, so that it can be sent on. */
export type ReceiptRequest = SeriesRequest | FigureRequest | HeatRequest | FeedRequest | BarRequest;

/** One settled window of one series; `stat` is the statistic that was on the screen. */
export interface SeriesRequest {
  kind: 'series';
  domain: string;
  entity: string;
  metric: string;
  window: ReceiptWindow;
  startMs: number;
  stat: ReceiptStat;
}
export type ReceiptWindow = 'PT10S' | 'PT1M' | 'PT5M' | 'PT1H';
export type ReceiptStat = 'mean' | 'last' | 'max' | 'min' | 'sum' | 'n';

/** A KPI tile or a chart line: its newest bin, or the one that starts at `binMs`. */
export interface FigureRequest {
  kind: 'indicator' | 'trend';
  id: string;
  binMs: number | null;
}
/** One cell of a heat map. */
export interface HeatRequest {
  kind: 'heat';
  id: string;
  row: string;
  binMs: number;
}
/** A feed's conservation counts. */
export interface FeedRequest {
  kind: 'feed';
  id: string;
}
/** One bar of the incident chart. */
export interface BarRequest {
  kind: 'bar';
  id: string;
  binMs: number;
}

const WINDOW_MS: Record<ReceiptWindow, number> = {
  PT10S: 10_000,
  PT1M: 60_000,
  PT5M: 300_000,
  PT1H: 3_600_000,
};
const STATS: readonly ReceiptStat[] = ['mean', 'last', 'max', 'min', 'sum', 'n'];

/** The window of this length that the event time lies in. */
export function windowAt(timeMs: number, window: ReceiptWindow): number {
  return Math.floor(timeMs / WINDOW_MS[window]) * WINDOW_MS[window];
}

/** The window that is exactly `[startMs, endMs)`; null when no window is. */
export function windowOf(startMs: number, endMs: number): ReceiptWindow | null {
  for (const [window, lengthMs] of Object.entries(WINDOW_MS) as [ReceiptWindow, number][])
    if (endMs - startMs === lengthMs && startMs % lengthMs === 0) return window;
  return null;
}

/** One string per request, equal for equal requests. */
export function toReceiptKey(request: ReceiptRequest): string {
  return partsOf(request).map(encodeURIComponent).join('/');
}

function partsOf(request: ReceiptRequest): string[] {
  switch (request.kind) {
    case 'series': {
      const { kind, domain, entity, metric, window, startMs, stat } = request;
      return [kind, domain, entity, metric, window, String(startMs), stat];
    }
    case 'indicator':
    case 'trend':
      return [request.kind, request.id, ...(request.binMs === null ? [] : [String(request.binMs)])];
    case 'heat':
      return [request.kind, request.id, request.row, String(request.binMs)];
    case 'feed':
      return [request.kind, request.id];
    case 'bar':
      return [request.kind, request.id, String(request.binMs)];
  }
}

/** Null for what no screen would have written: an address comes from outside. */
export function fromReceiptKey(key: string): ReceiptRequest | null {
  let parts: string[];
  try {
    parts = key.split('/').map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
  const [kind = '', id = '', ...rest] = parts;
  if (id === '') return null;
  switch (kind) {
    case 'series':
      return seriesOf([id, ...rest]);
    case 'indicator':
    case 'trend': {
      if (rest.length === 0) return { kind, id, binMs: null };
      const binMs = toInstant(rest[0]);
      return binMs === null || rest.length > 1 ? null : { kind, id, binMs };
    }
    case 'heat': {
      const [row = '', bin] = rest;
      const binMs = toInstant(bin);
      return row === '' || binMs === null ? null : { kind, id, row, binMs };
    }
    case 'bar': {
      const binMs = toInstant(rest[0]);
      return binMs === null ? null : { kind, id, binMs };
    }
    case 'feed':
      return { kind, id };
    default:
      return null;
  }
}

function seriesOf(parts: string[]): SeriesRequest | null {
  const [domain = '', entity = '', metric = '', window = '', start, stat = ''] = parts;
  const startMs = toInstant(start);
  const isKnown = Object.hasOwn(WINDOW_MS, window) && STATS.includes(stat as ReceiptStat);
  if (entity === '' || metric === '' || startMs === null || !isKnown) return null;
  return {
    kind: 'series',
    domain,
    entity,
    metric,
    window: window as ReceiptWindow,
    startMs,
    stat: stat as ReceiptStat,
  };
}

function toInstant(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
