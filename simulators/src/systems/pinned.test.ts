import { createHash } from 'node:crypto';
import type { CityPack, Station } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { trialPack } from './city-pack-fixture.ts';
import { makeCity } from './make-city.ts';

const FROM_MS = Date.parse('2026-11-23T00:00+07:00');
const METRICS: Readonly<Record<string, readonly string[]>> = {
  weather: ['temperatureC', 'humidityPct', 'windSpeedMps', 'windDirectionDeg', 'pressureHpa'],
  metro: ['passengersCount', 'headwayS'],
  transit: ['busesCount'],
  parking: ['freeCount', 'occupancyPct'],
  crowd: ['peopleCount'],
  noise: ['laeqDba'],
  power: ['loadMw'],
  lighting: ['currentA', 'lampsOnPct'],
  water: ['flowM3H', 'turbidityNtu', 'chlorineMgL'],
  pressure: ['pressureBar'],
  sewer: ['levelM', 'pumpFlowM3S'],
  waste: ['receivedT', 'fillPct'],
  camera: ['frameAgeS', 'bitrateKbps'],
  emergency: ['callsN'],
  hotline: ['callsN', 'waitS'],
  security: ['alertsCount', 'criticalCount'],
};

/** The made-up city with two stations of every domain, and a metro between two of them. */
function packOfEverything(): CityPack {
  const pack = trialPack();
  const metric = { unit: '1', expectedEveryMs: 60_000, range: [-1e6, 1e6] as const };
  const added = Object.entries(METRICS).flatMap(([domain, metrics], d): Station[] =>
    ['a', 'b'].map((entity, n) => ({
      domain,
      entity,
      name: { vi: entity, en: entity },
      loc: [106.66 + 0.004 * d + 0.03 * n, 10.76 + 0.002 * d + 0.02 * n],
      metrics: Object.fromEntries(metrics.map((one) => [one, metric])),
    })),
  );
  const line = { id: 'm', name: pack.name, domain: 'metro', stations: ['a', 'b'] };
  return { ...pack, stations: [...pack.stations, ...added], lines: [line] };
}

test('a day of every system of one seed is the same bytes on every machine', () => {
  const { systems } = makeCity(42, packOfEverything(), { entities: 400 });
  const hash = createHash('sha256');
  const domains = new Set<string>();
  for (let tMs = FROM_MS; tMs < FROM_MS + 86_400_000; tMs += 600_000)
    for (const { entities } of systems)
      for (const entity of entities) {
        domains.add(entity.domain);
        hash.update(`${entity.domain}/${entity.entity} ${JSON.stringify(entity.readAt(tMs, 60_000))}\n`);
      }
  expect([...Object.keys(METRICS)].filter((domain) => !domains.has(domain))).toEqual([]);
  expect(hash.digest('hex')).toMatchInlineSnapshot(
    `"49f712dc33a7585970dc90ed2c04dbea880f8b219c0e40457699f2e476c4daca"`,
  );
});
