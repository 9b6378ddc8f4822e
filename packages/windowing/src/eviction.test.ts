import { forSeeds, makeWindowScenario } from '@metropane/testing';
import type { WindowScenario } from '@metropane/testing';
import { expect, test } from 'vitest';
import { addSeries, makeEngineFixture, POLICY, T0 } from './engine-fixture.ts';
import { WindowEngine } from './index.ts';
import type { WindowEngineOptions } from './index.ts';

const HOUR_S = 3_600;
/** Long enough for every series to be visited. */
const ROUND_S = 300;

/** Ticks once a minute of seconds `from` to `to` after T0. */
function pass(tick: (second: number) => void, from: number, to: number): void {
  for (let second = from; second <= to; second += 60) tick(second);
}

test('[W26] a series silent for longer than the bound gives its place back, is counted and named, and its number is used again', () => {
  for (const sink of [null, { onPane: () => {} }]) {
    const evicted: number[] = [];
    const eviction = { afterMs: 2 * HOUR_S * 1_000, underPressureMs: 0 };
    const { engine, source, series, see, tick } = makeEngineFixture(
      {},
      { sink, eviction, seriesLimit: 10, onEvicted: (one) => evicted.push(one) },
    );
    see(0, 1);
    pass(tick, 0, 2 * HOUR_S);
    expect(engine.latestPane(series, 'PT1H')?.n).toBe(1);
    pass(tick, 2 * HOUR_S, 2 * HOUR_S + 3 * ROUND_S);
    expect(evicted).toEqual([series]);
    expect(engine.counters()).toMatchObject({ series: 0, seriesEvicted: 1, openSlices: 0, dedupEntries: 0 });
    expect(addSeries(engine, source)).toBe(series);
    expect(engine.latestPane(series, 'PT1H')).toBeUndefined();
    engine.beginObservation(source, T0 + 3 * HOUR_S * 1_000, T0);
    expect(engine.accept(series, 1)).toBe('counted');
    expect(engine.latestPane(series, 'PT1H')).toMatchObject({ n: 1, revision: 0 });
  }
});

test('[W19][W26] a series under a used number is in nothing different from a new one', () => {
  const hashOf = (isUsed: boolean): string => {
    const eviction = { afterMs: 0, underPressureMs: 0 };
    const { engine, source, series, see, tick } = makeEngineFixture({}, { sink: null, eviction });
    engine.keepQuantiles(series);
    engine.keepHopping(series);
    for (let second = 0; second < 500; second += 5) see(second, second);
    if (isUsed) pass(tick, 0, 3 * HOUR_S);
    const fresh = addSeries(engine, source);
    expect(fresh === series).toBe(isUsed);
    for (const second of [1, 2, 40, 150]) {
      engine.beginObservation(source, T0 + (5 * HOUR_S + second) * 1_000, T0 + 3 * HOUR_S * 1_000);
      engine.accept(fresh, second);
    }
    expect(engine.latestPane(fresh, 'PT1H')).toMatchObject({ n: 4, p50: null });
    let hash = '';
    engine.forEachSeriesCanonical((one, _source, found) => {
      if (one === fresh) hash = found.join();
    });
    return hash;
  };
  expect(hashOf(true)).toBe(hashOf(false));
});

test('[W26] what an evicted series said before stays late: its windows are not opened again', () => {
  const eviction = { afterMs: HOUR_S * 1_000, underPressureMs: 0 };
  const { engine, source, see, tick } = makeEngineFixture({}, { sink: null, eviction });
  see(0, 1);
  pass(tick, 0, 4 * HOUR_S);
  const again = addSeries(engine, source);
  engine.beginObservation(source, T0, T0 + 4 * HOUR_S * 1_000);
  expect(engine.accept(again, 1)).toBe('late');
});

