import { hourlySubIndex, nowCast, stationAqi } from '@metropane/city';
import { builtinBindings, makeDecoder } from '@metropane/feeds';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { NO_CAUSES } from './causes.ts';
import { builtInPack, HOUR_MS, MONDAY_MS, systemOf } from './city-day-fixture.ts';
import { trialPack } from './city-pack-fixture.ts';
import { CitySimulation } from './city-simulation.ts';
import { makeCity } from './make-city.ts';
import type { CitySystem } from './system.ts';

const STORM = {
  ...NO_CAUSES,
  rainMmH: () => 90,
  windMps: () => 32,
  surgeM: () => 0.4,
  powerLost: () => 0.7,
  crowdPeople: () => 60_000,
  attackOn: () => 1,
};

test.each(['hcmc', 'danang'])('every station of %s reports every metric that the pack declares', (id) => {
  const pack = builtInPack(id);
  const city = makeCity(42, pack);
  const told = new Map(
    city.systems.flatMap((system) =>
      system.entities.map((entity) => [
        `${entity.domain}/${entity.entity}`,
        Object.keys(entity.readAt(MONDAY_MS + 8 * HOUR_MS, 60_000).v),
      ]),
    ),
  );
  for (const { domain, entity, metrics } of pack.stations)
    expect(told.get(`${domain}/${entity}`)?.toSorted(), `${domain}/${entity}`).toEqual(
      Object.keys(metrics).toSorted(),
    );
});

test.each(['hcmc', 'danang'])(
  'all readings of %s lie in their ranges, in fair weather and in a storm',
  (id) => {
    const pack = builtInPack(id);
    forSeeds('ranges', 2, (_, seed) => {
      for (const causes of [NO_CAUSES, STORM]) {
        const { systems } = makeCity(seed, pack, { entities: 700, causes });
        // Two days from a Friday on, all systems moment by moment: they share their weather and their events.
        for (let hour = 4 * 24; hour < 6 * 24; hour += 7.7)
          expect(systems.flatMap((system) => outsideRange(system, MONDAY_MS + hour * HOUR_MS))).toEqual([]);
      }
    });
  },
);

function outsideRange({ entities, metrics }: CitySystem, tMs: number): string[] {
  return entities.flatMap((entity) =>
    Object.entries(entity.readAt(tMs, 60_000).v).flatMap(([metric, value]) => {
      const [lo, hi] = metrics[metric]!.range;
      // NaN is in no range.
      const isPlausible = value === null || (value >= lo && value <= hi);
      return isPlausible ? [] : [`${entity.entity} ${metric} = ${value}, range ${lo} … ${hi}`];
    }),
  );
}

test('a pack without a domain gets no entity of it, not even of what expands it', () => {
  const domains = new Set(trialPack().stations.map(({ domain }) => domain));
  const city = makeCity(1, trialPack(), { entities: 3_000 });
  for (const { entities } of city.systems)
    for (const { domain } of entities)
      expect(['traffic', 'transit', ...domains].includes(domain), domain).toBe(true);
  expect(city.systems.reduce((sum, { entities }) => sum + entities.length, 0)).toBe(3_000);
});

test('twenty thousand entities are twenty thousand, each with a name of its own', () => {
  const pack = builtInPack('hcmc');
  const keys = makeCity(42, pack, { entities: 20_000 }).systems.flatMap(({ entities }) =>
    entities.map(({ domain, entity }) => `${domain}/${entity}`),
  );
  expect(keys.length).toBe(20_000);
  expect(new Set(keys).size).toBe(20_000);
  // Topic levels and keys of the contract.
  for (const key of keys) expect(key).toMatch(/^[a-z]+\/[a-z0-9][a-z0-9.:_-]*$/);
});

test('the contract accepts what every kind of entity says, at night too', () => {
  const decoder = makeDecoder(builtinBindings('Asia/Ho_Chi_Minh')[0]);
  const simulation = new CitySimulation(
    builtInPack('hcmc'),
    { seed: 8, entities: 1_200 },
    MONDAY_MS + 2 * HOUR_MS,
  );
  const rejected: unknown[] = [];
  const heard = new Set<string>();
  const hear = ({ topic, payload, atMs }: SimMessage): void => {
    const bytes = new TextEncoder().encode(String(payload));
    rejected.push(...decoder.decode({ topic, payload: bytes, arrivalMs: atMs + 5 }).rejected);
    if (topic.includes('/obs/')) heard.add(topic.split('/')[3]!);
  };
  for (const description of simulation.descriptions()) hear(description);
  while (simulation.nextAtMs < MONDAY_MS + 2.1 * HOUR_MS) {
    const message = simulation.next();
    if (message !== undefined) hear(message);
  }
  expect(rejected).toEqual([]);
  expect(heard).toEqual(
    new Set(simulation.city.systems.flatMap(({ entities }) => entities[0]?.domain ?? [])),
  );
});

