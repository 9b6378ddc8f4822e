import type { FeedRecord } from '@metropane/live-state';

/** `GET /feeds/{id}`: what an engineer asks of one feed, beside its row. */
export interface FeedDetailAnswer {
  id: string;
  entities: number;
  series: number;
  /** Observations of the last 24 h by lag = arrival − event time. `counts` has one more than `bounds`; below the first is negative. */
  lateness: { bounds: number[]; counts: number[] };
  skew: { devices: number; medianDelayMs: number | null; items: ClockSkew[] };
  silent: { count: number; items: SilentSeries[] };
}

export interface ClockSkew {
  domain: string;
  entity: string;
  name: Name;
  /** Least delay of the device less the feed's median: positive = its clock lags, or its way is longer. */
  skewMs: number;
  delayMs: number;
  n: number;
}

export interface SilentSeries {
  domain: string;
  entity: string;
  name: Name;
  metric: string;
  lastEvent: string | null;
  lastArrival: string | null;
  expectedEveryMs: number;
  /** Null: it was promised and never came. */
  silentForMs: number | null;
}

/** As the feed described it: whatever it wrote there. */
export type Name = unknown;

/** `GET /feeds`: per feed the readings of each whole minute of the last hour; null = not known. */
export interface FeedRates {
  items: { id: string; perMinute: { start: string; received: (number | null)[] } }[];
}

/** `GET /dead-letters`. */
export interface DeadLetterPage {
  items: DeadLetter[];
  nextCursor?: string;
}
export interface DeadLetter {
  id: number;
  feed: string;
  code: string;
  detail: string;
  topic: string;
  /** Place in an array of items; -1 = the whole message. */
  index: number;
  arrival: string;
  payloadBytes: number;
  payloadBase64: string;
}

export function rejectedOf(feed: FeedRecord): number {
  let sum = 0;
  for (const count of Object.values(feed.rejected)) sum += count ?? 0;
  return sum;
}

/** The name in the chosen language where the description holds one, else the entity's id. */
export function nameOf({ name, entity }: { name: Name; entity: string }, locale: 'vi' | 'en'): string {
  if (typeof name === 'string' && name !== '') return name;
  if (typeof name !== 'object' || name === null) return entity;
  const { vi, en } = name as { vi?: unknown; en?: unknown };
  const wanted = locale === 'vi' ? [vi, en] : [en, vi];
  return wanted.find((each): each is string => typeof each === 'string' && each !== '') ?? entity;
}
