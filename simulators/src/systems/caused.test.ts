import { distanceM } from '@metropane/city-pack';
import type { LonLat } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { NO_CAUSES } from './causes.ts';
import type { Causes } from './causes.ts';
import { builtInPack, HOUR_MS, meanOver, MONDAY_MS, sumOver, systemOf, valueAt } from './city-day-fixture.ts';
import { makeCity } from './make-city.ts';
import type { City } from './make-city.ts';

const pack = builtInPack('hcmc');
const usual = makeCity(42, pack, { entities: 6_000 });
const FROM_MS = MONDAY_MS + 19 * HOUR_MS;
const TO_MS = FROM_MS + HOUR_MS;
const during = (tMs: number): boolean => tMs >= FROM_MS && tMs < TO_MS;
const caused = (causes: Partial<Causes>): City =>
  makeCity(42, pack, { entities: 6_000, causes: { ...NO_CAUSES, ...causes } });
const near =
  (centre: LonLat, metres: number) =>
  (loc: LonLat): boolean =>
    distanceM(centre, loc) < metres;
const stationLoc = (domain: string, entity: string): LonLat =>
  pack.stations.find((one) => one.domain === domain && one.entity === entity)!.loc;
/** Reads the same entity in the usual city and in another one. */
function both(
  other: City,
  system: string,
  entity: string,
): (metric: string, tMs: number) => [usual: number, caused: number] {
  const find = (city: City) => systemOf(city, system).entities.find((one) => one.entity === entity)!;
  const [a, b] = [find(usual), find(other)];
  return (metric, tMs) => [valueAt(a, metric, tMs), valueAt(b, metric, tMs)];
}

test('a power cut takes the load, the lamps, the pressure, the cameras and the trains with it, and nothing far away', () => {
  const centre = stationLoc('power', 'trung-tam');
  const isIn = near(centre, 6_000);
  const dark = caused({ powerLost: (loc, tMs) => (during(tMs) && isIn(loc) ? 1 : 0) });
  const middle = FROM_MS + 40 * 60_000;
  const [load, darkLoad] = both(dark, 'power', 'trung-tam')('loadMw', middle);
  expect(darkLoad).toBeLessThan(0.5 * load);
  const feeders = systemOf(dark, 'feeders').entities.filter(({ description }) => isIn(description.loc!));
  expect(feeders.length).toBeGreaterThan(5);
  for (const feeder of feeders) expect(valueAt(feeder, 'loadKw', middle)).toBe(0);
  const [lamps, darkLamps] = both(dark, 'lighting', 'le-duan')('lampsOnPct', middle);
  expect(lamps).toBeGreaterThan(60);
  expect(darkLamps).toBe(0);
  const [bar, lowBar] = both(dark, 'pressure', 'ben-thanh')('pressureBar', middle);
  expect(lowBar).toBeLessThan(0.75 * bar);
  const camera = pack.cameras.find(({ loc }) => isIn(loc))!.id;
  const [, age] = both(dark, 'camera', camera)('frameAgeS', middle);
  expect(age).toBeGreaterThan(20 * 60);
  expect(both(dark, 'camera', camera)('bitrateKbps', middle)[1]).toBe(0);
  const trains = systemOf(dark, 'metro-trains').entities;
  expect(Math.max(...trains.map((train) => valueAt(train, 'delayS', TO_MS)))).toBeGreaterThan(30 * 60);
  const [waitS, longWaitS] = both(dark, 'metro', 'ben-thanh')('headwayS', middle);
  expect(longWaitS).toBeGreaterThan(2 * waitS);
  // Far away, before and after everything is as it was.
  const far = both(dark, 'power', 'phia-bac')('loadMw', middle);
  expect(far[1] / far[0]).toBeGreaterThan(0.9);
  for (const tMs of [FROM_MS - HOUR_MS, TO_MS + 60_000])
    for (const [system, entity, metric] of [
      ['power', 'trung-tam', 'loadMw'],
      ['lighting', 'le-duan', 'lampsOnPct'],
      ['pressure', 'ben-thanh', 'pressureBar'],
    ] as const) {
      const [before, after] = both(dark, system, entity)(metric, tMs);
      expect(after, `${entity} ${metric}`).toBe(before);
    }
});

test('trains make up for a cut: late afterwards, never ahead of the timetable, on time the next morning', () => {
  const dark = caused({ powerLost: (_, tMs) => (during(tMs) ? 1 : 0) });
  const delays = (tMs: number): number[] =>
    systemOf(dark, 'metro-trains').entities.map((train) => valueAt(train, 'delayS', tMs));
  expect(Math.max(...delays(TO_MS + 10 * 60_000))).toBeGreaterThan(50 * 60);
  expect(Math.min(...delays(TO_MS + 10 * 60_000))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...delays(MONDAY_MS + 33 * HOUR_MS).filter((delay) => !Number.isNaN(delay)))).toBeLessThan(
    10 * 60,
  );
});

