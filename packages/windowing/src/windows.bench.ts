import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { collectGarbage, makeNaiveWindows } from './naive-windows-fixture.ts';
import { makePondWindows } from './pond-windows-fixture.ts';
import { makeRxjsWindows } from './rxjs-windows-fixture.ts';
import { WindowEngine } from './window-engine.ts';
import type { WindowPolicy } from './window-policy.ts';
import { makeEvents, WindowLoad } from './windows-load-fixture.ts';
import type { WindowsUnderTest } from './windows-load-fixture.ts';

/** One measured figure beside its baseline from the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: string;
  readonly baselineValue: number;
  readonly ratio: number;
  readonly dropped: number;
  readonly late: number;
  readonly n: number;
}

const POLICY: WindowPolicy = {
  outOfOrdernessMs: 10_000,
  allowedLatenessMs: 120_000,
  idleAfterMs: 60_000,
  dedupMs: 140_000,
  watermarkPer: 'entity',
};
const RUNS = 3;
/** Updates between two looks at the clock for the longest pause. */
const PAUSE_MASK = 1_023;
const LONGEST_PAUSE_MS = 15;
const NAIVE = 'Map of objects';
const RXJS = 'rxjs, one window of 10 s, no dedup or lateness';

/**
 * Benchmarks by name: updates per second of CPU time with ticks every second of event time, bytes per series, and the longest pauses
 * (CPU time, some 4 ms rough; garbage collection by the clock). Each best of three runs, that is, the smallest of their longest
 * pauses: what is the engine's own comes in every run (garbage collection: the largest of all). Baselines run between, on the same load.
 */
export const benches: Record<string, () => Promise<Figure[]>> = {
  'windows.10k': async () => [
    ...(await measure('windows.10k', new WindowLoad(10_000, 1_000_000, 'periodic'))),
    ...(await measure('windows.10k.shuffled', new WindowLoad(10_000, 1_000_000, 'shuffled'))),
  ],
  'windows.100k': async () => [
    ...(await measure('windows.100k', new WindowLoad(100_000, 3_000_000, 'periodic'))),
    ...(await measure('windows.100k.quantiles', new WindowLoad(100_000, 3_000_000, 'periodic'), true)),
  ],
  'windows.pond': comparePond,
  'windows.1m': () => measure('windows.1m', new WindowLoad(1_000_000, 18_000_000, 'periodic')),
};

/** The engine and pondjs on one load, small enough for pondjs; no figure where `METROPANE_BENCH_PEERS` names no folder with it. */
async function comparePond(): Promise<Figure[]> {
  const folder = process.env['METROPANE_BENCH_PEERS'];
  if (folder === undefined) return [];
  const load = new WindowLoad(1_000, 60_000, 'periodic');
  const ours = await drive(() => makeEngine(load.seriesCount, false), load);
  const pond = await drive(() => makePondWindows(folder), load);
  return [
    {
      name: 'windows.pond',
      value: ours.rate,
      unit: 'updates/s',
      baseline: 'pondjs, one window of 10 s, no dedup or lateness',
      baselineValue: pond.rate,
      ratio: ours.rate / pond.rate,
      dropped: ours.dropped + pond.dropped,
      late: ours.late,
      n: load.updates,
    },
  ];
}

interface Driven {
  readonly rate: number;
  readonly bytes: number;
  readonly late: number;
  readonly dropped: number;
  readonly gcMs: number;
  readonly tickMs: number;
  readonly pauseMs: number;
}

