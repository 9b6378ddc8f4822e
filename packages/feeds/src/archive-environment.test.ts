import { expect, test } from 'vitest';

import {
  exampleBindings,
  greatest,
  hasArchive,
  oracleOf,
  panesOf,
  readArchive,
  tallyOf,
} from './archive-fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Station {
  rows: number;
  missing_hours: number;
  worst_full_local_day: string;
  worst_day_mean_pm25: number;
  hours_pm25_gt_50: number;
  longest_gap_h: number;
}

test.skipIf(!hasArchive('hcmc_air_healthyair'))(
  'healthyair.yaml gives the archive’s answers for all six stations',
  () => {
    const { stations } = oracleOf<{ stations: Record<string, Station> }>('hcmc_air_healthyair');
    const archive = readArchive(exampleBindings('healthyair.yaml')[0]!);
    expect(archive.rejected).toEqual([]);
    expect(archive.observations.length).toBe(31_324);
    const tally = tallyOf(archive);
    expect(tally).toMatchObject({
      duplicate: 0,
      late: 0,
      missing: 60 + 3_246 + 5_633 + 1_809 + 3_599 + 1_428 + 1_428,
    });
    expect(tally.counted).toBe(31_324 * 8 - tally.missing);
    expect(archive.observations[0]).toMatchObject({
      entity: 'healthyair-1',
      tMs: Date.parse('2021-02-23T14:00:00Z'),
    });

    for (const [station, wanted] of Object.entries(stations)) {
      const hours = tally.settled.filter(
        (r) => r.entity === `healthyair-${station}` && r.metric === 'pm25UgM3',
      );
      expect(hours.length).toBe(wanted.rows);
      expect(hours.filter((hour) => hour.value > 50).length).toBe(wanted.hours_pm25_gt_50);
      const days = panesOf(hours, 'pm25UgM3', { lengthMs: DAY, shiftMs: 7 * HOUR }).filter(
        (day) => day.n === 24,
      );
      const worst = greatest(days, (day) => day.mean);
      expect(worst.startMs).toBe(Date.parse(`${wanted.worst_full_local_day}T00:00:00+07:00`));
      expect(worst.mean).toBeCloseTo(wanted.worst_day_mean_pm25, 6);
      const times = hours.map((hour) => hour.tMs).sort((a, b) => a - b);
      const gaps = times.slice(1).map((time, index) => (time - times[index]!) / HOUR);
      expect(Math.max(...gaps)).toBe(wanted.longest_gap_h);
      expect(Math.round((times.at(-1)! - times[0]!) / HOUR) + 1 - times.length).toBe(wanted.missing_hours);
    }
  },
);

test.skipIf(!hasArchive('singapore_rain'))('singapore-rain.yaml gives the archive’s answers', () => {
  const oracle = oracleOf<{
    rows: number;
    wettest_hour: { station: string; start: string; mm: number; n: number };
    wettest_station_day: { station: string; date_local: string; mm: number };
    station_hours_ge_20mm: number;
    station_hours_ge_40mm: number;
    incomplete_station_hours: number;
  }>('singapore_rain');
  const [rain, pm25] = exampleBindings('singapore-rain.yaml');
  const archive = readArchive(rain!);
  expect(archive.rejected).toEqual([]);
  expect(archive.observations.length).toBe(oracle.rows);
  const tally = tallyOf(archive);
  expect(tally).toMatchObject({ counted: oracle.rows, duplicate: 0, late: 0, missing: 0 });
  const hours = panesOf(tally.settled, 'rainMm', { lengthMs: HOUR });
  const { station, start, mm, n } = oracle.wettest_hour;
  const wettest = greatest(hours, (hour) => hour.sum);
  expect(wettest).toMatchObject({ entity: station, startMs: Date.parse(start), n });
  expect(wettest.sum).toBeCloseTo(mm, 9);
  // Sums of tenths: 20.000000000000004 is 20 mm.
  const atLeast = (limit: number): number => hours.filter((hour) => hour.sum >= limit - 1e-9).length;
  expect(atLeast(20)).toBe(oracle.station_hours_ge_20mm);
  expect(atLeast(40)).toBe(oracle.station_hours_ge_40mm);
  expect(hours.filter((hour) => hour.n < 12).length).toBe(oracle.incomplete_station_hours);
  const day = greatest(
    panesOf(tally.settled, 'rainMm', { lengthMs: DAY, shiftMs: 8 * HOUR }),
    (pane) => pane.sum,
  );
  expect(day.entity).toBe(oracle.wettest_station_day.station);
  expect(day.startMs).toBe(Date.parse(`${oracle.wettest_station_day.date_local}T00:00:00+08:00`));
  expect(day.sum).toBeCloseTo(oracle.wettest_station_day.mm, 9);

  const hourly = readArchive(pm25!);
  expect(hourly.rejected).toEqual([]);
  expect(tallyOf(hourly)).toMatchObject({ counted: 3_540, duplicate: 0, late: 0 });
});

test.skipIf(!hasArchive('camau_water_mqtt'))('camau.yaml gives the archive’s answers', () => {
  const oracle = oracleOf<{
    rows: number;
    distinct_observations: number;
    duplicate_rows: number;
    keys_with_conflicting_values: number;
    rows_with_arrival_lag_gt_1h: number;
    rows_from_future: number;
    water_level_max: { station: string; t: string; value: number };
    water_level_min: { station: string; t: string; value: number };
  }>('camau_water_mqtt');
  const archive = readArchive(exampleBindings('camau.yaml')[0]!);
  expect(archive.rejected).toEqual([]);
  expect(archive.observations.length).toBe(oracle.rows);
  const tally = tallyOf(archive);
  expect(tally).toMatchObject({
    received: oracle.rows,
    duplicate: oracle.duplicate_rows,
    late: 0,
    counted: oracle.distinct_observations,
    conflict: oracle.keys_with_conflicting_values,
    missing: 0,
  });
  const lags = archive.observations.map((row) => row.arrivalMs - row.tMs);
  expect(lags.filter((lag) => lag > HOUR).length).toBe(oracle.rows_with_arrival_lag_gt_1h);
  expect(lags.filter((lag) => lag < 0).length).toBe(oracle.rows_from_future);
  const levels = tally.settled.filter((reading) => reading.metric === 'waterLevelM');
  const highest = greatest(levels, (reading) => reading.value);
  expect(highest).toMatchObject({
    tMs: Date.parse(oracle.water_level_max.t),
    value: oracle.water_level_max.value,
  });
  const lowest = greatest(levels, (reading) => -reading.value);
  expect(lowest).toMatchObject({
    tMs: Date.parse(oracle.water_level_min.t),
    value: oracle.water_level_min.value,
  });
  expect(new Set(tally.settled.map((reading) => `${reading.entity} ${reading.metric}`)).size).toBe(105);
});
