import { expect, test } from 'vitest';
import { UsualDays } from './usual-days.ts';
import type { AskDay } from './usual-days.ts';
import type { WindowRow } from './history-query.ts';

const SPAN = { startMs: 0, endMs: 86_400_000 };
const SERIES = { domain: 'river', metric: 'levelM', entities: ['a'] };

class Gone extends Error {}

function row(startMs: number, value: number): WindowRow {
  const statistics = { sum: value, mean: value, min: value, max: value, first: value, last: value };
  return {
    ...{ startMs, endMs: startMs + 300_000, n: 1, p50: value, p95: value, ...statistics },
    ...{ revision: 0, late: 0, lateUnmerged: 0, exact: true },
  };
}

function makeDays(ask: AskDay, clock = { nowMs: 0 }): UsualDays {
  return new UsualDays({ ask, nowMs: () => clock.nowMs, isExpired: (error) => error instanceof Gone });
}

test('a day is asked once, also by two that ask at once, and again after six hours: late readings may have changed it', async () => {
  const clock = { nowMs: 0 };
  let asked = 0;
  const days = makeDays(() => {
    asked += 1;
    return Promise.resolve([row(600_000, asked)]);
  }, clock);
  const [one, two] = await Promise.all([days.day(SERIES, SPAN), days.day(SERIES, SPAN)]);
  expect(one).toBe(two);
  expect(asked).toBe(1);
  clock.nowMs = 6 * 3_600_000;
  const later = await days.day(SERIES, SPAN);
  expect(asked).toBe(2);
  expect(later !== 'expired' && [later.sums[2], later.counts[2], later.lasts[2]]).toEqual([2, 1, 2]);
});

test('several entities of one figure are one day of all their readings', async () => {
  const days = makeDays(({ entity }) => Promise.resolve([row(0, entity === 'a' ? 10 : 30)]));
  const day = await days.day({ ...SERIES, entities: ['a', 'b'] }, SPAN);
  expect(day !== 'expired' && [day.sums[0], day.counts[0]]).toEqual([40, 2]);
});

test('what has expired is known to be gone; a history that is away is asked again', async () => {
  let isAway = true;
  const gone = makeDays(() => Promise.reject(new Gone('gone')));
  expect(await gone.day(SERIES, SPAN)).toBe('expired');
  const away = makeDays(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve([])));
  await expect(away.day(SERIES, SPAN)).rejects.toThrow('away');
  isAway = false;
  expect(await away.day(SERIES, SPAN)).not.toBe('expired');
});

test('a page of charts never has more than 32 questions at history', async () => {
  let open = 0;
  let most = 0;
  const answers: (() => void)[] = [];
  const days = makeDays(async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise<void>((resolve) => answers.push(resolve));
    open -= 1;
    return [];
  });
  const entities = Array.from({ length: 100 }, (_, i) => String(i));
  const asked = days.day({ ...SERIES, entities }, SPAN);
  for (let answered = 0; answered < 100; answered++) {
    answers.shift()!();
    // The place of the answered one goes on through a few promises.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  await asked;
  expect(most).toBe(32);
});

test('the day that clocks go back has an hour too many: it is no time of another day', async () => {
  const days = makeDays(() => Promise.resolve([row(0, 1), row(86_400_000, 9)]));
  const day = await days.day(SERIES, { startMs: 0, endMs: 90_000_000 });
  expect(day !== 'expired' && day.counts.reduce((sum, n) => sum + n, 0)).toBe(1);
});
