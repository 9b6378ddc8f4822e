import type { CityPack } from '@metropane/city-pack';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { NO_CAUSES } from './causes.ts';
import type { Causes } from './causes.ts';
import type { CityEvent } from './city-event.ts';
import { trialPack } from './city-pack-fixture.ts';
import { makeLocalTime } from './local-time.ts';
import { LONGEST_DRAIN_MS, makeJunctions, makeQueue } from './queues.ts';
import { makeRoadEffects } from './road-effects.ts';
import { makeTraffic, makeTrafficSystems } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import { makeWeather } from './weather.ts';

const START_MS = Date.parse('2026-11-24T16:40+07:00');
const MINUTE = 60_000;
/** The eighth segment of the avenue, with an alley that ends at the corner behind it. */
const BLOCKED = 7;
const pack = withAlley(trialPack());

function withAlley(plain: CityPack): CityPack {
  const [lon, lat] = plain.segments[BLOCKED]!.points[0]!;
  const alley = { ...plain.segments[0]!, id: 'hem.01', roadId: 'hem', class: 'minor' as const };
  const points = [
    [lon, lat],
    [lon, lat + 0.006],
  ] as const;
  return { ...plain, segments: [...plain.segments, { ...alley, points }] };
}

function trafficOf(seed: number): ReturnType<typeof makeTraffic> {
  const localTime = makeLocalTime(pack.zone);
  const weather = makeWeather(seed, pack, { localTime, causes: NO_CAUSES });
  return makeTraffic(seed, pack, { weather, localTime });
}

function crowdOf(seed: number): Traffic {
  return trafficOf(seed).crowd;
}

type Blocking = CityEvent & { readonly blocks: NonNullable<CityEvent['blocks']> };

function block(capacityLeft: number, minutes = 60): Blocking {
  const { points, id } = pack.segments[BLOCKED]!;
  return {
    id: `block-${capacityLeft}`,
    category: 'traffic-accident',
    severity: 1,
    startMs: START_MS,
    endMs: START_MS + minutes * MINUTE,
    loc: points[0]!,
    title: 'Va chạm',
    sources: ['113'],
    entity: id,
    blocks: { segment: BLOCKED, upstream: -1, speedLeft: capacityLeft },
  };
}

test('whoever arrives passes, stands or turns away, at every moment and for every block', () => {
  forSeeds('queue', 40, (rng) => {
    const capacityLeft = rng.next();
    const queue = makeQueue(
      block(capacityLeft, 20 + 60 * rng.next()),
      crowdOf(rng.int(1_000)),
      makeJunctions(pack.segments),
    );
    const room = queue.storage.reduce((sum, { vehicles }) => sum + vehicles, 0);
    let before = queue.stateAt(START_MS);
    for (let n = 0; n <= 110; n += 0.7) {
      const state = queue.stateAt(START_MS + n * MINUTE);
      expect(state.passed + state.standing + state.turnedAway).toBeCloseTo(state.arrived, 6);
      expect(state.standing).toBeGreaterThanOrEqual(-1e-9);
      expect(state.standing).toBeLessThanOrEqual(room + 1e-9);
      expect(state.passed).toBeGreaterThanOrEqual(before.passed - 1e-9);
      expect(state.turnedAway).toBeGreaterThanOrEqual(before.turnedAway - 1e-9);
      before = state;
    }
  });
});

test('a queue fills from the block backwards, then round the corner, and is gone soon after the block is', () => {
  const event = block(0.05);
  const queue = makeQueue(event, crowdOf(1), makeJunctions(pack.segments));
  expect(queue.storage.filter(({ isSideStreet }) => !isSideStreet).map(({ segment }) => segment)).toEqual([
    7, 6, 5, 4, 3, 2,
  ]);
  const sides = queue.storage.filter(({ isSideStreet }) => isSideStreet);
  expect(sides.length).toBeGreaterThan(0);
  for (const { segment } of sides) expect(pack.segments[segment]!.roadId).not.toBe('dai-lo');
  const standing = (n: number): number => queue.stateAt(START_MS + n * MINUTE).standing;
  expect(standing(20)).toBeGreaterThan(standing(10));
  expect(standing(10)).toBeGreaterThan(standing(2));
  expect(standing(62)).toBeGreaterThan(0);
  expect(standing(61 + LONGEST_DRAIN_MS / MINUTE)).toBeCloseTo(0, 6);
});

test('a block that leaves room for everybody makes nobody wait', () => {
  const queue = makeQueue(block(1), crowdOf(1), makeJunctions(pack.segments));
  const { standing, flowLeft } = queue.stateAt(START_MS + 30 * MINUTE);
  expect([standing, flowLeft]).toEqual([0, 1]);
});

