import { expect, test } from 'vitest';
import { placeBeside } from './place-beside.ts';

const PAGE = { width: 1920, height: 1080 };
const BOX = { width: 760, height: 420 };
const anchor = (left: number, top: number) => ({ left, top, width: 60, height: 30 });

test('to the right where there is room, with the arrow level with the figure', () => {
  expect(placeBeside(anchor(200, 500), BOX, PAGE)).toEqual({ side: 'left', left: 272, top: 305, arrow: 210 });
});

test('to the left of a figure at the right edge', () => {
  expect(placeBeside(anchor(1800, 500), BOX, PAGE)).toMatchObject({ side: 'right', left: 1028 });
});

test('kept inside the page, the arrow still on the figure', () => {
  expect(placeBeside(anchor(200, 20), BOX, PAGE)).toMatchObject({ top: 8, arrow: 27 });
  expect(placeBeside(anchor(200, 1040), BOX, PAGE)).toMatchObject({ top: 652, arrow: 402 });
});

test('below or above in a narrow page, and nowhere rather than over the figure', () => {
  const narrow = { width: 900, height: 1080 };
  expect(placeBeside(anchor(400, 100), BOX, narrow)).toMatchObject({ side: 'top', top: 142, left: 50 });
  expect(placeBeside(anchor(400, 900), BOX, narrow)).toMatchObject({ side: 'bottom', top: 468 });
  expect(placeBeside(anchor(400, 400), { width: 760, height: 700 }, narrow)).toBeNull();
});
