import { expect, test } from 'vitest';
import { exactSum, FakeClock, forSeeds, makeWindowScenario, statisticsOf } from './index.ts';

test('the fake clock moves only when told', () => {
  const clock = new FakeClock(1_000);
  clock.advance(5);
  expect(clock.nowMs()).toBe(1_005);
  clock.jumpTo(10);
  expect(clock.nowMs()).toBe(10);
  expect(() => clock.advance(-1)).toThrow(/forward/);
});

test('a failing seed is named', () => {
  const run = (): void =>
    forSeeds('demo', 3, (rng, seed) => {
      expect(rng.next()).toBeLessThan(1);
      if (seed === 'demo/2') throw new Error('planted');
    });
  expect(run).toThrow('seed demo/2: planted');
});

test('scenarios are reproducible from their seed', () => {
  const drawn: unknown[] = [];
  for (let again = 0; again < 2; again++)
    forSeeds('same', 1, (rng) => drawn.push(makeWindowScenario(rng, 50)));
  expect(drawn[0]).toEqual(drawn[1]);
});

test('the exact sum keeps what plain addition loses', () => {
  expect(exactSum([1e16, 30, -1e16, 0.1])).toBe(30.1);
  expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
  expect(exactSum([])).toBe(0);
});

test('the oracle orders equal times by value', () => {
  const event = { series: 's', watermarkMs: 0, isLate: false, step: 0 };
  const statistics = statisticsOf([
    { ...event, tMs: 2, value: 1 },
    { ...event, tMs: 1, value: 9 },
    { ...event, tMs: 1, value: 3 },
    { ...event, tMs: 2, value: 5 },
  ]);
  expect(statistics).toMatchObject({ n: 4, sum: 18, first: 3, firstMs: 1, last: 5, lastMs: 2 });
});
