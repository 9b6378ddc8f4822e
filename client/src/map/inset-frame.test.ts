import { expect, test } from 'vitest';
import type { CityInset, LonLat } from '../live/city-ground.ts';
import { frameOfBox, frameOfView, insetsShown, isWithin, placeIn, rectIn } from './inset-frame.ts';

const CITY = inset('whole-city', [106.3, 10.3, 107.6, 11.5]);
const ISLANDS = inset('con-dao', [106.52, 8.6, 106.72, 8.79]);
const PORT = inset('vung-tau', [107.02, 10.31, 107.28, 10.54]);

test('an inset within another one is left out; a box that is given twice stays twice', () => {
  expect(insetsShown([CITY, ISLANDS, PORT])).toEqual([CITY, ISLANDS]);
  expect(insetsShown([ISLANDS, { ...ISLANDS, id: 'again' }])).toHaveLength(2);
});

test('the whole box is in the frame and touches two of its edges', () => {
  const frame = frameOfBox(ISLANDS.bbox, { width: 160, height: 136 });
  const [west, south, east, north] = ISLANDS.bbox;
  const [topLeft, bottomRight] = [placeIn(frame, [west, north]), placeIn(frame, [east, south])];
  expect(topLeft.y).toBeCloseTo(0, 6);
  expect(bottomRight.y).toBeCloseTo(136, 6);
  expect(topLeft.x).toBeGreaterThan(0);
  expect(bottomRight.x).toBeLessThan(160);
  expect(topLeft.x + bottomRight.x).toBeCloseTo(160, 6);
});

test('a place is where the map of the same zoom has it: 512 px per world at zoom 0', () => {
  const frame = frameOfView({ centre: [0, 0], zoom: 0 }, { width: 512, height: 512 });
  expect(placeIn(frame, [0, 0])).toEqual({ x: 256, y: 256 });
  expect(placeIn(frame, [90, 0]).x).toBeCloseTo(384, 6);
});

test('islands far out at sea are in their inset and not in the main view', () => {
  const place: LonLat = [106.606, 8.683];
  const main = frameOfView({ centre: [106.695, 10.788], zoom: 12.2 }, { width: 1_055, height: 730 });
  const frame = frameOfBox(ISLANDS.bbox, { width: 160, height: 136 });
  expect(isWithin(placeIn(main, place), box(main))).toBe(false);
  expect(isWithin(placeIn(frame, place), box(frame))).toBe(true);
  expect(isWithin(placeIn(main, [106.7, 10.78]), box(main))).toBe(true);
});

test('the main view lies in the inset where its corners do', () => {
  const main = frameOfView({ centre: [106.695, 10.788], zoom: 12.2 }, { width: 1_055, height: 730 });
  const frame = frameOfBox(CITY.bbox, { width: 160, height: 136 });
  const rect = rectIn(frame, main);
  const middle = placeIn(frame, [106.695, 10.788]);
  expect(rect.x + rect.width / 2).toBeCloseTo(middle.x, 6);
  expect(rect.y + rect.height / 2).toBeCloseTo(middle.y, 6);
  expect(rect.width / rect.height).toBeCloseTo(1_055 / 730, 6);
});

function inset(id: string, bbox: CityInset['bbox']): CityInset {
  return { id, name: { vi: id, en: id }, bbox };
}

function box({ width, height }: { width: number; height: number }) {
  return { x: 0, y: 0, width, height };
}
