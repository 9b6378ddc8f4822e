import { expect, test } from 'vitest';
import { LAYOUT, MOST_REM, moved, placedColumns, resized, shown, USUAL_LAYOUT } from './desk-layout.ts';

test('what was kept comes back, and what is no layout is the usual one', () => {
  const own = shown(
    moved(resized(resized(USUAL_LAYOUT, 'left', 30), 'right', 35.1), 'queue', 1),
    'stats',
    false,
  );
  expect(own).toEqual({ left: 30, right: 35, order: ['map', 'queue', 'detail'], hidden: ['stats'] });
  expect(LAYOUT.read(JSON.parse(JSON.stringify(own)))).toEqual(own);
  for (const value of [
    null,
    3,
    'x',
    [],
    { left: 'x' },
    { order: ['map', 'map', 'queue'] },
    { hidden: ['queue'] },
  ])
    expect(LAYOUT.read(value), JSON.stringify(value)).toEqual(USUAL_LAYOUT);
});

test('no column gets so wide or so narrow that the desk cannot be read', () => {
  expect(resized(USUAL_LAYOUT, 'left', 3).left).toBe(22);
  expect(LAYOUT.read({ left: 1e9, right: 30 })).toMatchObject({ left: MOST_REM, right: 30 });
});

test('a column at the end stays there; a part is shown again in its place', () => {
  expect(moved(USUAL_LAYOUT, 'queue', -1)).toBe(USUAL_LAYOUT);
  expect(moved(USUAL_LAYOUT, 'detail', 1)).toBe(USUAL_LAYOUT);
  const less = shown(shown(USUAL_LAYOUT, 'stats', false), 'map', false);
  expect(less.hidden).toEqual(['map', 'stats']);
  expect(shown(shown(less, 'map', true), 'stats', true)).toEqual(USUAL_LAYOUT);
});

test('the map takes what the others leave; edges lie where it begins', () => {
  expect(placedColumns(USUAL_LAYOUT)).toEqual([
    { column: 'queue', rem: 27, edge: 'right', outerRem: 27, outerCount: 1 },
    { column: 'map', rem: null, edge: null, outerRem: 0, outerCount: 0 },
    { column: 'detail', rem: 29, edge: 'left', outerRem: 29, outerCount: 1 },
  ]);
  const mapLast = placedColumns({ ...USUAL_LAYOUT, order: ['detail', 'queue', 'map'] });
  expect(
    mapLast.map(({ column, edge, outerRem, outerCount }) => [column, edge, outerRem, outerCount]),
  ).toEqual([
    ['detail', 'right', 29, 1],
    ['queue', 'right', 56, 2],
    ['map', null, 0, 0],
  ]);
});

test('without a map the detail takes the rest, on whichever side it stands', () => {
  const noMap = shown(USUAL_LAYOUT, 'map', false);
  expect(placedColumns(noMap)).toEqual([
    { column: 'queue', rem: 27, edge: 'right', outerRem: 27, outerCount: 1 },
    { column: 'detail', rem: null, edge: null, outerRem: 0, outerCount: 0 },
  ]);
  const turned = placedColumns({ ...noMap, order: ['detail', 'map', 'queue'] });
  expect(turned.map(({ column, rem, edge }) => [column, rem, edge])).toEqual([
    ['detail', null, null],
    ['queue', 27, 'left'],
  ]);
});

test('of two windows each keeps what it changed', () => {
  const mine = resized(USUAL_LAYOUT, 'left', 30);
  const theirs = shown(USUAL_LAYOUT, 'stats', false);
  expect(LAYOUT.merge({ base: USUAL_LAYOUT, mine, theirs })).toEqual({
    ...USUAL_LAYOUT,
    left: 30,
    hidden: ['stats'],
  });
});
