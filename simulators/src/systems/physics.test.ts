import { distanceM, loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { trialPack } from './city-pack-fixture.ts';
import { NO_CAUSES } from './causes.ts';
import { makeLocalTime } from './local-time.ts';
import { makeCity } from './make-city.ts';
import { makeTide } from './tide.ts';
import { makeWeather } from './weather.ts';

const DAY_MS = 86_400_000;
const MIDNIGHT_MS = Date.parse('2026-11-23T00:00+07:00');

function hcmc(): CityPack {
  const pack = loadCityPack('hcmc');
  if (!pack.ok) throw new Error(pack.message);
  return pack.value;
}

test('the tide has two highs a day, stays in its range, and passes the first alarm on some days only', () => {
  const tide = makeTide(42, hcmc(), NO_CAUSES);
  let daysOverAlarm = 0;
  for (let day = 0; day < 30; day += 1) {
    const levels = Array.from({ length: 145 }, (_, n) =>
      tide.referenceM(MIDNIGHT_MS + day * DAY_MS + n * 600_000),
    );
    // A high is what no level within three hours exceeds: the surge's small waves are none.
    const highs = levels.filter(
      (level, n) =>
        n > 0 && n < 144 && level === Math.max(...levels.slice(Math.max(0, n - 18), Math.min(145, n + 19))),
    );
    expect(highs.length, `day ${day}`).toBeGreaterThanOrEqual(1);
    expect(highs.length, `day ${day}`).toBeLessThanOrEqual(3);
    expect(Math.min(...levels)).toBeGreaterThan(-0.05);
    expect(Math.max(...levels)).toBeLessThan(1.75);
    if (Math.max(...levels) > 1.4) daysOverAlarm += 1;
  }
  const month = Array.from({ length: 30 * 144 }, (_, n) => tide.referenceM(MIDNIGHT_MS + n * 600_000));
  const monthHighs = month.filter(
    (level, n) => n >= 18 && n < month.length - 18 && level === Math.max(...month.slice(n - 18, n + 19)),
  );
  // A lunar day has two highs: 58 in thirty days.
  expect(monthHighs.length).toBeGreaterThan(52);
  expect(monthHighs.length).toBeLessThan(62);
  expect(daysOverAlarm).toBeGreaterThan(4);
  expect(daysOverAlarm).toBeLessThan(26);
});

test('a station upstream hears the tide later and weaker, one on another datum reads the same water higher', () => {
  const pack = trialPack();
  const [river, sea] = pack.stations;
  const high = (one: CityPack, station: number): { step: number; levelM: number } => {
    const tide = makeTide(1, one, NO_CAUSES);
    const levels = Array.from({ length: 72 }, (_, n) =>
      tide.levelM(station, MIDNIGHT_MS + (72 + n) * 600_000),
    );
    return { step: levels.indexOf(Math.max(...levels)), levelM: Math.max(...levels) };
  };
  expect(high(pack, 0).step).toBeGreaterThan(high(pack, 1).step);
  expect(high(pack, 0).levelM).toBeLessThan(high(pack, 1).levelM);
  const charted = { ...pack, stations: [river!, { ...sea!, datum: 'chart' }] };
  expect(high(charted, 1).levelM - high(pack, 1).levelM).toBeCloseTo(2.55, 5);
});

test('rush hours are slower than the night, and a Sunday morning is faster than a Monday morning', () => {
  const traffic = makeCity(42, hcmc()).systems.find((system) => system.id === 'traffic')!;
  const meanAt = (hour: number, day = 0): number => {
    const tMs = MIDNIGHT_MS + day * DAY_MS + hour * 3_600_000;
    const speeds = traffic.entities.map((entity) => entity.readAt(tMs, 0).v['speedKmh']!);
    return speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
  };
  const night = meanAt(2.5);
  expect(meanAt(7.6)).toBeLessThan(0.72 * night);
  expect(meanAt(17.6)).toBeLessThan(0.65 * night);
  expect(meanAt(17.6)).toBeGreaterThan(10);
  expect(night).toBeLessThan(60);
  expect(meanAt(7.6, 6)).toBeGreaterThan(meanAt(7.6) * 1.15);
});

test('an event slows its segment, and its queue reaches the segments upstream later', () => {
  const pack = hcmc();
  const city = makeCity(42, pack);
  const calm = (id: string, tMs: number): number => {
    const system = city.systems.find((one) => one.entities.some((entity) => entity.entity === id))!;
    return system.entities.find((entity) => entity.entity === id)!.readAt(tMs, 0).v['speedKmh']!;
  };
  const events = Array.from({ length: 144 }, (_, n) => n).flatMap((n) =>
    city.events.startingIn(Math.floor(MIDNIGHT_MS / 600_000) + n),
  );
  const jams = events.filter(
    (event) =>
      event.blocks !== undefined &&
      event.blocks.speedLeft < 0.45 &&
      event.endMs - event.startMs > 30 * 60_000,
  );
  expect(jams.length).toBeGreaterThan(3);
  let ratio = 0;
  for (const jam of jams) {
    const id = pack.segments[jam.blocks!.segment]!.id;
    ratio += calm(id, jam.startMs + 20 * 60_000) / calm(id, jam.startMs - 60_000) / jams.length;
  }
  expect(ratio).toBeLessThan(0.65);
});

test('buses stay on their roads, move no faster than a bus, and stop at stops', () => {
  const pack = hcmc();
  const system = makeCity(5, pack, { entities: 400 }).systems.find((one) => one.id === 'transit')!;
  const bus = system.entities.slice(0, 12);
  let stops = 0;
  for (const one of bus) {
    let before: readonly [number, number] | undefined;
    for (let n = 0; n < 600; n += 1) {
      const { v, loc } = one.readAt(MIDNIGHT_MS + 9 * 3_600_000 + n * 3_000, 3_000);
      if (v['speedKmh'] === 0) stops += 1;
      if (before !== undefined) expect(distanceM(before, loc!)).toBeLessThan((55 / 3.6) * 3 + 2);
      before = loc;
    }
    const nearest = Math.min(
      ...pack.roads.flatMap((road) =>
        road.points.slice(1).map((b, i) => offLineM(road.points[i]!, b, before!)),
      ),
    );
    expect(nearest).toBeLessThan(3);
  }
  expect(stops).toBeGreaterThan(200);
});

test('it rains in the rainy season and hardly in February; rain is never negative', () => {
  const pack = hcmc();
  const weather = makeWeather(42, pack, { localTime: makeLocalTime(pack.zone), causes: NO_CAUSES });
  const millimetres = (month: number): number => {
    let sum = 0;
    for (let n = 0; n < 28 * 144; n += 1)
      sum += weather.rainMmH(pack.centre, Date.UTC(2026, month, 1) + n * 600_000) / 6;
    return sum;
  };
  const [february, september] = [millimetres(1), millimetres(8)];
  expect(february).toBeGreaterThanOrEqual(0);
  expect(september).toBeGreaterThan(80);
  expect(september).toBeLessThan(900);
  expect(february).toBeLessThan(0.3 * september);
});

/** Metres from a point to a stretch of road. */
function offLineM(
  a: readonly [number, number],
  b: readonly [number, number],
  p: readonly [number, number],
): number {
  const kx = Math.cos((a[1] * Math.PI) / 180);
  const [bx, by, px, py] = [(b[0] - a[0]) * kx, b[1] - a[1], (p[0] - a[0]) * kx, p[1] - a[1]];
  const share = Math.max(0, Math.min(1, (px * bx + py * by) / (bx * bx + by * by || 1)));
  return Math.hypot(px - share * bx, py - share * by) * 111_320;
}
