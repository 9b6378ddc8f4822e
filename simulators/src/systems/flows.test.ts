import { expect, test } from 'vitest';
import { NO_CAUSES } from './causes.ts';
import {
  builtInPack,
  DAY_MS,
  HOUR_MS,
  MONDAY_MS,
  sumOver,
  systemOf,
  totalAt,
  valueAt,
} from './city-day-fixture.ts';
import { makeCivilTime } from './day-rhythm.ts';
import { makeCity } from './make-city.ts';
import { makeWaterNetwork } from './water-supply.ts';
import { makeWeather } from './weather.ts';

const pack = builtInPack('hcmc');
const city = makeCity(42, pack, { entities: 20_000 });
const hours = Array.from({ length: 24 }, (_, hour) => MONDAY_MS + hour * HOUR_MS);

test('car parks: free and parked make the capacity, zones make the park', () => {
  const [parks, zones] = [systemOf(city, 'parking'), systemOf(city, 'parking-zones')];
  for (const park of parks.entities) {
    const capacity = Number(
      pack.stations.find((one) => one.domain === 'parking' && one.entity === park.entity)!.facts![
        'capacityCount'
      ],
    );
    const own = zones.entities.filter(({ entity }) => entity.startsWith(`${park.entity}-z`));
    expect(own.length).toBe(Math.ceil(capacity / 60));
    for (const tMs of hours) {
      const free = valueAt(park, 'freeCount', tMs);
      const parked = (valueAt(park, 'occupancyPct', tMs) * capacity) / 100;
      expect(Math.abs(free + parked - capacity)).toBeLessThan(capacity * 0.0006);
      expect(own.reduce((sum, zone) => sum + valueAt(zone, 'freePlacesCount', tMs), 0)).toBe(free);
      // What drives in and out fits through the gates: at most a tenth of the park in five minutes.
      expect(Math.abs(valueAt(park, 'freeCount', tMs + 300_000) - free)).toBeLessThan(0.1 * capacity + 3);
    }
  }
});

test('feeders carry the load of their area', () => {
  const [areas, feeders] = [systemOf(city, 'power'), systemOf(city, 'feeders')];
  for (const area of areas.entities) {
    const own = feeders.entities.filter(({ entity }) => entity.startsWith(`${area.entity}-f`));
    for (const tMs of [hours[3]!, hours[14]!, hours[20]!]) {
      const sumKw = own.reduce((sum, feeder) => sum + valueAt(feeder, 'loadKw', tMs), 0);
      expect(sumKw / 1_000 / valueAt(area, 'loadMw', tMs)).toBeCloseTo(1, 3);
    }
  }
});

test('water: districts take what taps draw and pipes lose; plants make it within a day', () => {
  const [plants, districts] = [systemOf(city, 'water'), systemOf(city, 'water-districts')];
  const localTime = makeCivilTime(pack);
  const weather = makeWeather(42, pack, { localTime, causes: NO_CAUSES });
  const network = makeWaterNetwork(42, {
    pack,
    weather,
    localTime,
    causes: NO_CAUSES,
    tide: undefined as never,
    roads: undefined as never,
    events: undefined as never,
  });
  let [made, taken] = [0, 0];
  for (let tMs = MONDAY_MS; tMs < MONDAY_MS + 7 * DAY_MS; tMs += HOUR_MS / 2) {
    const used = network.demandM3H(tMs) + network.leakageM3H(tMs);
    expect(totalAt(districts, 'districtFlowM3H', tMs) / used).toBeCloseTo(1, 2);
    made += totalAt(plants, 'flowM3H', tMs);
    taken += used;
  }
  expect(made / taken).toBeGreaterThan(0.97);
  expect(made / taken).toBeLessThan(1.03);
});

test('metro: who boards gets off, and trains carry who came through the gates', () => {
  const [stations, trains] = [systemOf(city, 'metro'), systemOf(city, 'metro-trains')];
  const runMs = 60_000;
  let personKm = 0;
  let [most, ends] = [0, 0];
  for (const train of trains.entities) {
    let before = 0;
    for (let tMs = MONDAY_MS + 4 * HOUR_MS; tMs < MONDAY_MS + 23.9 * HOUR_MS; tMs += runMs) {
      const { v } = train.readAt(tMs, runMs);
      const aboard = v['aboardCount']!;
      most = Math.max(most, aboard);
      personKm += (aboard * v['speedKmh']!) / 60;
      if (before > 0 && aboard === 0) ends += 1;
      before = aboard;
    }
    expect(before, 'nobody stays in a train overnight').toBe(0);
  }
  const entered = sumOver(stations, 'passengersCount', { fromMs: MONDAY_MS, toMs: MONDAY_MS + DAY_MS });
  const metro = pack.lines.find(({ domain }) => domain === 'metro')!;
  const lineKm = 17;
  // Any two of fourteen stations are a good third of the line apart.
  expect(personKm / entered).toBeGreaterThan(0.28 * lineKm);
  expect(personKm / entered).toBeLessThan(0.5 * lineKm);
  expect(most).toBeLessThanOrEqual(930);
  expect(ends).toBeGreaterThan(150);
  expect(metro.stations.length).toBe(stations.entities.length);
});

test('waste: lorries are weighed once, however often the weighbridge is read', () => {
  const waste = systemOf(city, 'waste');
  for (const yard of waste.entities) {
    const span = { fromMs: MONDAY_MS - 6 * HOUR_MS, toMs: MONDAY_MS + 18 * HOUR_MS };
    const one = { ...waste, entities: [yard] };
    const [often, rarely] = [60_000, HOUR_MS].map((stepMs) => sumOver(one, 'receivedT', { ...span, stepMs }));
    // Each reading is rounded to a tenth of a tonne.
    expect(Math.abs(often! - rarely!)).toBeLessThan(0.02 * rarely! + 3);
  }
});

test('a transfer station holds what came in less what went on, and is never more than full', () => {
  const waste = systemOf(city, 'waste');
  for (const yard of waste.entities) {
    const facts = pack.stations.find((one) => one.domain === 'waste' && one.entity === yard.entity)!.facts!;
    if (facts['kind'] === 'landfill') continue;
    const capacityT = Number(facts['capacityT']);
    let emptied = 0;
    for (let tMs = MONDAY_MS; tMs < MONDAY_MS + DAY_MS; tMs += 300_000) {
      const [before, after] = [tMs, tMs + 300_000].map(
        (at) => (valueAt(yard, 'fillPct', at) * capacityT) / 100,
      );
      const inT = yard.readAt(tMs + 300_000, 300_000).v['receivedT']!;
      const outT = before! + inT - after!;
      // Nothing goes on that was not there, and two large lorries take at most 30 t.
      expect(outT).toBeGreaterThan(-0.7);
      emptied += outT;
    }
    expect(emptied / Number(facts['perDayT'])).toBeGreaterThan(0.75);
    expect(emptied / Number(facts['perDayT'])).toBeLessThan(1.25);
  }
});
