import type { AcceptedReading } from '../fold/accepted-reading.ts';
import type { WindowRow, WindowsQuery } from './history-query.ts';
import { type HistoryRows, HistoryRowsBuilder } from './history-rows.ts';

export const DAY_MS = 86_400_000;
/** Midnight in UTC, seven in the morning in Ho Chi Minh City. */
export const DAY_0_MS = Date.UTC(2026, 10, 23);
export const ZONE = 'Asia/Ho_Chi_Minh';

/** A counted reading of traffic; the place in the log is the caller's. */
export function makeReading(over: Partial<AcceptedReading> & { offset: number }): AcceptedReading {
  const tMs = over.tMs ?? DAY_0_MS;
  return {
    feed: 'loops',
    domain: 'traffic',
    entity: 'a',
    metric: 'speedKmh',
    tMs,
    value: 1,
    flag: 1,
    arrivalMs: tMs + 100,
    id: '',
    outcome: 'counted',
    watermarkMs: tMs - 5000,
    ...over,
  };
}

/** Blocks as the follower hands them over. */
export function toBlocks(readings: readonly AcceptedReading[]): HistoryRows[] {
  const blocks: HistoryRows[] = [];
  const builder = new HistoryRowsBuilder();
  for (const reading of readings) {
    builder.add(reading);
    if (builder.isFull) blocks.push(builder.take());
  }
  if (builder.length > 0) blocks.push(builder.take());
  return blocks;
}

export function makeQuery(over: Partial<WindowsQuery> = {}): WindowsQuery {
  return {
    domain: 'traffic',
    metric: 'speedKmh',
    window: 'PT1H',
    fromMs: DAY_0_MS - 2 * DAY_MS,
    toMs: DAY_0_MS + 400 * DAY_MS,
    zone: ZONE,
    zoneOfFeed: {},
    maxRows: 200_000,
    ...over,
  };
}

/** Everything of a row that is exact; the last bit of a compensated sum depends on the order of its rows. */
export function exactPart({ sum: _sum, mean: _mean, ...exact }: WindowRow): Omit<WindowRow, 'sum' | 'mean'> {
  return exact;
}
