import { expect, test } from 'vitest';
import {
  builtInPack,
  DAY_MS,
  HOUR_MS,
  meanOver,
  MONDAY_MS,
  sumOver,
  systemOf,
  totalAt,
  valueAt,
} from './city-day-fixture.ts';
import { makeCity } from './make-city.ts';
import { sunHeightDeg } from './sun.ts';

const pack = builtInPack('hcmc');
const city = makeCity(42, pack);
const factSum = (domain: string, fact: string): number =>
  pack.stations.reduce((sum, one) => sum + (one.domain === domain ? Number(one.facts?.[fact] ?? 0) : 0), 0);
const span = (fromHour: number, toHour: number, day = 0): { fromMs: number; toMs: number } => ({
  fromMs: MONDAY_MS + day * DAY_MS + fromHour * HOUR_MS,
  toMs: MONDAY_MS + day * DAY_MS + toHour * HOUR_MS,
});

test('the hotline takes as many calls in a month as 1022 reported in one, fewer at night and on days off', () => {
  const hotline = systemOf(city, 'hotline');
  const month = {
    fromMs: Date.parse('2026-09-25T12:00+07:00'),
    toMs: Date.parse('2026-10-25T12:00+07:00'),
    stepMs: 600_000,
  };
  const calls = sumOver(hotline, 'callsN', month);
  expect(calls).toBeGreaterThan(0.85 * 14_707);
  expect(calls).toBeLessThan(1.2 * 14_707);
  expect(sumOver(hotline, 'callsN', span(1, 5))).toBeLessThan(0.25 * sumOver(hotline, 'callsN', span(8, 12)));
  expect(sumOver(hotline, 'callsN', span(0, 24, 6))).toBeLessThan(
    0.8 * sumOver(hotline, 'callsN', span(0, 24)),
  );
  // Most callers wait less than two minutes, some longer.
  const waits = Array.from({ length: 24 * 12 }, (_, n) =>
    valueAt(hotline.entities[0]!, 'waitS', MONDAY_MS + n * 300_000),
  );
  expect(waits.toSorted((a, b) => a - b)[Math.floor(0.5 * waits.length)]).toBeLessThan(60);
  expect(Math.max(...waits)).toBeLessThan(600);
});

test('emergency lines ring as often as the pack says', () => {
  const calls = systemOf(city, 'emergency');
  const week = sumOver(calls, 'callsN', span(0, 7 * 24));
  const usual = factSum('emergency', 'perHour') * 7 * 24;
  expect(week / usual).toBeGreaterThan(0.88);
  expect(week / usual).toBeLessThan(1.25);
});

test('the grid peaks by day near its peak, falls to little more than half at night, and less is used on a Sunday', () => {
  const power = systemOf(city, 'power');
  const load = Array.from({ length: 96 }, (_, n) => totalAt(power, 'loadMw', MONDAY_MS + n * 900_000));
  const [least, most] = [Math.min(...load), Math.max(...load)];
  const peak = factSum('power', 'peakMw');
  expect(most).toBeGreaterThan(0.8 * peak);
  expect(most).toBeLessThan(1.05 * peak);
  expect(least / most).toBeGreaterThan(0.45);
  expect(least / most).toBeLessThan(0.72);
  expect(load.indexOf(most) / 4).toBeGreaterThan(10);
  expect(load.indexOf(most) / 4).toBeLessThan(21);
  expect(meanOver(power, 'loadMw', span(8, 17, 6))).toBeLessThan(
    0.95 * meanOver(power, 'loadMw', span(8, 17)),
  );
});

test('the metro has two rushes on a working day and none on a holiday', () => {
  const metro = systemOf(city, 'metro');
  const riders = (from: number, to: number, day = 0): number =>
    sumOver(metro, 'passengersCount', span(from, to, day));
  const day = riders(0, 24);
  expect(day).toBeGreaterThan(40_000);
  expect(day).toBeLessThan(80_000);
  expect(riders(7, 8)).toBeGreaterThan(2 * riders(11, 12));
  expect(riders(17, 18)).toBeGreaterThan(2 * riders(13, 14));
  // The 24th of November, a Tuesday, is a day off in this calendar.
  expect(riders(7, 8, 1)).toBeLessThan(1.1 * riders(11, 12, 1));
  expect(riders(0, 4.8)).toBe(0);
  const { v } = metro.entities[0]!.readAt(MONDAY_MS + 2 * HOUR_MS, 60_000);
  expect(v['headwayS']).toBeNull();
  expect(valueAt(metro.entities[5]!, 'headwayS', MONDAY_MS + 7.9 * HOUR_MS)).toBeLessThan(
    valueAt(metro.entities[5]!, 'headwayS', MONDAY_MS + 21.5 * HOUR_MS),
  );
});