test('people who gather are counted, ride the metro, park their cars and are heard', () => {
  const square = stationLoc('crowd', 'nguyen-hue');
  const isIn = near(square, 900);
  const people = 30_000;
  const full = caused({ crowdPeople: (loc, tMs) => (during(tMs) && isIn(loc) ? people : 0) });
  const middle = FROM_MS + 30 * 60_000;
  const [few, many] = both(full, 'crowd', 'nguyen-hue')('peopleCount', middle);
  expect(many - few).toBe(people);
  const [cars, more] = both(full, 'parking', 'nguyen-hue')('occupancyPct', middle);
  expect(more).toBeGreaterThan(cars + 20);
  const gates = (city: City): number => {
    const metro = systemOf(city, 'metro');
    const one = { ...metro, entities: metro.entities.filter(({ entity }) => entity === 'nha-hat') };
    return sumOver(one, 'passengersCount', { fromMs: FROM_MS, toMs: TO_MS });
  };
  expect(gates(full) - gates(usual)).toBeGreaterThan(1_200);
  const quarter = stationLoc('noise', 'bui-vien');
  const loud = caused({ crowdPeople: (loc) => (near(quarter, 500)(loc) ? people : 0) });
  const [quiet, heard] = both(loud, 'noise', 'bui-vien')('laeqDba', middle);
  expect(heard).toBeGreaterThan(quiet + 4);
});

test('a storm: wind and pressure at its stations, water in the sumps and turbid water at the plants', () => {
  const storm = caused({
    windMps: (_, tMs) => (during(tMs) ? 25 : 0),
    rainMmH: (_, tMs) => (tMs >= FROM_MS - HOUR_MS && tMs < TO_MS ? 70 : 0),
  });
  const middle = FROM_MS + 40 * 60_000;
  const [calm, blown] = both(storm, 'weather', 'tan-son-hoa')('windSpeedMps', middle);
  expect(blown - calm).toBeGreaterThan(20);
  const [high, low] = both(storm, 'weather', 'tan-son-hoa')('pressureHpa', middle);
  expect(low).toBeLessThan(high - 15);
  const pumped = (city: City): number =>
    meanOver(systemOf(city, 'sewer'), 'pumpFlowM3S', { fromMs: FROM_MS, toMs: TO_MS });
  expect(pumped(storm)).toBeGreaterThan(2 * pumped(usual) + 1);
  const [clear, muddy] = both(storm, 'water', 'thu-duc')('turbidityNtu', middle);
  expect(muddy).toBeGreaterThan(2 * clear);
});

test('without power no pump runs, and the sump rises', () => {
  const rain = { rainMmH: (_: LonLat, tMs: number) => (tMs >= FROM_MS - HOUR_MS && tMs < TO_MS ? 60 : 0) };
  const pumped = caused(rain);
  const dark = caused({ ...rain, powerLost: (_, tMs) => (during(tMs) ? 1 : 0) });
  const end = TO_MS - 60_000;
  for (const { entity } of systemOf(dark, 'sewer').entities) {
    const [withPumps, without] = [pumped, dark].map((city) =>
      systemOf(city, 'sewer').entities.find((one) => one.entity === entity)!,
    );
    expect(valueAt(without!, 'pumpFlowM3S', end)).toBe(0);
    expect(valueAt(without!, 'levelM', end)).toBeGreaterThanOrEqual(valueAt(withPumps!, 'levelM', end));
  }
});

test('an attack on one system shows in the counts of the security centre', () => {
  const attack = caused({ attackOn: (system, tMs) => (system === 'one-stop' && during(tMs) ? 0.8 : 0) });
  const count = (city: City, metric: string, fromMs: number): number =>
    sumOver(systemOf(city, 'security'), metric, { fromMs, toMs: fromMs + HOUR_MS, stepMs: 60_000 });
  expect(count(attack, 'alertsCount', FROM_MS)).toBeGreaterThan(8 * count(usual, 'alertsCount', FROM_MS));
  expect(count(attack, 'criticalCount', FROM_MS)).toBeGreaterThan(50);
  expect(count(attack, 'alertsCount', FROM_MS - 2 * HOUR_MS)).toBe(
    count(usual, 'alertsCount', FROM_MS - 2 * HOUR_MS),
  );
});
