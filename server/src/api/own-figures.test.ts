import type { FeedRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { ownFigures } from './own-figures.ts';

const feed = (more: Partial<FeedRecord>): FeedRecord =>
  ({ status: 'up', received: 0, late: 0, rejected: {}, lastArrivalMs: 5, ...more }) as FeedRecord;

test('the centre counts its own feeds; one that was never heard is not down', () => {
  const feeds = [
    feed({ received: 90, late: 9, rejected: { schema: 1 } }),
    feed({ status: 'silent', received: 10 }),
    feed({ status: 'never', lastArrivalMs: null }),
  ];
  const figures = ownFigures(feeds, [{ state: 'new' }, { state: 'closed' }], 7);
  const of = (code: string): unknown => figures.find((figure) => figure.code === code);
  expect(of('feeds-up')).toMatchObject({ value: 50, numerator: 1, denominator: 2, asOfMs: 7, origin: 'own' });
  expect(of('late')).toMatchObject({ value: 9, denominator: 100 });
  expect(of('rejected')).toMatchObject({ value: 1 });
  expect(of('incidents-open')).toMatchObject({ value: 1 });
});

test('a centre that has heard nothing has no shares', () => {
  const figures = ownFigures([], [], 7);
  expect(figures.filter(({ unit }) => unit === '%').map(({ value }) => value)).toEqual([null, null, null]);
});
