import { expect, test } from 'vitest';
import { fixtureFeeds } from '../../test/fixture/fixture-figures.ts';
import { feedEquation, feedsWorstFirst, sumEquations } from './feed-equation.ts';

const feeds = fixtureFeeds(1_000_000);
const byId = (id: string) => feeds.find((feed) => feed.id === id)!;

test('received = counted + duplicate + late + rejected; what is left over is unexplained', () => {
  expect(feedEquation(byId('traffic-loop'))).toEqual({
    received: 412_806,
    counted: 409_747,
    duplicate: 2_104,
    late: 918,
    rejected: 37,
    unexplained: 0,
  });
  expect(feedEquation(byId('camera-events')).unexplained).toBe(3);
});

test('the sum over feeds keeps what is unexplained', () => {
  const sum = sumEquations(feeds.map(feedEquation));
  expect(sum.received).toBe(sum.counted + sum.duplicate + sum.late + sum.rejected + 3);
  expect(sum.unexplained).toBe(3);
});

test('a feed that does not balance comes first, then what is down, then what is silent', () => {
  expect(
    feedsWorstFirst(feeds)
      .map(({ id }) => id)
      .slice(0, 3),
  ).toEqual(['camera-events', 'transit-gps', 'air-quality']);
});
