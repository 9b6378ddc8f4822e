import { expect, test } from 'vitest';
import { groupingOn, groupOf } from './groupings.ts';
import { loadCityPack } from './load-city-pack.ts';
import { FULL_TOWN, withPack } from './pack-fixture.ts';
import { classOf, scaleOn } from './scales.ts';
import type { CityPack } from './pack-types.ts';

function loaded(): CityPack {
  const result = withPack(FULL_TOWN, loadCityPack);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const pack = loaded();

test('a pack with every file loads with all references resolved', () => {
  expect(pack.posts).toEqual([
    {
      id: 'pump',
      agency: 'drainage',
      name: { vi: 'Trạm bơm', en: 'Pump' },
      loc: [106.5, 10.5],
      illustrative: false,
      unit: expect.any(String),
    },
  ]);
  expect(pack.shifts.map(({ id }) => id)).toEqual(['day', 'night']);
  expect(pack.sops[0]!.steps.map(({ id, withinMin }) => [id, withinMin])).toEqual([
    ['look', 2],
    ['pump', 30],
  ]);
  expect(pack.busRoutes[0]).toMatchObject({
    number: '1',
    stops: ['s1', 's2'],
    points: [
      [106.5, 10.5],
      [106.51, 10.5],
    ],
  });
  expect(pack.stations.map(({ domain, entity }) => `${domain}/${entity}`)).toEqual([
    'water/gauge',
    'water/gate',
    'camera/cam-1',
  ]);
  expect(pack.stations[1]!.facts).toEqual({ capacityCount: 3 });
  expect(pack.stations[2]).toMatchObject({
    name: { vi: 'Ngã tư', en: 'Ngã tư' },
    metrics: { frameAgeS: { range: [0, 600] } },
    agency: 'drainage',
  });
});

test('a unit that ended is kept for old data, without a place on the map of today', () => {
  expect(pack.units.map(({ code, validFrom }) => [code, validFrom])).toEqual([
    ['1', '2025-07-01'],
    ['2', undefined],
  ]);
  expect(pack.formerUnits).toMatchObject([{ code: '0', validTo: '2025-07-01' }]);
});

test('a grouping answers for its own days only', () => {
  const districts = groupingOn(pack, 'districts', '2025-06-30')!;
  expect(groupOf(districts, '0')?.id).toBe('one');
  expect(groupOf(districts, '9')).toBeUndefined();
  expect(groupingOn(pack, 'districts', '2025-07-01')).toBeUndefined();
});

test('a scale answers for its own days and conditions; where it holds nothing, no limit is known', () => {
  const noise = pack.scales[0]!;
  expect(classOf(scaleOn(noise, '2015-05-05', { area: 'quiet' })!, 55)?.id).toBe('over');
  expect(classOf(scaleOn(noise, '2015-05-05', { area: 'quiet' })!, 54.9)).toBeUndefined();
  expect(classOf(scaleOn(noise, '2015-05-05', { area: 'loud' })!, 91)).toBeUndefined();
  expect(scaleOn(noise, '2020-01-01', { area: 'quiet' })).toBeUndefined();
  expect(scaleOn(noise, '2020-01-01')).toBeUndefined();
});
