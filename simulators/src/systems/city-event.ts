import type { LonLat } from '@metropane/city-pack';
import type { Causes } from './causes.ts';
import type { LocalTime } from './local-time.ts';
import type { Floods } from './rain-and-flood.ts';
import type { Tide } from './tide.ts';
import type { Traffic } from './traffic.ts';
import type { Weather } from './weather.ts';

/** One thing that happens, from `startMs` until `endMs`. */
export interface CityEvent {
  readonly id: string;
  readonly category: string;
  readonly severity: 1 | 2 | 3 | 4;
  readonly startMs: number;
  readonly endMs: number;
  readonly loc: LonLat;
  readonly title: string;
  readonly description?: string;
  /** Who tells it, first first. */
  readonly sources: readonly string[];
  /** Who tells it when, where that is known beforehand; absent: drawn from `sources`. */
  readonly tellers?: readonly Teller[];
  /** The measured entity that it belongs to, where there is one. */
  readonly entity?: string;
  /** The road segment that it blocks, which way its queue grows, and the share of the capacity that it leaves. */
  readonly blocks?: { readonly segment: number; readonly upstream: 1 | -1; readonly speedLeft: number };
}

/** One telling of an event. */
export interface Teller {
  readonly source: string;
  /** After the event began. */
  readonly afterMs: number;
  readonly title: string;
  readonly loc: LonLat;
}

/** Events of one seed. */
export interface CityEvents {
  /** Events that begin in the slot, by start. */
  startingIn(slot: number): readonly CityEvent[];
  /** Events that go on at `tMs`, by start. */
  activeAt(tMs: number): readonly CityEvent[];
}

/** What decides where and how often something happens. */
export interface EventWorld {
  readonly crowd: Traffic;
  readonly weather: Weather;
  readonly tide: Tide;
  readonly floods: Floods;
  readonly localTime: (tMs: number) => LocalTime;
  readonly causes: Causes;
}

export const EVENT_SLOT_MS = 600_000;
/** No event lasts longer. */
export const LONGEST_EVENT_MS = 4 * 3_600_000;
/** Nobody tells of it later than this after it began. */
export const LONGEST_TELLING_MS = 90 * 60_000;