type Readings = ReadonlyMap<string, Readonly<Record<string, number | null>>>;

interface Trouble {
  readonly events?: readonly CityEvent[];
  readonly causes?: Partial<Causes>;
  readonly depthCm?: number;
}

/** What every segment reads at a moment, with nothing on the roads but the given trouble. */
function readingsAt(tMs: number, { events = [], causes, depthCm = 0 }: Trouble = {}): Readings {
  const { crowd, withEffects } = trafficOf(1);
  const effects = makeRoadEffects(pack, {
    events: {
      startingIn: () => [],
      activeAt: (at) => events.filter(({ startMs, endMs }) => startMs <= at && at < endMs),
    },
    floods: { stations: pack.stations.filter(({ domain }) => domain === 'flood'), depthCm: () => depthCm },
    causes: causes === undefined ? NO_CAUSES : { ...NO_CAUSES, ...causes },
    crowd,
  });
  const systems = makeTrafficSystems(pack, withEffects(effects), pack.segments.length);
  return new Map(
    systems.flatMap(({ entities }) => entities).map((one) => [one.entity, one.readAt(tMs, 20_000).v]),
  );
}

test('what the readings of a blocked road miss downstream stands in their density upstream', () => {
  const event = block(0.1);
  const tMs = START_MS + 12 * MINUTE;
  const calm = readingsAt(tMs);
  const struck = readingsAt(tMs, { events: [event] });
  const queue = makeQueue(event, crowdOf(1), makeJunctions(pack.segments));
  const vehicles = (readings: Readings, index: number): number => {
    const { id, lengthM } = pack.segments[index]!;
    return (readings.get(id)!['flowVph']! / readings.get(id)!['speedKmh']!) * (lengthM / 1_000);
  };
  const more = queue.storage.reduce(
    (sum, { segment }) => sum + vehicles(struck, segment) - vehicles(calm, segment),
    0,
  );
  const { standing } = queue.stateAt(tMs);
  expect(standing).toBeGreaterThan(100);
  expect(more / standing).toBeGreaterThan(0.85);
  expect(more / standing).toBeLessThan(1.15);
  const flow = (readings: Readings, index: number): number =>
    readings.get(pack.segments[index]!.id)!['flowVph']!;
  expect(flow(struck, BLOCKED + 1)).toBeLessThan(0.6 * flow(calm, BLOCKED + 1));
  // Downstream is emptier, not slower.
  const speed = (readings: Readings, index: number): number =>
    readings.get(pack.segments[index]!.id)!['speedKmh']!;
  expect(speed(struck, BLOCKED + 1)).toBe(speed(calm, BLOCKED + 1));
  expect(speed(struck, BLOCKED)).toBeLessThan(0.3 * speed(calm, BLOCKED));
});

test.each([
  ['dark signals', { powerLost: () => 1 }],
  ['a crowd', { crowdPeople: () => 6_000 }],
] as const)('%s slow the streets, and only where they are', (_, causes) => {
  const calm = readingsAt(START_MS);
  const everywhere = readingsAt(START_MS, { causes });
  const nowhere = readingsAt(START_MS, { causes: {} });
  expect([...nowhere]).toEqual([...calm]);
  expect(everywhere.size).toBe(pack.segments.length);
  for (const [id, { speedKmh }] of everywhere)
    expect(speedKmh! / calm.get(id)!['speedKmh']!, id).toBeCloseTo(0.5, 1);
});

test('water in the street slows it by its depth, and no other street', () => {
  const dry = readingsAt(START_MS);
  const speedAt = (depthCm: number): number =>
    readingsAt(START_MS, { depthCm }).get('dai-lo.06')!['speedKmh']!;
  const depths = [0, 4, 15, 25, 40, 80];
  const speeds = depths.map(speedAt);
  expect(speeds[1]).toBe(speeds[0]);
  expect(speeds).toEqual(speeds.toSorted((a, b) => b - a));
  expect(speeds[3]! / speeds[0]!).toBeCloseTo(1 - (0.7 * 20) / 25, 1);
  expect(speeds[5]! / speeds[0]!).toBeLessThan(0.15);
  const wet = readingsAt(START_MS, { depthCm: 40 });
  const slower = [...wet].filter(([id, { speedKmh }]) => speedKmh !== dry.get(id)!['speedKmh']);
  expect(slower.map(([id]) => id)).toEqual(['dai-lo.06']);
});
