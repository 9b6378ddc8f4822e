import { makeRng } from '@metropane/base';
import { AlarmMarks } from './alarm-marks.ts';
import { markTileOf } from './mark-levels.ts';
import type { MarkedAlarm } from './mark-levels.ts';

/**
 * One publish that changes ten alarms of a room, as marks of all ten levels: against grouping all alarms anew for one zoom, which every
 * screen would do for itself. Alarms lie evenly over 50 × 45 km, which is worse for either than the clumps of a city.
 */
const CHANGES = 10;
const ROUNDS = 40;

export const benches = {
  'live-state.marks': () => Promise.resolve([10_000, 100_000].map(marksFigure)),
};

function marksFigure(count: number) {
  const rng = makeRng(`marks ${count}`);
  const alarms = Array.from({ length: count }, (_, i): MarkedAlarm => {
    const loc = [106.5 + rng.next() * 0.45, 10.6 + rng.next() * 0.4] as const;
    return {
      id: `a-${i}`,
      priority: rng.int(20) === 0 ? 1 : 3,
      state: 'unacknowledged',
      isAnnunciated: true,
      loc,
    };
  });
  const marks = new AlarmMarks();
  for (const alarm of alarms) marks.put(alarm);
  marks.take();
  const [kept, anew]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const changed = Array.from({ length: CHANGES }, () => alarms[rng.int(count)]!);
    const state = round % 2 === 0 ? 'acknowledged' : 'returned-unacknowledged';
    kept!.push(
      millisecondsOf(() => {
        for (const alarm of changed) marks.put({ ...alarm, state });
        marks.take();
      }),
    );
    if (round % 4 === 0) anew!.push(millisecondsOf(() => groupAnew(alarms)));
  }
  const [value, baselineValue] = [medianOf(kept!), medianOf(anew!)];
  return {
    ...{ name: `live-state.marks ${count} alarms`, value, unit: 'ms' },
    ...{ baseline: 'all alarms grouped anew for one zoom', baselineValue, ratio: baselineValue / value },
    ...{ dropped: 0, late: 0, n: ROUNDS },
  };
}

function groupAnew(alarms: readonly MarkedAlarm[]): number {
  const tiles = new Map<string, MarkedAlarm[]>();
  for (const alarm of alarms) {
    if (alarm.loc === undefined || alarm.priority === 1) continue;
    const tile = markTileOf(alarm.loc, 12);
    const inside = tiles.get(tile);
    if (inside === undefined) tiles.set(tile, [alarm]);
    else inside.push(alarm);
  }
  return tiles.size;
}

function millisecondsOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
