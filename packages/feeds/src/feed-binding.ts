import type { CapMap } from './cap/cap-report.ts';
import type { CsvMap } from './csv-map.ts';

/** Payload formats that a binding may name; each has one file here. */
export const FEED_FORMATS = ['metropane', 'csv', 'hsl-hfp', 'cap-1.2'] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

/** Where a feed's bytes come from. `builtin`: what no other feed claims on the prefix, and the HTTP ingest routes. */
export type FeedSource =
  | { kind: 'mqtt'; url?: string; topics: readonly string[] }
  | { kind: 'http'; url: string; everyMs: number }
  | { kind: 'file'; path: string }
  | { kind: 'builtin' };

/** How one feed is read and how its event time is judged (CONTRACT "Feed bindings"). `${secret:name}` is left as it stands. */
export interface FeedBinding {
  id: string;
  format: FeedFormat;
  source: FeedSource;
  /** Domain of observations whose payload names none. */
  domain?: string;
  watermarkPer: 'entity' | 'feed';
  outOfOrdernessMs: number;
  allowedLatenessMs: number;
  idleAfterMs: number;
  dedupMs: number;
  /** IANA zone of the civil days of this feed's entities, and of its local times where `map` names no other. */
  zone: string;
  map: FeedMap;
}

/** Format-specific part, checked and complete. */
export type FeedMap =
  | { format: 'metropane'; prefix?: string }
  | { format: 'csv'; csv: CsvMap }
  | { format: 'hsl-hfp'; events?: readonly string[] }
  | { format: 'cap-1.2'; cap: CapMap };

export const BINDING_DEFAULTS = {
  watermarkPer: 'entity',
  outOfOrdernessMs: 5_000,
  allowedLatenessMs: 120_000,
  idleAfterMs: 60_000,
  dedupMs: 900_000,
} as const;

/** The two feeds that always exist: messages on the prefix that no other feed claims, and the HTTP ingest routes. */
export function builtinBindings(zone: string, prefix?: string): [mqtt: FeedBinding, http: FeedBinding] {
  const of = (id: string): FeedBinding => ({
    id,
    format: 'metropane',
    source: { kind: 'builtin' },
    ...BINDING_DEFAULTS,
    zone,
    map: { format: 'metropane', ...(prefix === undefined ? {} : { prefix }) },
  });
  return [of('mqtt'), of('http')];
}