test('nine in ten trains run within three minutes of their timetable, and stay on their line', () => {
  const trains = systemOf(city, 'metro-trains');
  expect(trains.entities.length).toBeGreaterThan(5);
  expect(trains.entities.length).toBeLessThan(18);
  const stops = pack.stations.filter((one) => one.domain === 'metro').map(({ loc }) => loc);
  let [late, read] = [0, 0];
  for (const train of trains.entities)
    for (let tMs = MONDAY_MS + 6 * HOUR_MS; tMs < MONDAY_MS + 21 * HOUR_MS; tMs += 120_000) {
      const { v, loc } = train.readAt(tMs, 5_000);
      if (loc === undefined) continue;
      read += 1;
      if (v['delayS']! > 180) late += 1;
      expect(loc[0]).toBeGreaterThanOrEqual(Math.min(...stops.map(([lon]) => lon)));
      expect(loc[0]).toBeLessThanOrEqual(Math.max(...stops.map(([lon]) => lon)));
    }
  expect(read).toBeGreaterThan(2_000);
  expect(late / read).toBeLessThan(0.1);
});

test('a train moves as fast as it says, and never leaps', () => {
  const train = systemOf(city, 'metro-trains').entities[0]!;
  let before: readonly [number, number] | undefined;
  let ridden = 0;
  for (let tMs = MONDAY_MS + 8 * HOUR_MS; tMs < MONDAY_MS + 10 * HOUR_MS; tMs += 5_000) {
    const { v, loc } = train.readAt(tMs, 5_000);
    if (before !== undefined && loc !== undefined) {
      const metres = Math.hypot((loc[0] - before[0]) * 0.9825, loc[1] - before[1]) * 111_320;
      expect(metres).toBeLessThan((75 / 3.6) * 5 + 2);
      if (v['speedKmh']! > 20) ridden += metres;
    }
    before = loc;
  }
  expect(ridden).toBeGreaterThan(30_000);
});

test('noise: the night is quieter than the day by the energy mean, hospitals are quieter than junctions', () => {
  const noise = systemOf(city, 'noise');
  const laeq = (entity: (typeof noise.entities)[number], from: number, to: number): number => {
    let [sum, n] = [0, 0];
    for (let tMs = MONDAY_MS + from * HOUR_MS; tMs < MONDAY_MS + to * HOUR_MS; tMs += 300_000) {
      sum += 10 ** (valueAt(entity, 'laeqDba', tMs) / 10);
      n += 1;
    }
    return 10 * Math.log10(sum / n);
  };
  for (const entity of noise.entities)
    expect(laeq(entity, 1, 4), entity.entity).toBeLessThan(laeq(entity, 7, 19) - 3);
  const day = (id: string): number =>
    laeq(
      noise.entities.find(({ entity }) => entity === id)!,
      7,
      19,
    );
  expect(day('hang-xanh')).toBeGreaterThan(68);
  expect(day('hang-xanh')).toBeLessThan(84);
  expect(day('cho-ray')).toBeLessThan(day('hang-xanh') - 3);
  // More vehicles, but slower ones: the evening rush is about as loud as noon.
  const junction = noise.entities.find(({ entity }) => entity === 'hang-xanh')!;
  expect(Math.abs(laeq(junction, 17, 18.5) - laeq(junction, 10, 15))).toBeLessThan(2.5);
});

test('lamps burn at night only', () => {
  const lighting = systemOf(city, 'lighting');
  let [byDay, dark, withoutCurrent, nights] = [0, 0, 0, 0];
  for (const cabinet of lighting.entities)
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      const tMs = MONDAY_MS + minute * 60_000;
      const height = sunHeightDeg(cabinet.description.loc!, tMs);
      const on = valueAt(cabinet, 'lampsOnPct', tMs);
      if (height > 4 && on > 0) byDay += 1;
      if (height < -4) nights += 1;
      if (height < -4 && on < 60) dark += 1;
      if (on > 0 !== valueAt(cabinet, 'currentA', tMs) > 0) withoutCurrent += 1;
    }
  expect(nights).toBeGreaterThan(1_000);
  expect({ byDay, dark, withoutCurrent }).toEqual({ byDay: 0, dark: 0, withoutCurrent: 0 });
});

