import type { Rng } from '@metropane/base';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { bySurprise, LEAST, surpriseOf } from './surprise.ts';
import type { Values } from './surprise.ts';

test('the z of a hand-made hour is that of the textbook', () => {
  // 1..7 eight times: median 4, deviations 0,1,1,2,2,3,3 → MAD 2.
  const week = [1, 2, 3, 4, 5, 6, 7];
  const said = surpriseOf({ values: [4, 4, 4, 4, 4, 4, 14], weeks: Array<Values>(8).fill(week) });
  expect(said).toMatchObject({
    kind: 'ranked',
    peak: 6,
    value: 14,
    usual: { median: 4 },
    asFar: 0,
    weeks: 8,
    n: 56,
  });
  expect(said.kind === 'ranked' && said.z).toBeCloseTo(10 / (1.4826 * 2), 10);
  expect(said.kind === 'ranked' && said.chance).toBeCloseTo(1 / 9, 12);
});

test('an hour like the others is told as extreme as chance makes it, no more often', () => {
  let extreme = 0;
  let runs = 0;
  forSeeds('surprise-null', 2_000, (rng) => {
    const hour = (): Values => Array.from({ length: 12 }, () => noise(rng));
    const said = surpriseOf({ values: hour(), weeks: Array.from({ length: 8 }, hour) });
    if (said.kind !== 'ranked') throw new Error('it has enough values');
    runs += 1;
    if (said.asFar === 0) extreme += 1;
  });
  // One in nine; three standard errors of 2,000 runs.
  const share = extreme / runs;
  expect(Math.abs(share - 1 / 9)).toBeLessThan(3 * Math.sqrt(((1 / 9) * (8 / 9)) / runs));
});

test('a shift of the hour is found, and shifting or scaling all values alike changes nothing', () => {
  forSeeds('surprise-scale', 200, (rng) => {
    const weeks = Array.from({ length: 8 }, () => Array.from({ length: 12 }, () => noise(rng)));
    const values = Array.from({ length: 12 }, (_, i) => noise(rng) + (i === 7 ? 40 : 0));
    const plain = surpriseOf({ values, weeks });
    const moved = surpriseOf({
      values: values.map((value) => 3 * value - 17),
      weeks: weeks.map((week) => week.map((value) => 3 * value - 17)),
    });
    if (plain.kind !== 'ranked' || moved.kind !== 'ranked') throw new Error('both have enough values');
    expect(plain.peak).toBe(7);
    expect(plain.z!).toBeGreaterThan(5);
    expect(moved).toMatchObject({ peak: 7, asFar: plain.asFar, weeks: 8 });
    expect(moved.z!).toBeCloseTo(plain.z!, 6);
  });
});

test('a fall is as surprising as a rise', () => {
  const week = [40, 41, 42, 43, 44, 45, 46];
  const weeks = Array<Values>(8).fill(week);
  const said = surpriseOf({ values: [43, 43, 43, 12, 43, 43, 43], weeks });
  expect(said).toMatchObject({ kind: 'ranked', peak: 3, value: 12, asFar: 0 });
  expect(said.kind === 'ranked' && said.z!).toBeLessThan(-5);
});

test('too few values are not ranked, and say how many there were', () => {
  const week = [1, 2, 3, 4, 5, 6, 7];
  const gap = [1, null, null, null, null, null, null];
  expect(surpriseOf({ values: week, weeks: [] })).toEqual({
    kind: 'too-few',
    values: 7,
    n: 0,
    weeks: 0,
    usual: null,
  });
  const three = surpriseOf({ values: week, weeks: [week, week, week, gap, gap] });
  expect(three).toMatchObject({ kind: 'too-few', weeks: LEAST.weeks - 1, n: 21, usual: { median: 4 } });
  const silent = surpriseOf({
    values: [9, 9, null, null, null, null, null],
    weeks: Array<Values>(8).fill(week),
  });
  expect(silent).toMatchObject({ kind: 'too-few', values: 2 });
});

test('what never varied and does now has no distance, and comes first', () => {
  const weeks = Array<Values>(8).fill([0, 0, 0, 0, 0, 0]);
  const rain = surpriseOf({ values: [0, 0, 0, 12, 30, 8], weeks });
  expect(rain).toMatchObject({ kind: 'ranked', z: null, value: 30, asFar: 0 });
  const dry = surpriseOf({ values: [0, 0, 0, 0, 0, 0], weeks });
  expect(dry).toMatchObject({ kind: 'ranked', z: 0, asFar: 8, chance: 1 });
  const busy = surpriseOf({ values: [9, 1, 2, 3], weeks: Array<Values>(8).fill([1, 2, 3, 4]) });
  const few = surpriseOf({ values: [1], weeks: [] });
  expect([few, dry, busy, rain].toSorted(bySurprise)).toEqual([rain, busy, dry, few]);
});

test('a scale is found where more than half of the past values are equal', () => {
  const weeks = Array<Values>(8).fill([0, 0, 0, 0, 0, 6]);
  const said = surpriseOf({ values: [0, 0, 12, 0, 0, 0], weeks });
  expect(said.kind === 'ranked' && said.z).toBeCloseTo(12 / 1.2533, 10);
});

function noise(rng: Rng): number {
  return 20 + 4 * (rng.next() + rng.next() + rng.next() - 1.5);
}
