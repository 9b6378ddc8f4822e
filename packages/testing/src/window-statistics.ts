import { assert } from '@metropane/base';
import { exactSum } from './exact-sum.ts';
import type { TestedPane } from './window-under-test.ts';

/** A value and its event time: all that statistics are made of. */
export interface PlainEvent {
  readonly tMs: number;
  readonly value: number;
}

/**
 * What a window must show. `sumTolerance` = 1e-12 of the sum of magnitudes, what is promised; `compensatedTolerance` = what a
 * compensated sum keeps and a plain one does not, when large values cancel.
 */
export interface OracleStatistics {
  readonly n: number;
  readonly sum: number;
  readonly sumTolerance: number;
  readonly compensatedTolerance: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly firstMs: number;
  readonly last: number;
  readonly lastMs: number;
}

/** The statistics that a live pane and its late events share with a settled window. */
export type SettledStatistics = Omit<OracleStatistics, 'sumTolerance' | 'compensatedTolerance'> & {
  readonly mean: number;
};

/** The statistics of raw events, from scratch. The list must not be empty. */
export function statisticsOf(events: readonly PlainEvent[]): OracleStatistics {
  const values = events.map((event) => event.value);
  const ordered = [...events].sort((a, b) => a.tMs - b.tMs || a.value - b.value);
  const first = ordered[0]!;
  const last = ordered.at(-1)!;
  const sum = exactSum(values);
  const magnitude = exactSum(values.map(Math.abs));
  return {
    n: events.length,
    sum,
    sumTolerance: 1e-12 * magnitude,
    compensatedTolerance: 1e-15 * Math.abs(sum) + 1e-28 * events.length * magnitude,
    min: values.reduce((least, value) => (value < least ? value : least)),
    max: values.reduce((most, value) => (value > most ? value : most)),
    first: first.value,
    firstMs: first.tMs,
    last: last.value,
    lastMs: last.tMs,
  };
}

/** The final live pane and the late events of its window: what the API returns. */
export function settle<T extends SettledStatistics>(pane: T, late: readonly PlainEvent[]): T {
  let settled = pane;
  for (const { tMs, value } of late) {
    const sum = settled.sum + value;
    const isFirst = tMs < settled.firstMs || (tMs === settled.firstMs && value < settled.first);
    const isLast = tMs > settled.lastMs || (tMs === settled.lastMs && value > settled.last);
    settled = {
      ...settled,
      n: settled.n + 1,
      sum,
      mean: sum / (settled.n + 1),
      min: Math.min(settled.min, value),
      max: Math.max(settled.max, value),
      ...(isFirst ? { first: value, firstMs: tMs } : {}),
      ...(isLast ? { last: value, lastMs: tMs } : {}),
    };
  }
  return settled;
}

/** Throws unless the pane shows these statistics: everything bit-equal except sum and mean. */
export function assertSameStatistics(
  pane: TestedPane,
  expected: OracleStatistics,
  tolerance: 'sumTolerance' | 'compensatedTolerance',
): void {
  for (const field of ['n', 'min', 'max', 'first', 'firstMs', 'last', 'lastMs'] as const) {
    assert(Object.is(pane[field], expected[field]), `${field} differs`, { pane, expected });
  }
  const sumError = Math.abs(pane.sum - expected.sum);
  const meanError = Math.abs(pane.mean - expected.sum / expected.n);
  assert(sumError <= expected[tolerance], 'sum differs', { pane, expected });
  assert(meanError <= expected.sumTolerance, 'mean differs', { pane, expected });
}

/** How far a live quantile may lie from the nearest rank, relative to it; below the smallest normal number all count as zero. */
const QUANTILE_ERROR = 0.02;
const SMALLEST_NORMAL = 2 ** -1022;

/** Throws unless the pane's quantiles are those of the events to within 2 %; `null`: of a series that keeps none. */
export function assertQuantiles(pane: TestedPane, events: readonly PlainEvent[] | null): void {
  const values = (events ?? []).map((event) => event.value).sort((a, b) => a - b);
  for (const [share, found] of [
    [0.5, pane.p50],
    [0.95, pane.p95],
  ] as const) {
    const exact = values[Math.ceil(share * values.length) - 1];
    const isRight =
      exact === undefined
        ? found === null
        : found !== null && Math.abs(found - exact) <= QUANTILE_ERROR * Math.abs(exact) + SMALLEST_NORMAL;
    assert(isRight, 'quantile differs', { share, exact, pane });
  }
}
