import { expect, test } from 'vitest';
import { MOST_REM, readLayout, resized, USUAL_LAYOUT } from './desk-layout.ts';

test('what was kept comes back, and what is no layout is the usual one', () => {
  const own = resized(resized(USUAL_LAYOUT, 'left', 30), 'right', 35.1);
  expect(own).toEqual({ left: 30, right: 35 });
  expect(readLayout(JSON.stringify(own))).toEqual(own);
  for (const text of [null, '', 'null', '{', '[]', '{"left":"x"}'])
    expect(readLayout(text)).toEqual(USUAL_LAYOUT);
});

test('no column gets so wide or so narrow that the desk cannot be read', () => {
  expect(resized(USUAL_LAYOUT, 'left', 3).left).toBe(22);
  expect(readLayout('{"left":1e9,"right":30}')).toEqual({ left: MOST_REM, right: 30 });
});
