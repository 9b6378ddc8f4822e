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

/** The load: every series once per 10 s with jitter, 2 % up to 8 s out of order, 1 % sent twice, ticks every second. */
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

/** Benchmarks by name; each returns updates per second and bytes per series against the naive engine of the same run. */
export const benches: Record<string, () => Promise<Figure[]>> = {
  'windows.10k': async () => measure('windows.10k', 10_000, 3_000_000),
  'windows.100k': async () => measure('windows.100k', 100_000, 4_000_000),
};

function measure(name: string, seriesCount: number, updates: number): Figure[] {
  // A short round first, so that neither side pays for being compiled.
  const warmUp = makeWorkload(1_000, 200_000);
  drive(makeEngine(warmUp.seriesCount), warmUp);
  drive(makeNaiveWindows(warmUp.seriesCount, POLICY), warmUp);
  const workload = makeWorkload(seriesCount, updates);
  const engine = drive(makeEngine(seriesCount), workload);
  const naive = drive(makeNaiveWindows(seriesCount, POLICY), workload);
  const shared = { baseline: BASELINE, dropped: 0, late: engine.late, n: updates };
  const rate = engine.updatesPerSecond;
  const naiveRate = naive.updatesPerSecond;
  const bytes = engine.bytesPerSeries;
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

export function drive(
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

export function makeEngine(seriesCount: number): WindowsUnderTest {
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

export function makeWorkload(seriesCount: number, updates: number): WindowWorkload {
  const rng = makeRng(`windows/${seriesCount}`);
  const workload = {
    series: new Uint32Array(updates),
    tMs: new Float64Array(updates),
    value: new Float64Array(updates),
    arrivalMs: new Float64Array(updates),
    seriesCount,
  };
  for (let at = 0; at < updates; at++) {
    const nowMs = START_MS + Math.floor((at / seriesCount) * PERIOD_MS);
    const isRepeat = at > seriesCount && rng.int(100) === 0;
    const copied = at - 1 - rng.int(Math.min(at, seriesCount) || 1);
    workload.arrivalMs[at] = nowMs;
    workload.series[at] = isRepeat ? workload.series[copied]! : (at * 7919) % seriesCount;
    const delayMs = rng.int(50) === 0 ? rng.int(8_000) : rng.int(200);
    workload.tMs[at] = isRepeat ? workload.tMs[copied]! : nowMs - delayMs;
    workload.value[at] = isRepeat ? workload.value[copied]! : Math.round(rng.normal() * 1_000) / 10;
  }
  return workload;
}
