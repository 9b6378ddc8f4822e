import { cellCountOf } from '@metropane/live-state';
import { expect, test } from 'vitest';
import type { CityGround } from '../live/city-ground.ts';
import { coverChannels, nextCover } from './map-window.ts';
import type { MapCover, MapWindow } from './map-window.ts';

/** A window of 1,000 × 860 pixels, north-up. */
function windowAt(lon: number, zoom: number): MapWindow {
  const halfLon = (1_000 / 512 / 2 ** zoom) * 180;
  const halfLat = halfLon * 0.86;
  return { west: lon - halfLon, east: lon + halfLon, south: 10.776 - halfLat, north: 10.776 + halfLat };
}

test('a city in view is whole layers, a few streets are cells', () => {
  expect(nextCover(null, windowAt(106.7, 12.2))).toBe('whole');
  const close = nextCover(null, windowAt(106.7, 14.2));
  expect(close).not.toBe('whole');
  expect(cellCountOf(close as Exclude<MapCover, 'whole'>)).toBeLessThanOrEqual(30);
});

test('panning to and fro inside what is held asks for nothing', () => {
  const first = nextCover(null, windowAt(106.7, 14.2));
  let cover = first;
  for (const lon of [106.7005, 106.7, 106.6995, 106.7]) cover = nextCover(cover, windowAt(lon, 14.2));
  expect(cover).toBe(first);
});

test('panning on takes up what comes into view before it does', () => {
  let cover = nextCover(null, windowAt(106.7, 14.2));
  let asked = 0;
  for (let step = 1; step <= 300; step++) {
    const window = windowAt(106.7 + step * 0.0002, 14.2);
    const next = nextCover(cover, window);
    if (next !== cover) asked += 1;
    cover = next;
    expect(cover).not.toBe('whole');
    // The window's own cells, without any margin, are always there.
    expect(nextCover(cover, window)).toBe(cover);
  }
  // 0.06 degrees are five and a half cells.
  expect(asked).toBeGreaterThanOrEqual(4);
  expect(asked).toBeLessThanOrEqual(8);
});

test('zooming in gives up what is far outside, zooming at the limit does not go to and fro', () => {
  const wide = nextCover(null, windowAt(106.7, 13.9)) as Exclude<MapCover, 'whole'>;
  const near = nextCover(wide, windowAt(106.7, 15.5)) as Exclude<MapCover, 'whole'>;
  expect(cellCountOf(near)).toBeLessThan(cellCountOf(wide) / 2);
  const covers: string[] = [];
  let cover: MapCover = 'whole';
  for (let step = 0; step < 40; step++) {
    cover = nextCover(cover, windowAt(106.7, 13.6 + (step % 2) * 0.02));
    covers.push(cover === 'whole' ? 'whole' : 'cells');
  }
  expect(new Set(covers).size).toBe(1);
});

test('few stations are claimed as a whole with any cover', () => {
  const ground = {
    layers: [
      { id: 'air', metrics: [] },
      { id: 'transit', metrics: [] },
    ],
    stations: [{ domain: 'air' }],
  } as unknown as CityGround;
  expect(coverChannels(ground, 'whole')).toEqual(['layer:air', 'layer:transit']);
  expect(coverChannels(ground, { west: 1, east: 1, north: 2, south: 2 })).toEqual([
    'layer:air',
    'layer:transit@15/1/2',
    'layer:transit@none',
  ]);
});
