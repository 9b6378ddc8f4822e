/**
 * The settled windows of DESIGN 5.2 against a batch computation that knows no stream: every distinct event, whenever it came,
 * counts once in every window that it lies in. Through decoder, log, follower and both halves of history.
 */
import { makeRng, type Rng } from '@metropane/base';
import { builtinBindings } from '@metropane/feeds';
import { expect, test } from 'vitest';
import type { WindowName, WindowRow } from '../src/history/history-query.ts';
import { makeFollower } from './follower-fixture.ts';
import { makePipeline } from './pipeline-fixture.ts';

const SEEDS = process.env['METROPANE_TEST_FULL'] === '1' ? 400 : 20;
const ZONE = 'Asia/Kathmandu';
const STEPS = 120;
const ENTITIES = ['a', 'b', 'c'];
const METRICS = ['x', 'y'];
const WINDOWS: WindowName[] = ['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S', 'P1D'];

interface Item {
  domain: string;
  entity: string;
  t: number;
  v: Record<string, number>;
  id?: string;
  q?: Record<string, number>;
}
interface Event {
  entity: string;
  metric: string;
  tMs: number;
  value: number;
}

/** Half of it in order, some within the lateness, some far beyond it, some sent again soon and some after hours. */
function nextItem(rng: Rng, nowMs: number, sent: Item[]): Item {
  if (sent.length > 0 && rng.next() < 0.3) return again(rng, sent[rng.int(sent.length)]!);
  const disorder = rng.next();
  const behindMs = disorder < 0.5 ? 0 : disorder < 0.8 ? rng.int(20_000) : rng.int(40 * 60_000);
  const value = () =>
    rng.next() < 0.05 ? 1e16 : rng.next() < 0.05 ? -0 : rng.next() < 0.5 ? rng.int(4) : rng.next() * 100 - 50;
  const metrics = rng.next() < 0.5 ? METRICS : [METRICS[rng.int(2)]!];
  const item: Item = {
    domain: 'air',
    entity: ENTITIES[rng.int(ENTITIES.length)]!,
    // Whole seconds, so that events of one time are common.
    t: Math.floor((nowMs - behindMs) / 1000) * 1000,
    v: Object.fromEntries(metrics.map((metric) => [metric, value()])),
  };
  // An id may look like a number: it must not be taken for the value of an event without one.
  if (rng.next() < 0.3) item.id = rng.next() < 0.5 ? `${rng.int(4)}.0` : `i${rng.int(6)}`;
  if (rng.next() < 0.15) item.q = { [metrics[0]!]: [3, 4, 9][rng.int(3)]! };
  return item;
}

/** The same message, or, where an id says that it is the same event, one that tells it otherwise. */
function again(rng: Rng, item: Item): Item {
  if (item.id === undefined || rng.next() < 0.3) return item;
  const { q: _flags, ...rest } = item;
  const v = Object.fromEntries(Object.keys(item.v).map((metric) => [metric, 200 + rng.int(100)]));
  return rng.next() < 0.5
    ? { ...rest, v }
    : { ...rest, v, q: Object.fromEntries(Object.keys(v).map((metric) => [metric, 4])) };
}

/** Of equal identities the first arrival is the event. */
function distinctEvents(sent: Item[]): Event[] {
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

function batch(events: Event[], window: WindowName) {
  const byStart = new Map<number, Event[]>();
  for (const event of events) {
    for (const start of startsOf(window, event.tMs))
      byStart.set(start, [...(byStart.get(start) ?? []), event]);
  }
  return [...byStart]
    .toSorted(([a], [b]) => a - b)
    .map(([startMs, inside]) => ({ startMs, ...statistics(inside) }));
}

function statistics(events: Event[]) {
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
function closeSum(values: number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

function compare(found: WindowRow[], expected: ReturnType<typeof batch>, what: string): void {
  expect(
    found.map((row) => row.startMs),
    what,
  ).toEqual(expected.map((row) => row.startMs));
  for (const [i, row] of found.entries()) {
    const { exact, sum, mean, tolerance } = expected[i]!;
    const { n, min, max, first, last, p50, p95 } = row;
    const where = `${what} ${new Date(row.startMs).toISOString()}`;
    expect(
      { n, min: min + 0, max: max + 0, first: first + 0, last: last + 0, p50: p50 + 0, p95: p95 + 0 },
      where,
    ).toEqual(exact);
    expect(Math.abs(row.sum - sum), `${where} sum`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(row.mean - mean), `${where} mean`).toBeLessThanOrEqual(tolerance);
  }
}

test.each(Array.from({ length: SEEDS }, (_, i) => `settled/${i}`))(
  'settled windows equal the batch computation (%s)',
  async (seed) => {
    const rng = makeRng(seed);
    const policy = { outOfOrdernessMs: 5_000, allowedLatenessMs: 20_000, dedupMs: 60_000 };
    const pipeline = makePipeline({
      bindings: builtinBindings(ZONE).map((binding) => ({ ...binding, ...policy })),
    });
    await pipeline.configure();
    const { follower, store } = await makeFollower(pipeline);
    const startMs = pipeline.clock.ms;
    const sent: Item[] = [];
    for (let step = 0; step < STEPS; step++) {
      pipeline.clock.ms += rng.int(8_000);
      if (rng.next() < 0.01) pipeline.clock.ms += 3_600_000;
      const items = Array.from({ length: 1 + rng.int(3) }, () => nextItem(rng, pipeline.clock.ms, sent));
      // Twins in one message: of one place in the log, unless each reading has its own.
      if (rng.next() < 0.2) items.push(again(rng, items[0]!));
      sent.push(...items);
      const payload = new TextEncoder().encode(JSON.stringify(items).replaceAll(':0,', ':-0.0,'));
      await pipeline.core.takeMessage('http', {
        topic: 'observations',
        payload,
        arrivalMs: pipeline.clock.ms,
      });
      if (rng.next() < 0.3) pipeline.core.tick();
      if (rng.next() < 0.1) await follower.catchUp(pipeline.log.flushedOffset);
      if (rng.next() < 0.05) await follower.checkpoint();
    }
    await follower.catchUp(pipeline.log.flushedOffset);
    const events = distinctEvents(sent);
    const range = {
      domain: 'air',
      fromMs: startMs - 2 * 86_400_000,
      toMs: pipeline.clock.ms + 86_400_000,
      zone: ZONE,
      zoneOfFeed: {},
      maxRows: 1e6,
    };
    for (const window of WINDOWS) {
      for (const metric of METRICS) {
        for (const entity of [...ENTITIES, undefined]) {
          const asked = { ...range, metric, window, ...(entity === undefined ? {} : { entity }) };
          const chosen = events.filter(
            (event) => event.metric === metric && (entity ?? event.entity) === event.entity,
          );
          compare(
            await store.windows(asked),
            batch(chosen, window),
            `${seed} ${window} ${entity ?? 'all'} ${metric}`,
          );
        }
      }
    }
    expect(pipeline.room.ledger.counts('http').late, 'the scenario has late events').toBeGreaterThan(0);
    store.close();
    pipeline.close();
  },
);
