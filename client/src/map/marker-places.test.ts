import { describe, expect, test } from 'vitest';
import { clearOf, keptWhole, marksWithin, placeCallouts, spreadMarkers } from './marker-places.ts';
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

describe('marks and what stands over the map', () => {
  const size = { width: 1_000, height: 600 };
  const legend = { x: 12, y: 50, width: 240, height: 200 };
  const mark = (x: number, y: number) => ({ id: `${x},${y}`, x, y, r: 10 });
  const covers = (box: typeof legend, { x, y, r }: ReturnType<typeof mark>): boolean =>
    x + r > box.x && x - r < box.x + box.width && y + r > box.y && y - r < box.y + box.height;

  test('a mark under a legend comes out on the nearest side, others stay', () => {
    const [under, beside] = clearOf([mark(240, 150), mark(300, 150)], { boxes: [legend], size });
    expect(under).toMatchObject({ x: 264, y: 150 });
    expect(beside).toMatchObject({ x: 300, y: 150 });
  });

  test('one that the edge of the map cuts takes the way that is shortest once it is moved into the map', () => {
    const [moved] = clearOf([mark(4, 255)], { boxes: [legend], size });
    expect(moved).toMatchObject({ x: 10, y: 262 });
  });

  test('it never comes out beyond the edge of the map, nor under the next piece', () => {
    const chips = { x: 12, y: 12, width: 400, height: 30 };
    const [moved] = clearOf([mark(30, 60)], { boxes: [legend, chips], size });
    expect([legend, chips].some((box) => covers(box, moved!))).toBe(false);
    expect(moved!.x).toBeGreaterThanOrEqual(10);
    expect(moved!.y).toBeGreaterThanOrEqual(10);
  });

  test('wherever it is, it is not covered afterwards', () => {
    const boxes = [
      legend,
      { x: 12, y: 420, width: 160, height: 170 },
      { x: 660, y: 400, width: 330, height: 150 },
    ];
    for (let x = 10; x <= 990; x += 35)
      for (let y = 10; y <= 590; y += 29) {
        const [moved] = clearOf([mark(x, y)], { boxes, size });
        expect(boxes.filter((box) => covers(box, moved!))).toEqual([]);
      }
  });

  test('where everything is covered it stays: a mark at its place is better than none', () => {
    expect(clearOf([mark(500, 300)], { boxes: [{ x: 0, y: 0, ...size }], size })).toEqual([mark(500, 300)]);
  });
});
