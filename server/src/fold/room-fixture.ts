import { type Observation, ReadingsFrameBuilder } from '@metropane/city';
import { ControlRoom } from './control-room.ts';
import { EMPTY_CONFIG, type FeedConfig, type FoldConfig, type IndicatorConfig } from './fold-config.ts';
import type { RowOutcome } from './fold-readings.ts';

export const T0 = Date.UTC(2026, 10, 23, 8);

export function feedConfig(over: Partial<FeedConfig> = {}): FeedConfig {
  return {
    id: 'mqtt',
    format: 'metropane',
    watermarkPer: 'entity',
    outOfOrdernessMs: 5_000,
    allowedLatenessMs: 120_000,
    idleAfterMs: 60_000,
    dedupMs: 900_000,
    simulated: false,
    periodMs: null,
    ...over,
  };
}

export function indicatorConfig(over: Partial<IndicatorConfig>): IndicatorConfig {
  return {
    id: 'i',
    name: { vi: 'i', en: 'i' },
    unit: '',
    decimals: 0,
    kind: 'series',
    source: { domain: 'power', metric: 'loadMw' },
    aggregate: 'mean',
    periodMs: 300_000,
    levels: [],
    ...over,
  };
}

/** A room of the tests at `T0`, with one feed `mqtt` unless the configuration says otherwise. */
export function makeRoom(
  config: Partial<FoldConfig> = {},
  limits?: { entities: number; series: number },
): ControlRoom {
  const room = new ControlRoom(null, limits);
  room.configure({ ...EMPTY_CONFIG, feeds: [feedConfig()], ...config });
  room.fold({ kind: 'tick', nowMs: T0 }, 0);
  return room;
}

type Told = Pick<Observation, 'domain' | 'entity' | 'tMs'> & Partial<Observation>;

/** Folds observations as one frame of the feed. */
export function tell(room: ControlRoom, observations: Told[], feed = 'mqtt'): RowOutcome[] {
  const builder = new ReadingsFrameBuilder(feed, 1);
  for (const observation of observations)
    builder.add({ arrivalMs: room.nowMs, readings: [], ...observation });
  room.fold({ kind: 'readings', frame: builder.build() }, 1);
  return room.lastOutcomes;
}

/** One reading of one entity. */
export function reading(
  entity: string,
  value: number | null,
  over: Partial<Told> & { domain?: string; metric?: string; flag?: 1 | 4 } = {},
): Told {
  const { domain = 'power', metric = 'loadMw', flag = 1, ...more } = over;
  return { domain, entity, tMs: T0, readings: [{ metric, value, flag }], ...more };
}