test('the sun rises and sets when the almanac says', () => {
  // Ho Chi Minh City, timeanddate.com: 23 November 5:50 and 17:26; 21 June 5:32 and 18:18. To a few minutes.
  const crossings = (day: string): number[] => {
    const found: number[] = [];
    for (let minute = 1; minute < 1_440; minute += 1) {
      const tMs = Date.parse(`${day}T00:00+07:00`) + minute * 60_000;
      const [now, before] = [tMs, tMs - 60_000].map((at) => sunHeightDeg([106.7, 10.78], at) > -0.83);
      if (now !== before) found.push(minute);
    }
    return found;
  };
  for (const [day, rise, set] of [
    ['2026-11-23', 350, 1_046],
    ['2026-06-21', 332, 1_098],
  ] as const) {
    const [rises, sets] = crossings(day);
    expect(Math.abs(rises! - rise), day).toBeLessThanOrEqual(4);
    expect(Math.abs(sets! - set), day).toBeLessThanOrEqual(4);
  }
});

test('water: pressure is lowest when most is drawn', () => {
  const pressure = systemOf(city, 'pressure');
  expect(meanOver(pressure, 'pressureBar', span(18, 20))).toBeLessThan(
    meanOver(pressure, 'pressureBar', span(2, 4)) - 0.6,
  );
  expect(meanOver(pressure, 'pressureBar', span(0, 24))).toBeGreaterThan(2);
});

test('waste: as many tonnes a day as the pack says, most of them after dark', () => {
  const waste = systemOf(city, 'waste');
  const day = sumOver(waste, 'receivedT', span(0, 24));
  expect(day / factSum('waste', 'perDayT')).toBeGreaterThan(0.93);
  expect(day / factSum('waste', 'perDayT')).toBeLessThan(1.07);
  expect(sumOver(waste, 'receivedT', span(20, 23))).toBeGreaterThan(
    2 * sumOver(waste, 'receivedT', span(9, 12)),
  );
});

test('car parks fill by day, squares in the evening, most of all on days off', () => {
  const [parking, crowd] = [systemOf(city, 'parking'), systemOf(city, 'crowd')];
  expect(meanOver(parking, 'occupancyPct', span(9, 16))).toBeGreaterThan(
    3 * meanOver(parking, 'occupancyPct', span(1, 5)),
  );
  const square = { ...crowd, entities: crowd.entities.filter(({ entity }) => entity === 'nguyen-hue') };
  const market = { ...crowd, entities: crowd.entities.filter(({ entity }) => entity === 'ben-thanh') };
  expect(meanOver(square, 'peopleCount', span(19, 21))).toBeGreaterThan(
    2 * meanOver(square, 'peopleCount', span(9, 12)),
  );
  expect(meanOver(square, 'peopleCount', span(19, 21, 6))).toBeGreaterThan(
    2 * meanOver(square, 'peopleCount', span(19, 21)),
  );
  expect(meanOver(market, 'peopleCount', span(9, 12))).toBeGreaterThan(
    3 * meanOver(market, 'peopleCount', span(20, 23)),
  );
});

test('wind belongs to the season: from the north-east in January, from the south-west in August', () => {
  const weather = systemOf(city, 'weather');
  const from = (day: string): { towards: number; mps: number } => {
    let [east, north, mps, n] = [0, 0, 0, 0];
    for (let hour = 0; hour < 24 * 10; hour += 1)
      for (const station of weather.entities) {
        const tMs = Date.parse(`${day}T00:00+07:00`) + hour * HOUR_MS;
        const speed = valueAt(station, 'windSpeedMps', tMs);
        const direction = (valueAt(station, 'windDirectionDeg', tMs) * Math.PI) / 180;
        east += speed * Math.sin(direction);
        north += speed * Math.cos(direction);
        mps += speed;
        n += 1;
      }
    return { towards: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360, mps: mps / n };
  };
  const [january, august] = [from('2026-01-05'), from('2026-08-05')];
  expect(january.towards).toBeGreaterThan(20);
  expect(january.towards).toBeLessThan(110);
  expect(august.towards).toBeGreaterThan(200);
  expect(august.towards).toBeLessThan(265);
  for (const { mps } of [january, august]) {
    expect(mps).toBeGreaterThan(1);
    expect(mps).toBeLessThan(5);
  }
});
