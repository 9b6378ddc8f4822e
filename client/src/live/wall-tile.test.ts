import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import type { CityGround, CityScene, CityWall } from './city-ground.ts';
import { fontPx, panelsOfTile, partOf, tileOf, wallOf, wallUnit } from './wall-tile.ts';

const HALL: CityWall = { room: 'hall', grid: { columns: 3, rows: 2 } };
const SCENE: CityScene = {
  id: 'overview',
  name: { vi: '', en: '' },
  left: ['incidents', 'feeds'],
  middle: ['bars'],
  right: ['corridors', 'tide', 'air'],
};
const shownOn = (screen: string, wall = HALL, scene = SCENE) =>
  panelsOfTile(scene, { wall, tile: tileOf(wall, screen) });

test('screens are numbered from 1, row by row; what is no screen of the grid shows everything', () => {
  expect(tileOf(HALL, '1')).toEqual({ columns: 3, rows: 2, column: 0, row: 0 });
  expect(tileOf(HALL, '6')).toEqual({ columns: 3, rows: 2, column: 2, row: 1 });
  for (const screen of ['0', '7', 'left', '-1', '1.5']) expect(tileOf(HALL, screen)).toBeNull();
  expect(tileOf({ room: 'one', grid: { columns: 1, rows: 1 } }, '1')).toBeNull();
  expect(tileOf({ room: 'main' }, '1')).toBeNull();
  expect(wallOf({ walls: [HALL] } as unknown as CityGround, 'main')).toBeNull();
});

test('panels of a scene hang on the outer screens: left, right and lowest', () => {
  expect(shownOn('1')).toEqual({ left: ['incidents'], middle: [], right: [] });
  expect(shownOn('4')).toEqual({ left: ['feeds'], middle: ['bars'], right: [] });
  expect(shownOn('3')).toEqual({ left: [], middle: [], right: ['corridors'] });
  // Header and figures lie over the upper row: the lower one has the room for two.
  expect(shownOn('6')).toEqual({ left: [], middle: [], right: ['tide', 'air'] });
  expect(shownOn('2')).toEqual({ left: [], middle: [], right: [] });
  expect(shownOn('9')).toBe(SCENE);
});

test('what the wall names for a scene counts, and for that scene alone', () => {
  const wall = { ...HALL, panels: { overview: { '2': ['incidents'], '6': ['tide'] } } };
  expect(shownOn('2', wall)).toEqual({ left: [], middle: [], right: ['incidents'] });
  expect(shownOn('1', wall)).toEqual({ left: [], middle: [], right: [] });
  expect(shownOn('1', wall, { ...SCENE, id: 'water' }).left).toEqual(['incidents']);
});

test.each(Array.from({ length: 40 }, (_, n) => `tiles/${n}`))(
  'seed %s: a grid shows every panel of a scene once',
  (seed) => {
    const rng = makeRng(seed);
    const ids = (prefix: string) => Array.from({ length: rng.int(5) }, (_, i) => `${prefix}${i}`);
    const [columns, rows] = [1 + rng.int(5), 1 + rng.int(4)];
    const wall = { room: 'hall', grid: { columns, rows } };
    const scene = { ...SCENE, left: ids('l'), middle: ids('m'), right: ids('r') };
    if (columns * rows === 1) return;
    const shown = Array.from({ length: columns * rows }, (_, i) => shownOn(String(i + 1), wall, scene));
    const flat = shown.flatMap(({ left, middle, right }) => [...left, ...middle, ...right]);
    expect(flat.toSorted()).toEqual([...scene.left, ...scene.middle, ...scene.right].toSorted());
  },
);

test('a list is cut evenly and in order', () => {
  expect([0, 1, 2].map((i) => partOf([1, 2, 3, 4, 5, 6, 7, 8], i, 3))).toEqual([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8],
  ]);
  expect([0, 1, 2].map((i) => partOf([1], i, 3))).toEqual([[1], [], []]);
});

test('sizes follow from pitch and distance: 16 arcminutes at the viewer’s eye, whatever the panel', () => {
  // A capital of 0.72 em at 3 m, seen under 16 arcminutes, is 3,000 mm × tan(16′) = 13.96 mm high.
  const px = fontPx({ pitchMm: 0.53, distanceM: 3 }, 16);
  expect(px * 0.72 * 0.53).toBeCloseTo(3_000 * Math.tan((16 / 60) * (Math.PI / 180)), 1);
  // At the design's size of 11 px of 1920 this panel is read from 0.9 m: further away everything grows with the distance.
  expect(wallUnit({ pitchMm: 0.53, distanceM: 0.8 }, 1_920)).toBe(1);
  const unit = wallUnit({ pitchMm: 0.53, distanceM: 3 }, 1_920);
  // Text of level 1 asks for the most, and then nothing is too small.
  expect(unit * 13.5).toBeCloseTo(fontPx({ pitchMm: 0.53, distanceM: 3 }, 20), 6);
  expect(unit * 11).toBeGreaterThanOrEqual(px);
  // The same panel with four times the pixels needs the same part of its width.
  expect(wallUnit({ pitchMm: 0.265, distanceM: 3 }, 3_840)).toBeCloseTo(unit, 6);
  expect(wallUnit({}, 1_920)).toBe(1);
});