async function measure(name: string, load: WindowLoad, keepsQuantiles = false): Promise<Figure[]> {
  // What allocates an object per pane does not fit into memory with a million series.
  const peerLoad = load.seriesCount > 100_000 ? new WindowLoad(100_000, 2_000_000, 'periodic') : load;
  const at = peerLoad === load ? '' : ' (100k series)';
  const ours: Driven[] = [];
  let naive: Driven | undefined;
  let rxjs: Driven | undefined;
  for (let run = 0; run < RUNS; run++) {
    ours.push(await drive(() => makeEngine(load.seriesCount, keepsQuantiles), load));
    naive ??= await drive(() => makeNaiveWindows(peerLoad.seriesCount, POLICY), peerLoad);
    rxjs ??= await drive(makeRxjsWindows, peerLoad);
  }
  const best = (of: (driven: Driven) => number): number => Math.min(...ours.map(of));
  const rate = Math.max(...ours.map((driven) => driven.rate));
  const { late, dropped } = ours[0]!;
  const figure = (suffix: string, unit: string, pair: [value: number, baselineValue: number]): Figure => ({
    name: `${name}${suffix}`,
    value: pair[0],
    unit,
    baseline: NAIVE + at,
    baselineValue: pair[1],
    ratio: pair[0] / Math.max(pair[1], 1e-9),
    dropped,
    late,
    n: load.updates,
  });
  const bounded = (suffix: string, ms: number): Figure => ({
    ...figure(suffix, 'ms, longest', [ms, LONGEST_PAUSE_MS]),
    baseline: 'the pause allowed',
  });
  return [
    figure('', 'updates/s', [rate, naive!.rate]),
    { ...figure('.peer', 'updates/s', [rate, rxjs!.rate]), baseline: RXJS + at },
    figure('.memory', 'bytes/series', [best((driven) => driven.bytes), naive!.bytes]),
    figure('.pause', 'ms, longest 1,024 updates', [best((driven) => driven.pauseMs), naive!.pauseMs]),
    bounded(
      '.tick',
      best((driven) => driven.tickMs),
    ),
    bounded('.gc', Math.max(...ours.map((driven) => driven.gcMs))),
  ];
}

async function drive(make: () => WindowsUnderTest, load: WindowLoad): Promise<Driven> {
  const collections: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // The engine is measured, not the collection that was asked for before it.
      const { flags } = (entry as unknown as { detail: { flags: number } }).detail;
      if ((flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) === 0) collections.push(entry.duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  collectGarbage();
  const windows = make();
  await setImmediate();
  collections.length = 0;
  const timed = run(windows, load);
  await setImmediate();
  observer.disconnect();
  return {
    ...timed,
    gcMs: Math.max(0, ...collections),
    bytes: windows.bytes() / load.seriesCount,
    dropped: windows.dropped(),
  };
}

function run(windows: WindowsUnderTest, load: WindowLoad): Omit<Driven, 'gcMs' | 'bytes' | 'dropped'> {
  const events = makeEvents();
  let late = 0;
  let tickMs = 0;
  let pauseMs = 0;
  let spentMs = 0;
  let nextTickMs = -1;
  for (let from = 0; from < load.updates; from += events.tMs.length) {
    const count = load.fill(events, from);
    if (nextTickMs < 0) nextTickMs = events.arrivalMs[0]!;
    const startedMs = cpuMs();
    let lookedMs = startedMs;
    for (let at = 0; at < count; at++) {
      if (events.arrivalMs[at]! >= nextTickMs) {
        const beforeMs = cpuMs();
        windows.tick(nextTickMs);
        tickMs = Math.max(tickMs, cpuMs() - beforeMs);
        nextTickMs += 1_000;
      }
      if (windows.update(events, at) === 'late') late++;
      if ((at & PAUSE_MASK) !== PAUSE_MASK) continue;
      const nowMs = cpuMs();
      pauseMs = Math.max(pauseMs, nowMs - lookedMs);
      lookedMs = nowMs;
    }
    spentMs += cpuMs() - startedMs;
  }
  return { rate: (load.updates / spentMs) * 1_000, late, tickMs, pauseMs };
}

/** CPU time of this thread: what other processes take from it is not the engine's. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function makeEngine(seriesCount: number, keepsQuantiles: boolean): WindowsUnderTest {
  const limits = {
    seriesLimit: seriesCount * 2,
    dedupLimit: seriesCount * 32,
    quantileLimit: seriesCount * 512,
  };
  const engine = new WindowEngine({ sink: null, ...limits });
  const feed = engine.addFeed(POLICY);
  for (let series = 0; series < seriesCount; series++) {
    engine.addSeries(engine.addSource(feed));
    if (keepsQuantiles) engine.keepQuantiles(series);
  }
  return {
    update(events, at) {
      const series = events.series[at]!;
      engine.beginObservation(series, events.tMs[at]!, events.arrivalMs[at]!);
      return engine.accept(series, events.value[at]!);
    },
    tick: (nowMs) => engine.tick(nowMs),
    bytes: () => engine.memoryBytes().total,
    dropped() {
      const { seriesRefused, dedupEvicted, quantilesLost } = engine.counters();
      return seriesRefused + dedupEvicted + quantilesLost;
    },
  };
}
