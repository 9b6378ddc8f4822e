import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distanceM, loadCityPack, makeExtension } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { makeBusLines } from './bus-lines.ts';

function load(city: string): CityPack {
  const pack = loadCityPack(city);
  if (!pack.ok) throw new Error(pack.message);
  return pack.value;
}

const hcmc = load('hcmc');

test('without routes a bus runs on a road, over the segments of that road from end to end', () => {
  const lines = makeBusLines(hcmc);
  expect(lines.length).toBeGreaterThan(50);
  for (const { name, metres, segmentAt } of lines) {
    const lengthM = metres.at(-1)!;
    const own = [0, 0.25, 0.5, 0.75, 1].map((share) => hcmc.segments[segmentAt(share * lengthM)]!);
    expect(new Set(own.map((segment) => segment.name))).toEqual(new Set([name]));
    expect(own[0]!.id).toMatch(/\.01$/);
  }
});

const STOPS = [
  { id: 'a', name: 'A', loc: [106.698, 10.7725] as const },
  { id: 'b', name: 'B', loc: [106.7032, 10.7776] as const },
  { id: 'c', name: 'C', loc: [106.712, 10.802] as const },
];
const ROUTE = {
  id: '1-1',
  number: '01',
  name: 'Bến Thành – Hàng Xanh',
  outbound: true,
  stops: ['a', 'b', 'c'],
};
const POINTS = [
  STOPS[0]!.loc,
  [106.7, 10.775],
  [106.7031, 10.7775],
  [106.707, 10.79],
  STOPS[2]!.loc,
] as const;

test('with routes a bus runs on them, calls at their stops, and is as fast as the road beside it', () => {
  const [line, ...others] = makeBusLines({
    ...hcmc,
    busStops: STOPS,
    busRoutes: [{ ...ROUTE, points: POINTS }],
  });
  expect(others).toEqual([]);
  const lengthM = line!.metres.at(-1)!;
  expect([line!.number, line!.points]).toEqual(['01', POINTS]);
  expect(
    [0, line!.metres[2]! - 1, line!.metres[2]!, lengthM - 1, lengthM].map((at) => line!.stopsBefore(at)),
  ).toEqual([1, 1, 2, 2, 3]);
  const near = hcmc.segments[line!.segmentAt(lengthM)]!;
  expect(Math.min(...near.points.map((point) => distanceM(point, STOPS[2]!.loc)))).toBeLessThan(600);
});

test('a route far from every measured road still has a speed', () => {
  const far = [
    [107.2, 10.4],
    [107.21, 10.41],
  ] as const;
  const [line] = makeBusLines({ ...hcmc, busStops: STOPS, busRoutes: [{ ...ROUTE, points: far }] });
  expect(hcmc.segments[line!.segmentAt(500)]).toBeDefined();
});

const SHARED = process.env['METROPANE_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const BUS = join(SHARED, 'hcmc_bus');

test.skipIf(!existsSync(BUS))(
  'all routes that the city publishes become lines with their stops in order of travel',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'metropane-bus-'));
    try {
      const made = makeExtension({ bus: BUS }, folder);
      if (!made.ok) throw new Error(made.message);
      const lines = makeBusLines(load(folder));
      expect(lines).toHaveLength(made.value.written['bus-routes.geojson']!);
      expect(lines.length).toBeGreaterThan(280);
      for (const { metres, segmentAt, stopsBefore } of lines) {
        const lengthM = metres.at(-1)!;
        expect(hcmc.segments[segmentAt(lengthM / 2)]).toBeDefined();
        expect(stopsBefore(lengthM)).toBeGreaterThanOrEqual(2);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
