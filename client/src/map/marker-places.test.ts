import { expect, test } from 'vitest';
import { keptWhole, marksWithin, placeCallouts, spreadMarkers } from './marker-places.ts';
import type { Box, MarkerPoint } from './marker-places.ts';

const AREA: Box = { x: 0, y: 50, width: 1000, height: 600 };
const SIZE = { width: 200, height: 80 };

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('the most important mark keeps its place and the others step aside', () => {
  const marks = spreadMarkers([
    { id: 'p1', x: 100, y: 100, r: 20 },
    { id: 'p2', x: 100, y: 100, r: 20 },
    { id: 'p3', x: 104, y: 98, r: 12 },
    { id: 'far', x: 300, y: 300, r: 12 },
  ]);
  expect(marks[0]).toMatchObject({ x: 100, y: 100 });
  expect(marks[3]).toMatchObject({ x: 300, y: 300 });
  for (const [i, a] of marks.entries()) {
    for (const b of marks.slice(i + 1))
      expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan((a.r + b.r) * 0.8);
  }
});

test('boxes lie inside the area, apart from each other and from the marks', () => {
  const marks: MarkerPoint[] = [
    { id: 'a', x: 500, y: 300, r: 20 },
    { id: 'b', x: 540, y: 330, r: 20 },
    { id: 'c', x: 30, y: 80, r: 20 },
  ];
  const plans = placeCallouts(marks, { area: AREA, obstacles: [], size: SIZE, marks });
  expect(plans.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  for (const { box } of plans) {
    expect(box.x).toBeGreaterThanOrEqual(AREA.x);
    expect(box.y).toBeGreaterThanOrEqual(AREA.y);
    expect(box.x + box.width).toBeLessThanOrEqual(AREA.x + AREA.width);
    expect(box.y + box.height).toBeLessThanOrEqual(AREA.y + AREA.height);
  }
  expect(overlaps(plans[0]!.box, plans[1]!.box)).toBe(false);
  expect(overlaps(plans[0]!.box, { x: 520, y: 310, width: 40, height: 40 })).toBe(false);
});

test('a mark outside the area gets no box, and the leader ends at the box', () => {
  const marks: MarkerPoint[] = [
    { id: 'out', x: 500, y: 900, r: 20 },
    { id: 'in', x: 900, y: 300, r: 20 },
  ];
  const [plan, ...none] = placeCallouts(marks, { area: AREA, obstacles: [], size: SIZE, marks });
  expect(none).toEqual([]);
  const end = plan!.leader[2]!;
  expect(plan!.id).toBe('in');
  expect([plan!.box.x, plan!.box.x + plan!.box.width]).toContain(end[0]);
});

const MAP_SIZE = { width: 400, height: 300 };
const at = (x: number, y: number) => ({ id: `${x},${y}`, x, y, r: 10 });

test('a mark stands on exactly one screen of a picture, also behind the bezel, and no edge cuts it', () => {
  // The right screen begins 430 px to the right of the left one: 30 px lie behind the bezels.
  const left = { right: 30, below: 0 };
  for (let x = 0; x < 830; x += 1) {
    const ofLeft = marksWithin([at(x, 150)], MAP_SIZE, left);
    const ofRight = marksWithin([at(x - 430, 150)], MAP_SIZE, { right: 0, below: 0 });
    expect(ofLeft.length + ofRight.length, `at ${x}`).toBe(1);
    for (const { x: shown } of keptWhole([...ofLeft, ...ofRight], MAP_SIZE)) {
      expect(shown).toBeGreaterThanOrEqual(10);
      expect(shown).toBeLessThanOrEqual(390);
    }
  }
});

test('a map of its own shows every mark that touches it, where it stands', () => {
  const marks = [at(-9, 150), at(-11, 150), at(200, 309), at(200, 311)];
  expect(marksWithin(marks, MAP_SIZE, null)).toEqual([marks[0], marks[2]]);
});
