/** What of time a page of trends shows, as it stands in its address: a link leads a colleague, and Back leads oneself, to the same. */
import { FIRST_VIEW, LENGTHS_MS, spanned } from './time-span.ts';
import type { TimeView } from './time-span.ts';

const MINUTE_MS = 60_000;

/** `from` and `to` (ISO 8601): a stretch of the past; `last`: so many minutes up to now. What is asked for wrongly is the newest day. */
export function viewIn(query: URLSearchParams, nowMs: number): TimeView {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  if (from < to && from < nowMs) return spanned(from, Math.min(to, nowMs), nowMs);
  const lengthMs = Number(query.get('last')) * MINUTE_MS;
  return LENGTHS_MS.some((each) => each === lengthMs) ? { endMs: null, lengthMs } : FIRST_VIEW;
}

/** The address's question with another view; nothing else of it changes. */
export function withView(query: URLSearchParams, { endMs, lengthMs }: TimeView): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of ['from', 'to', 'last']) next.delete(name);
  if (endMs !== null) {
    next.set('from', new Date(endMs - lengthMs).toISOString());
    next.set('to', new Date(endMs).toISOString());
  } else if (lengthMs !== FIRST_VIEW.lengthMs) next.set('last', String(lengthMs / MINUTE_MS));
  return next;
}
