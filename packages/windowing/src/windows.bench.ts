import { makeRng } from '@metropane/base';
import { makeNaiveWindows } from './naive-windows-fixture.ts';
import { WindowEngine } from './window-engine.ts';
import type { WindowPolicy } from './window-policy.ts';

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

/** The load: every series once per 10 s with jitter, 2 % up to 8 s out of order, 1 % sent twice. */
export interface WindowWorkload {
  readonly series: Uint32Array;
  readonly tMs: Float64Array;
  readonly value: Float64Array;
  readonly arrivalMs: Float64Array;
  readonly seriesCount: number;
}

/** What both engines under test can do. */
export interface WindowsUnderTest {
  update(workload: WindowWorkload, at: number): 'counted' | 'duplicate' | 'conflict' | 'late';
  tick(nowMs: number): void;
  bytes(): number;
}

const POLICY: WindowPolicy = {
  outOfOrdernessMs: 10_000,
  allowedLatenessMs: 120_000,
  idleAfterMs: 60_000,
  dedupMs: 140_000,
  watermarkPer: 'entity',
};
const PERIOD_MS = 10_000;
const START_MS = Date.UTC(2026, 10, 23);
const BASELINE = 'Map of objects';

/** In which order the series report: as periodic sensors do, or a new order each time, which no cache can follow. */
type Order = 'periodic' | 'shuffled';

/**
 * Benchmarks by name: updates per second (best of three, ticks every second included) and bytes per series, against the naive
 * engine on the same load in the same run.
 */
export const benches: Record<string, () => Promise<Figure[]>> = {
  'windows.10k': async () => [
    ...measure('windows.10k', makeWorkload(10_000, 1_000_000, 'periodic')),
    ...measure('windows.10k.shuffled', makeWorkload(10_000, 1_000_000, 'shuffled')),
  ],
  'windows.100k': async () => measure('windows.100k', makeWorkload(100_000, 2_000_000, 'periodic')),
};

function measure(name: string, workload: WindowWorkload): Figure[] {
  const first = drive(makeEngine(workload.seriesCount), workload);
  const naive = drive(makeNaiveWindows(workload.seriesCount, POLICY), workload);
  const later = [1, 2].map(() => drive(makeEngine(workload.seriesCount), workload).updatesPerSecond);
  const shared = { baseline: BASELINE, dropped: 0, late: first.late, n: workload.tMs.length };
  const rate = Math.max(first.updatesPerSecond, ...later);
  const naiveRate = naive.updatesPerSecond;
  const bytes = first.bytesPerSeries;
  const naiveBytes = naive.bytesPerSeries;
  return [
    { name, value: rate, unit: 'updates/s', baselineValue: naiveRate, ratio: rate / naiveRate, ...shared },
    {
      name: `${name}.memory`,
      value: bytes,
      unit: 'bytes/series',
      baselineValue: naiveBytes,
      ratio: bytes / naiveBytes,
      ...shared,
    },
  ];
}

function drive(
  windows: WindowsUnderTest,
  workload: WindowWorkload,
): { updatesPerSecond: number; bytesPerSeries: number; late: number } {
  let late = 0;
  let nextTickMs = workload.arrivalMs[0]!;
  const started = performance.now();
  for (let at = 0; at < workload.tMs.length; at++) {
    const arrivalMs = workload.arrivalMs[at]!;
    if (arrivalMs >= nextTickMs) {
      windows.tick(nextTickMs);
      nextTickMs += 1_000;
    }
    if (windows.update(workload, at) === 'late') late++;
  }
  const seconds = (performance.now() - started) / 1_000;
  const bytesPerSeries = windows.bytes() / workload.seriesCount;
  return { updatesPerSecond: workload.tMs.length / seconds, bytesPerSeries, late };
}

function makeEngine(seriesCount: number): WindowsUnderTest {
  const engine = new WindowEngine({ sink: null });
  const feed = engine.addFeed(POLICY);
  for (let series = 0; series < seriesCount; series++) engine.addSeries(engine.addSource(feed));
  return {
    update(workload, at) {
      const series = workload.series[at]!;
      engine.beginObservation(series, workload.tMs[at]!, workload.arrivalMs[at]!);
      return engine.accept(series, workload.value[at]!);
    },
    tick: (nowMs) => engine.tick(nowMs),
    bytes: () => engine.memoryBytes().total,
  };
}

function makeWorkload(seriesCount: number, updates: number, order: Order): WindowWorkload {
  const rng = makeRng(`windows/${seriesCount}`);
  const workload = {
    series: new Uint32Array(updates),
    tMs: new Float64Array(updates),
    value: new Float64Array(updates),
    arrivalMs: new Float64Array(updates),
    seriesCount,
  };
  // Odd and no multiple of 5: a step that visits every series once per round, far apart.
  const stride = order === 'periodic' ? 1 : 7_919;
  for (let at = 0; at < updates; at++) {
    const nowMs = START_MS + Math.floor((at / seriesCount) * PERIOD_MS);
    workload.arrivalMs[at] = nowMs;
    if (at > seriesCount && rng.int(100) === 0) {
      repeat(workload, at, at - 1 - rng.int(seriesCount));
      continue;
    }
    const round = Math.floor(at / seriesCount);
    workload.series[at] = (at * stride + (order === 'periodic' ? 0 : round * 31)) % seriesCount;
    workload.tMs[at] = nowMs - (rng.int(50) === 0 ? rng.int(8_000) : rng.int(200));
    workload.value[at] = Math.round(rng.normal() * 1_000) / 10;
  }
  return workload;
}

function repeat(workload: WindowWorkload, at: number, earlier: number): void {
  workload.series[at] = workload.series[earlier]!;
  workload.tMs[at] = workload.tMs[earlier]!;
  workload.value[at] = workload.value[earlier]!;
}
