import { expect, test } from 'vitest';
import { seriesQuery, UsualStore } from './usual-store.ts';

const DAY = { day: '2026-11-23', atMs: 1 };

function makeStore(answer: () => Promise<unknown>) {
  const asked: string[] = [];
  const clock = { nowMs: 0 };
  const get = <T>(path: string): Promise<T> => {
    asked.push(path);
    return answer() as Promise<T>;
  };
  return { store: new UsualStore({ get }, () => clock.nowMs), asked, clock };
}

test('many panels that want the band of one day ask once in half an hour', async () => {
  const { store, asked, clock } = makeStore(() => Promise.resolve({ items: [] }));
  await Promise.all([store.ask('figure=a', 'PT5M', DAY), store.ask('figure=a', 'PT5M', { ...DAY, atMs: 2 })]);
  expect(asked).toEqual(['/trends/usual?figure=a&window=PT5M&at=1']);
  clock.nowMs = 30 * 60_000;
  await store.ask('figure=a', 'PT5M', DAY);
  expect(asked).toHaveLength(2);
});

test('a refused question is not kept', async () => {
  let isAway = true;
  const { store, asked } = makeStore(() =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve({}),
  );
  await expect(store.ask('figure=a', 'PT5M', DAY)).rejects.toThrow('away');
  isAway = false;
  await store.ask('figure=a', 'PT5M', DAY);
  expect(asked).toHaveLength(2);
});

test('names of series are escaped', () => {
  expect(seriesQuery({ domain: 'a', entity: 'x&y=z', metric: 'm' })).toBe(
    'domain=a&entity=x%26y%3Dz&metric=m',
  );
});
