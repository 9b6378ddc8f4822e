import { expect, test } from 'vitest';
import { measuredFirst } from './nearby-entities.ts';
import type { NearbyEntity } from './nearby-entities.ts';

const at = (entity: string, distanceM: number): NearbyEntity => ({
  domain: entity,
  entity,
  name: { vi: entity, en: entity },
  metric: 'x',
  distanceM,
});
const nearby = [at('a', 10), at('b', 20), at('c', 30), at('d', 40), at('e', 50)];
const chosen = (told: string): string =>
  measuredFirst(nearby, ({ entity }) => told.includes(entity), 3)
    .map(({ entity }) => entity)
    .join('');

test('what has told something comes before what is nearer and silent, shown nearest first', () => {
  expect(chosen('')).toBe('abc');
  expect(chosen('de')).toBe('ade');
  expect(chosen('bcde')).toBe('bcd');
  expect(chosen('abcde')).toBe('abc');
});