test('causes that cause nothing leave the stream as it is', () => {
  const pack = builtInPack('danang');
  const stream = (causes: typeof NO_CAUSES): string[] => {
    const simulation = new CitySimulation(pack, { seed: 5, entities: 900, causes }, MONDAY_MS + 17 * HOUR_MS);
    const lines: string[] = [];
    while (lines.length < 4_000) {
      const message = simulation.next();
      if (message !== undefined) lines.push(`${message.topic} ${String(message.payload)}`);
    }
    return lines;
  };
  // Another object: the short ways around causes are not taken.
  expect(stream({ ...NO_CAUSES })).toEqual(stream(NO_CAUSES));
});

test('what a station reads at a moment does not depend on what was asked before', () => {
  const pack = builtInPack('hcmc');
  const stateless = (seed: number) =>
    makeCity(seed, pack).systems.filter(({ id }) => id !== 'transit' && !id.startsWith('traffic'));
  const causes = MONDAY_MS + 16.4 * HOUR_MS;
  const [fresh, used] = [stateless(3), stateless(3)];
  for (const { entities } of used)
    for (const entity of entities)
      for (const hours of [30, 2, 70]) entity.readAt(MONDAY_MS + hours * HOUR_MS, 60_000);
  fresh.forEach(({ id, entities }, n) => {
    entities.forEach((entity, k) =>
      expect(used[n]!.entities[k]!.readAt(causes, 60_000), id).toEqual(entity.readAt(causes, 60_000)),
    );
  });
});

test('the air of a day gives a plausible VN_AQI, the one that the decision computes by hand', () => {
  const air = systemOf(makeCity(42, builtInPack('hcmc')), 'air');
  const worst: number[] = [];
  for (const station of air.entities) {
    const hourMean = (metric: string, hour: number): number => {
      let sum = 0;
      for (let n = 0; n < 12; n += 1)
        sum += station.readAt(MONDAY_MS + hour * HOUR_MS + n * 300_000, 300_000).v[metric]!;
      return sum / 12;
    };
    const hours = Array.from({ length: 12 }, (_, ago) => hourMean('pm25UgM3', 19 - ago));
    const w = Math.max(0.5, Math.min(...hours) / Math.max(...hours));
    const [above, below] = [0, 1].map((power) =>
      hours.reduce((sum, c, ago) => sum + (power === 0 ? c : 1) * w ** ago, 0),
    );
    expect(nowCast(hours)).toBeCloseTo(above! / below!, 9);
    const pm25 = byHand([0, 25, 50, 80, 150, 250, 350, 500], above! / below!);
    const o3 = byHand([0, 160, 200, 300, 400, 800, 1000, 1200], hourMean('o3UgM3', 19));
    const no2 = byHand([0, 100, 200, 700, 1200, 2350, 3100, 3850], hourMean('no2UgM3', 19));
    const product = stationAqi({
      pm25: hourlySubIndex('pm25', nowCast(hours)!),
      o3: hourlySubIndex('o3', hourMean('o3UgM3', 19)),
      no2: hourlySubIndex('no2', hourMean('no2UgM3', 19)),
    });
    expect(product?.aqi).toBeCloseTo(Math.max(pm25, o3, no2), 9);
    worst.push(product!.aqi);
  }
  // A dry-season city by a bad day of one district: moderate on average, poor or bad in places.
  const mean = worst.reduce((sum, one) => sum + one, 0) / worst.length;
  expect(mean).toBeGreaterThan(25);
  expect(mean).toBeLessThan(130);
  expect(Math.max(...worst)).toBeLessThan(250);
});

/** Table and line of Decision 1459/QĐ-TCMT, typed again. */
function byHand(breakpoints: readonly number[], c: number): number {
  const index = [0, 50, 100, 150, 200, 300, 400, 500];
  const k = breakpoints.findIndex((one, n) => n > 0 && c <= one);
  const share = (c - breakpoints[k - 1]!) / (breakpoints[k]! - breakpoints[k - 1]!);
  return index[k - 1]! + share * (index[k]! - index[k - 1]!);
}
