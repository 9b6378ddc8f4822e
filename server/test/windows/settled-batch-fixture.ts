/** The settled windows by a batch computation that knows no stream: every distinct event counts once in every window it lies in. */
import { expect } from 'vitest';
import type { WindowName, WindowRow } from '../../src/history/history-query.ts';
import type { SentItem } from './hostile-items-fixture.ts';

export const ZONE = 'Asia/Kathmandu';

export interface PlainEvent {
  entity: string;
  metric: string;
  tMs: number;
  value: number;
}

/** Of equal identities the first arrival is the event, with its flag. */
export function distinctEvents(sent: readonly SentItem[]): PlainEvent[] {
  const seen = new Set<string>();
  return sent.flatMap(({ entity, t, v, id, q }) =>
    Object.entries(v).flatMap(([metric, value]) => {
      const identity = JSON.stringify([entity, metric, t, id ?? null, id === undefined ? value + 0 : null]);
      if (seen.has(identity)) return [];
      seen.add(identity);
      const flag = q?.[metric] ?? 1;
      return flag === 4 || flag === 9 ? [] : [{ entity, metric, tMs: t, value }];
    }),
  );
}

/** What must come out for one kind of window, oldest first. */
export function batchWindows(events: readonly PlainEvent[], window: WindowName) {
  const byStart = new Map<number, PlainEvent[]>();
  for (const event of events) {
    for (const start of startsOf(window, event.tMs)) {
      const inside = byStart.get(start);
      if (inside === undefined) byStart.set(start, [event]);
      else inside.push(event);
    }
  }
  return [...byStart]
    .toSorted(([a], [b]) => a - b)
    .map(([startMs, inside]) => ({ startMs, ...statistics(inside) }));
}

/** Everything bit-equal except sum and mean, which lie within 1e-12·Σ|x|. `what` names the question in a failure. */
export function expectSettled(
  found: readonly WindowRow[],
  expected: ReturnType<typeof batchWindows>,
  what: string,
): void {
  const starts = found.map((row) => row.startMs);
  expect(starts, what).toEqual(expected.map((row) => row.startMs));
  for (const [i, row] of found.entries()) {
    const { exact, sum, mean, tolerance } = expected[i]!;
    const { n, min, max, first, last, p50, p95 } = row;
    const where = `${what} ${new Date(row.startMs).toISOString()}`;
    const plain = { n, min: min + 0, max: max + 0, first: first + 0, last: last + 0 };
    expect({ ...plain, p50: p50 + 0, p95: p95 + 0 }, where).toEqual(exact);
    expect(Math.abs(row.sum - sum), `${where} sum`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(row.mean - mean), `${where} mean`).toBeLessThanOrEqual(tolerance);
  }
}

function startsOf(window: WindowName, tMs: number): number[] {
  const aligned = (length: number): number => Math.floor(tMs / length) * length;
  switch (window) {
    case 'PT10S':
      return [aligned(10_000)];
    case 'PT1M':
      return [aligned(60_000)];
    case 'PT5M':
      return [aligned(300_000)];
    case 'PT1H':
      return [aligned(3_600_000)];
    case 'PT5M/PT10S':
      return Array.from({ length: 30 }, (_, i) => aligned(10_000) - (29 - i) * 10_000);
    case 'P1D':
      return [
        Temporal.Instant.fromEpochMilliseconds(tMs).toZonedDateTimeISO(ZONE).startOfDay().epochMilliseconds,
      ];
  }
}

function statistics(events: readonly PlainEvent[]) {
  const values = events.map((event) => event.value).toSorted((a, b) => a - b);
  const byTime = events.toSorted((a, b) => a.tMs - b.tMs || a.value - b.value);
  const rank = (share: number): number => values[Math.max(0, Math.ceil(share * values.length) - 1)]!;
  const sum = closeSum(values);
  return {
    exact: {
      n: values.length,
      min: values[0]! + 0,
      max: values.at(-1)! + 0,
      first: byTime[0]!.value + 0,
      last: byTime.at(-1)!.value + 0,
      p50: rank(0.5) + 0,
      p95: rank(0.95) + 0,
    },
    sum,
    mean: sum / values.length,
    tolerance: 1e-12 * values.reduce((total, value) => total + Math.abs(value), 0),
  };
}

/** Neumaier's sum: far closer to the true one than the tolerance. */
function closeSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
