import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import type { Tile } from '../live/wall-tile.ts';
import { type Box, type Camera, flightAt, offsetInPicture, shifted, spread } from './tile-camera.ts';
import { mercatorX, mercatorY } from './mercator.ts';

const HOME: Camera = { centre: [106.69, 10.785], zoom: 12.6 };
const SCREEN = { width: 1_920, height: 1_080 };

/** Where a place is drawn, in pixels of the room's picture from its upper left corner, by the map in `box` of one tile. */
function drawnAt(
  camera: Camera,
  { tile, box, gap }: { tile: Tile; box: Box; gap: { x: number; y: number } },
  [lon, lat]: readonly [number, number],
) {
  const { centre, zoom } = shifted(camera, offsetInPicture(tile, { screen: SCREEN, box, gap }));
  const world = 512 * 2 ** zoom;
  const inBox = {
    x: (mercatorX(lon) - mercatorX(centre[0])) * world + box.width / 2,
    y: (mercatorY(lat) - mercatorY(centre[1])) * world + box.height / 2,
  };
  return {
    x: tile.column * (SCREEN.width + gap.x) + box.x + inBox.x,
    y: tile.row * (SCREEN.height + gap.y) + box.y + inBox.y,
  };
}

test.each(Array.from({ length: 60 }, (_, n) => `tiles/${n}`))(
  'seed %s: every tile draws a place at the same point of the one picture, bezels counted',
  (seed) => {
    const rng = makeRng(seed);
    const [columns, rows] = [1 + rng.int(6), 1 + rng.int(4)];
    const gap = { x: rng.int(61), y: rng.int(61) };
    const place = [106.69 + (rng.next() - 0.5) * 0.4, 10.785 + (rng.next() - 0.5) * 0.4] as const;
    const points = Array.from({ length: columns * rows }, (_, i) => {
      const tile = { columns, rows, column: i % columns, row: Math.floor(i / columns) };
      const [x, y] = [rng.int(401), rng.int(301)];
      const box = {
        x,
        y,
        width: SCREEN.width - x - rng.int(401),
        height: SCREEN.height - y - rng.int(201),
      };
      return drawnAt(HOME, { tile, box, gap }, place);
    });
    for (const { x, y } of points) {
      expect(x).toBeCloseTo(points[0]!.x, 3);
      expect(y).toBeCloseTo(points[0]!.y, 3);
    }
  },
);

test('the camera looks at the middle of the whole picture', () => {
  const gap = { x: 12, y: 12 };
  const tile = { columns: 3, rows: 2, column: 1, row: 0 };
  const box = { x: 0, y: 0, ...SCREEN };
  const at = drawnAt(HOME, { tile, box, gap }, HOME.centre as [number, number]);
  expect(at.x).toBeCloseTo((3 * 1_920 + 2 * 12) / 2, 6);
  expect(at.y).toBeCloseTo((2 * 1_080 + 12) / 2, 6);
});

test('a wider picture shows the same city larger, a single row as large as one screen', () => {
  const at = (columns: number, rows: number) => spread(HOME, { columns, rows, column: 0, row: 0 }).zoom;
  expect(at(3, 2)).toBeCloseTo(13.6, 9);
  expect(at(4, 1)).toBe(12.6);
});

test('a flight begins and ends where it should, never leaps, and rises over a long way', () => {
  const far: Camera = { centre: [106.6, 8.7], zoom: 11 };
  expect(flightAt(HOME, far, 1)).toBe(far);
  const start = flightAt(HOME, far, 0);
  expect(start.centre[0]).toBeCloseTo(HOME.centre[0], 9);
  expect(start.zoom).toBeCloseTo(HOME.zoom, 9);
  const steps = Array.from({ length: 101 }, (_, i) => flightAt(HOME, far, i / 100));
  expect(Math.min(...steps.map(({ zoom }) => zoom))).toBeLessThan(9.5);
  for (let i = 1; i < steps.length; i++)
    expect(Math.abs(steps[i]!.zoom - steps[i - 1]!.zoom)).toBeLessThan(0.15);
  // A street away nothing rises.
  const near = flightAt(HOME, { ...HOME, centre: [106.7, 10.786] }, 0.5);
  expect(near.zoom).toBeCloseTo(HOME.zoom, 9);
});
