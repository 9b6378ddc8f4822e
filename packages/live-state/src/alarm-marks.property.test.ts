import { exactSum, forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { AlarmMarks } from './alarm-marks.ts';
import { applyLayerDiff, makeLayerTable } from './layer-table.ts';
import type { LayerTable } from './layer-table.ts';
import {
  isCalling,
  lookOf,
  MARK_LEVELS,
  markLayerId,
  markLevelOf,
  marksOf,
  markTileOf,
} from './mark-levels.ts';
import type { AlarmMark, MarkedAlarm } from './mark-levels.ts';

const STATES = [
  'unacknowledged',
  'acknowledged',
  'returned-unacknowledged',
  'latched-acknowledged',
  'shelved',
  'suppressed',
] as const;
const LEVELS = [8, 9, 11, 12, 13, 15, 17];

/** The marks of a level made anew from all alarms, as the rules say it. */
function naiveMarks(alarms: Iterable<MarkedAlarm>, level: number): AlarmMark[] {
  const tiles = new Map<string, MarkedAlarm[]>();
  for (const alarm of alarms) {
    if (alarm.loc === undefined || alarm.priority === 1 || lookOf(alarm) === 'shelved') continue;
    const tile = markTileOf(alarm.loc, level);
    tiles.set(tile, [...(tiles.get(tile) ?? []), alarm]);
  }
  const calls = (alarm: MarkedAlarm): boolean => alarm.isAnnunciated && isCalling(alarm);
  return [...tiles].flatMap(([id, inside]) => {
    if (inside.length <= 3)
      return inside.map((alarm) => ({
        ...{ id: alarm.id, loc: alarm.loc!, count: 1, priority: alarm.priority },
        ...{ isCalling: calls(alarm), isReturned: lookOf(alarm) === 'returned' },
      }));
    const priority = Math.min(...inside.map((alarm) => alarm.priority)) as AlarmMark['priority'];
    const mean = (axis: 0 | 1): number => exactSum(inside.map(({ loc }) => loc![axis])) / inside.length;
    const worst = inside.filter((alarm) => alarm.priority === priority);
    return [
      {
        ...{ id, count: inside.length, loc: [mean(0), mean(1)] as const, priority },
        ...{ isCalling: inside.some(calls), isReturned: worst.every((a) => lookOf(a) === 'returned') },
      },
    ];
  });
}

/** Places may differ by the rounding to the grid. */
function expectSame(shown: readonly AlarmMark[], wanted: readonly AlarmMark[]): void {
  const sorted = (marks: readonly AlarmMark[]) => marks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const plain = (marks: readonly AlarmMark[]) => sorted(marks).map((mark) => ({ ...mark, loc: [] }));
  expect(plain(shown)).toEqual(plain(wanted));
  const places = (marks: readonly AlarmMark[]) => sorted(marks).flatMap(({ loc }) => loc);
  for (const [i, deg] of places(shown).entries())
    expect(Math.abs(deg - places(wanted)[i]!)).toBeLessThan(2e-7);
}

function makeScreen(): { tables: Map<number, LayerTable>; follow(marks: AlarmMarks): number } {
  const tables = new Map<number, LayerTable>();
  const follow = (marks: AlarmMarks): number => {
    let rows = 0;
    for (const [id, diff] of marks.take()) {
      const level = Number(id.slice('~alarms-'.length));
      const table = tables.get(level) ?? makeLayerTable(diff.schema);
      applyLayerDiff(table, diff);
      tables.set(level, table);
      rows +=
        diff.removed.length + diff.named.rows.length + diff.moved.rows.length + diff.measured.rows.length;
    }
    return rows;
  };
  return { tables, follow };
}

test('[L18] whatever comes, changes and goes, the marks of every level are those made anew from all alarms', () => {
  forSeeds('alarm marks', 25, (rng) => {
    const marks = new AlarmMarks();
    const screen = makeScreen();
    const alarms = new Map<string, MarkedAlarm>();
    const pick = <T>(of: readonly T[]): T => of[rng.int(of.length)]!;
    const spread = pick([0.001, 0.02, 0.5]);
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < 25; i++) {
        const id = `a-${rng.int(60)}`;
        if (rng.next() < 0.25) {
          alarms.delete(id);
          marks.remove(id);
          continue;
        }
        const place = [106.7 + rng.next() * spread, 10.75 + rng.next() * spread] as const;
        const loc =
          rng.next() < 0.1 ? undefined : ((rng.next() < 0.5 ? alarms.get(id)?.loc : undefined) ?? place);
        const alarm: MarkedAlarm = {
          ...{ id, state: pick(STATES), isAnnunciated: rng.next() < 0.7, loc },
          priority: pick([1, 2, 3, 3, 4, 4]),
        };
        alarms.set(id, alarm);
        marks.put(alarm);
      }
      screen.follow(marks);
      for (const level of LEVELS)
        expectSame(marksOf(screen.tables.get(level)), naiveMarks(alarms.values(), level));
    }
    for (const id of alarms.keys()) marks.remove(id);
    screen.follow(marks);
    for (const level of LEVELS) expect(marksOf(screen.tables.get(level))).toEqual([]);
  });
});

const alarm = (id: string, more: Partial<MarkedAlarm> = {}): MarkedAlarm => ({
  ...{ id, priority: 3, state: 'acknowledged', isAnnunciated: true, loc: [106.7, 10.77] },
  ...more,
});

test('[L18] a life-threatening alarm is never counted in a mark, and makes none', () => {
  const marks = new AlarmMarks();
  const screen = makeScreen();
  for (const id of ['a', 'b', 'c', 'd']) marks.put(alarm(id));
  marks.put(alarm('p1', { priority: 1 }));
  screen.follow(marks);
  expect(marksOf(screen.tables.get(12))).toMatchObject([{ count: 4, priority: 3 }]);
  // One of the four turns out to be life-threatening: it leaves the cluster, which falls apart.
  marks.put(alarm('b', { priority: 1 }));
  screen.follow(marks);
  const ids = marksOf(screen.tables.get(12)).map(({ id }) => id);
  expect(ids.toSorted()).toEqual(['a', 'c', 'd']);
});

test('a value that climbs changes no mark, and an alarm that calls again is told by its cluster on every level', () => {
  const marks = new AlarmMarks();
  const screen = makeScreen();
  for (const id of ['a', 'b', 'c', 'd']) marks.put(alarm(id));
  expect(screen.follow(marks)).toBeGreaterThan(0);
  for (const id of ['a', 'b', 'c', 'd']) marks.put(alarm(id));
  expect(screen.follow(marks)).toBe(0);
  marks.put(alarm('c', { state: 'unacknowledged' }));
  // One row of figures per level: its id and place stand.
  expect(screen.follow(marks)).toBe(MARK_LEVELS.to - MARK_LEVELS.from + 1);
  for (const level of LEVELS)
    expect(marksOf(screen.tables.get(level))).toMatchObject([{ count: 4, isCalling: true }]);
});

test('every zoom has a level, and each level a layer of its own', () => {
  expect([3, 8, 11.9, 17, 22].map(markLevelOf)).toEqual([8, 8, 11, 17, 17]);
  expect(new Set(LEVELS.map(markLayerId)).size).toBe(LEVELS.length);
});