test('[W26] never before the windows are final and the identities beyond their horizon, whatever the bound', () => {
  const eviction = { afterMs: 0, underPressureMs: 0 };
  const { engine, series, see, tick } = makeEngineFixture({ dedupMs: 5_000_000 }, { sink: null, eviction });
  see(0, 1);
  pass(tick, 0, HOUR_S + 5_000);
  expect(engine.latestPane(series, 'PT1H')).toMatchObject({ n: 1, isFinal: true });
  expect(see(0, 1)).toBe('duplicate');
});

test('[W26] a flood of series that speak once costs bounded memory, and the places come back under pressure', () => {
  const seriesLimit = 400;
  const eviction = { afterMs: 1e12, underPressureMs: HOUR_S * 1_000 };
  const engine = new WindowEngine({ sink: null, seriesLimit, eviction, dedupLimit: 8 * seriesLimit });
  const feed = engine.addFeed({ ...POLICY, watermarkPer: 'feed' });
  const source = engine.addSource(feed);
  const known = addSeries(engine, source);
  let refused = 0;
  let bytes = 0;
  for (let second = 0; second < 12 * HOUR_S; second += 10) {
    const added = engine.addSeries(source);
    engine.beginObservation(source, T0 + second * 1_000, T0 + second * 1_000);
    expect(engine.accept(known, second)).toBe('counted');
    if (added.ok) expect(engine.accept(added.value, 1)).toBe('counted');
    else refused++;
    engine.tick(T0 + second * 1_000);
    expect(engine.counters().series).toBeLessThanOrEqual(seriesLimit);
    if (second === 6 * HOUR_S) bytes = engine.memoryBytes().total;
  }
  expect(engine.counters()).toMatchObject({ seriesRefused: refused, dedupEvicted: 0 });
  expect(engine.counters().seriesEvicted).toBeGreaterThan(1_000);
  expect(engine.memoryBytes().total).toBeLessThanOrEqual(bytes * 1.25);
  expect(engine.latestPane(known, 'PT1H')?.n).toBeGreaterThan(300);
});

test('[W18][W26] a restored engine evicts the same series at the same tick', () => {
  let evicted = 0;
  forSeeds('evictions', 8, (rng) => {
    const scenario = makeWindowScenario(rng, 300);
    const plain = runWithEvictions(scenario, Infinity);
    evicted += plain.filter((entry) => entry.startsWith('evicted')).length;
    expect(runWithEvictions(scenario, 7)).toEqual(plain);
  });
  expect(evicted).toBeGreaterThan(0);
});

/** Runs a scenario with pauses of hours in it, one series per entity; returns what happened and what was left. */
function runWithEvictions(scenario: WindowScenario, checkpointEvery: number): string[] {
  const log: string[] = [];
  const seriesOf = new Map<number, number>();
  const options: WindowEngineOptions = {
    sink: null,
    eviction: { afterMs: 0, underPressureMs: 0 },
    onEvicted: (evicted) => {
      log.push(`evicted ${evicted}`);
      for (const [entity, series] of seriesOf) if (series === evicted) seriesOf.delete(entity);
    },
  };
  let engine = new WindowEngine(options);
  const feeds = scenario.feeds.map((policy) => engine.addFeed(policy));
  const sources = scenario.feedOf.map((feed) => engine.addSource(feeds[feed]!));
  for (const [n, step] of scenario.steps.entries()) {
    if (n % checkpointEvery === 1) engine = WindowEngine.restore(structuredClone(engine.snapshot()), options);
    const laterMs = Math.floor(n / 20) * 3 * HOUR_S * 1_000;
    if (step.kind === 'tick') engine.tick(step.nowMs + laterMs);
    if (step.kind !== 'observe') continue;
    const source = sources[step.entity]!;
    if (!seriesOf.has(step.entity)) seriesOf.set(step.entity, addSeries(engine, source));
    const series = seriesOf.get(step.entity)!;
    engine.beginObservation(source, step.tMs + laterMs, step.arrivalMs + laterMs);
    log.push(`${series} ${engine.accept(series, step.values[0]!.value)}`);
  }
  engine.forEachSeriesCanonical((series, _source, hash) => log.push(`${series} ${hash.join()}`));
  return log;
}
