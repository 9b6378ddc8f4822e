import type { TopologyLink } from '@metropane/incidents';
import { expect, test } from 'vitest';
import { anchorsOf, networkAround, spaceAround, wardAround } from './neighbourhood.ts';
import type { Places } from './neighbourhood.ts';

const at = (lon: number, unit?: string): Places[string] => ({
  loc: [lon, 10.77],
  name: { vi: 'x', en: 'x' },
  ...(unit === undefined ? {} : { unit: { code: unit, name: unit } }),
});
const PLACES: Places = {
  'river/up': at(106.6),
  'river/mid': at(106.65),
  'river/down': at(106.7, 'a'),
  'flood/street': at(106.701, 'a'),
  'power/east': at(106.72, 'b'),
  'lighting/one': at(106.703, 'a'),
};
const LINKS: TopologyLink[] = [
  { kind: 'reach', from: 'river/up', to: 'river/mid', lagMs: 3_000 },
  { kind: 'reach', from: 'river/mid', to: 'river/down', lagMs: 2_000 },
  { kind: 'drain', from: 'river/down', to: 'flood/street' },
  { kind: 'feeder', from: 'power/east', to: 'lighting/one' },
];

test('a network is followed both ways, one kind at a time, with its steps and lags', () => {
  expect(networkAround(['river/down'], LINKS)).toEqual([
    { key: 'river/mid', kind: 'reach', side: 'from', hops: 1, via: 'river/down', lagMs: 2_000 },
    { key: 'flood/street', kind: 'drain', side: 'to', hops: 1, via: 'river/down' },
    { key: 'river/up', kind: 'reach', side: 'from', hops: 2, via: 'river/mid', lagMs: 5_000 },
  ]);
  // A flooded street has its gauge, not the river behind it.
  expect(networkAround(['flood/street'], LINKS).map(({ key }) => key)).toEqual(['river/down']);
  expect(networkAround(['air/nowhere'], LINKS)).toEqual([]);
});

test('a ring and two anchors name each place once, and none of the anchors', () => {
  const ring: TopologyLink[] = [...LINKS, { kind: 'reach', from: 'river/down', to: 'river/up' }];
  const keys = networkAround(['river/mid', 'river/down'], ring).map(({ key }) => key);
  expect(keys).toHaveLength(new Set(keys).size);
  expect(keys).not.toContain('river/mid');
  expect(keys).toContain('river/up');
});

test('an incident stands on what its alarms watch, else on what is measured at its place', () => {
  const loc = [106.7005, 10.77] as const;
  expect(anchorsOf({ keys: ['river/mid', 'gone/x'], loc }, PLACES)).toEqual(['river/mid']);
  expect(anchorsOf({ keys: [], loc }, PLACES)).toEqual(['river/down', 'flood/street', 'lighting/one']);
  expect(anchorsOf({ keys: [] }, PLACES)).toEqual([]);
});

test('space is by distance within 3 km, the ward by its code', () => {
  const near = spaceAround([106.7, 10.77], PLACES);
  expect(near.map(({ key }) => key)).toEqual(['river/down', 'flood/street', 'lighting/one', 'power/east']);
  expect(near[1]!.distanceM).toBeCloseTo(109, 0);
  expect(spaceAround(undefined, PLACES)).toEqual([]);
  expect(wardAround({ code: 'a' }, PLACES)).toEqual(['river/down', 'flood/street', 'lighting/one']);
  expect(wardAround(undefined, PLACES)).toEqual([]);
});
