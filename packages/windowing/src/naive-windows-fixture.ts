import { SLICE_MS, WINDOW_NAMES, windowLengthMs } from './window-length.ts';
import type { WindowPolicy } from './window-policy.ts';
import type { WindowsUnderTest } from './windows-load-fixture.ts';

interface ObjectPane {
  n: number;
  sum: number;
  min: number;
  max: number;
  first: number;
  firstT: number;
  last: number;
  lastT: number;
}

interface ObjectSeries {
  maxEventMs: number;
  watermarkMs: number;
  panes: Map<number, ObjectPane>[];
  seen: Map<string, number>;
}

/** What one writes first: objects in Maps, one pane per window and length, identities as strings. The baseline of the benchmarks. */
export function makeNaiveWindows(seriesCount: number, policy: WindowPolicy): WindowsUnderTest {
  const heapBefore = heapUsed();
  const lengths = WINDOW_NAMES.map((window) => windowLengthMs(window));
  const all: ObjectSeries[] = Array.from({ length: seriesCount }, () => ({
    maxEventMs: -Infinity,
    watermarkMs: -Infinity,
    panes: lengths.map(() => new Map<number, ObjectPane>()),
    seen: new Map<string, number>(),
  }));
  return {
    update(events, at) {
      const series = all[events.series[at]!]!;
      const tMs = events.tMs[at]!;
      const value = events.value[at]!;
      const key = `${tMs}/${value}`;
      const isLate =
        (Math.floor(tMs / SLICE_MS) + 1) * SLICE_MS + policy.allowedLatenessMs <= series.watermarkMs;
      series.maxEventMs = Math.max(series.maxEventMs, tMs);
      series.watermarkMs = series.maxEventMs - policy.outOfOrdernessMs;
      if (series.seen.has(key)) return 'duplicate';
      series.seen.set(key, tMs);
      if (isLate) return 'late';
      for (const [level, lengthMs] of lengths.entries()) {
        addToPane(series.panes[level]!, Math.floor(tMs / lengthMs) * lengthMs, { tMs, value });
      }
      forget(series, lengths, policy);
      return 'counted';
    },
    tick() {},
    bytes: () => heapUsed() - heapBefore,
    dropped: () => 0,
  };
}

function addToPane(
  panes: Map<number, ObjectPane>,
  start: number,
  event: { tMs: number; value: number },
): void {
  const { tMs, value } = event;
  const pane = panes.get(start);
  if (pane === undefined) {
    panes.set(start, {
      n: 1,
      sum: value,
      min: value,
      max: value,
      first: value,
      firstT: tMs,
      last: value,
      lastT: tMs,
    });
    return;
  }
  pane.n++;
  pane.sum += value;
  pane.min = Math.min(pane.min, value);
  pane.max = Math.max(pane.max, value);
  if (tMs < pane.firstT) {
    pane.first = value;
    pane.firstT = tMs;
  }
  if (tMs >= pane.lastT) {
    pane.last = value;
    pane.lastT = tMs;
  }
}

function forget(series: ObjectSeries, lengths: readonly number[], policy: WindowPolicy): void {
  for (const [level, lengthMs] of lengths.entries()) {
    for (const start of series.panes[level]!.keys()) {
      if (start + lengthMs + policy.allowedLatenessMs > series.watermarkMs) break;
      series.panes[level]!.delete(start);
    }
  }
  for (const [key, tMs] of series.seen) {
    if (tMs >= series.maxEventMs - policy.dedupMs) break;
    series.seen.delete(key);
  }
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** So that nobody is measured with what the one before left behind. */
export function collectGarbage(): void {
  const v8 = process.getBuiltinModule('node:v8');
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
