import { expect, test } from 'vitest';

import { type LevelOfService, levelOfService } from '@metropane/city';

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
const FIVE_MINUTES = 300_000;
const DAY = 24 * HOUR;

test.skipIf(!hasArchive('aarhus_traffic'))('aarhus.yaml gives the archive’s answers', () => {
  const oracle = oracleOf<{
    rows: number;
    slowest_full_hour: { sensor: string; start: string; mean_kmh: number };
    max_daily_vehicle_count: { sensor: string; day: string; vehicles: number };
    city_mean_speed_at: { t: string; n: number; mean: number };
    zero_speed_rows: number;
  }>('aarhus_traffic');
  const archive = readArchive(exampleBindings('aarhus.yaml')[0]!);
  expect(archive.rejected).toEqual([]);
  expect(archive.observations.length).toBe(oracle.rows);
  const tally = tallyOf(archive);
  expect(tally).toMatchObject({
    duplicate: 0,
    late: 0,
    missing: 0,
    received: 3 * oracle.rows,
    counted: 3 * oracle.rows,
  });

  const hours = panesOf(tally.settled, 'speedKmh', { lengthMs: HOUR }).filter((pane) => pane.n === 12);
  const slowest = greatest(hours, (pane) => -pane.mean);
  expect(slowest.mean).toBe(oracle.slowest_full_hour.mean_kmh);
  const ties = hours.filter((pane) => pane.mean === slowest.mean);
  const { sensor, start } = oracle.slowest_full_hour;
  expect(ties.some((pane) => pane.entity === sensor && pane.startMs === Date.parse(start))).toBe(true);

  const busiest = greatest(panesOf(tally.settled, 'vehicleCount', { lengthMs: DAY }), (pane) => pane.sum);
  const { vehicles, day } = oracle.max_daily_vehicle_count;
  expect(busiest).toMatchObject({
    entity: oracle.max_daily_vehicle_count.sensor,
    sum: vehicles,
    startMs: Date.parse(day),
  });

  const at = Date.parse(oracle.city_mean_speed_at.t);
  const city = tally.settled.filter((reading) => reading.tMs === at && reading.metric === 'speedKmh');
  expect(city.length).toBe(oracle.city_mean_speed_at.n);
  expect(city.reduce((sum, reading) => sum + reading.value, 0) / city.length).toBeCloseTo(
    oracle.city_mean_speed_at.mean,
    9,
  );
  expect(tally.settled.filter((r) => r.metric === 'speedKmh' && r.value === 0).length).toBe(
    oracle.zero_speed_rows,
  );
  const suspect = archive.observations.filter((o) =>
    o.readings.some((r) => r.metric === 'speedKmh' && r.flag === 3),
  );
  expect(suspect.length).toBeGreaterThan(1_000);
  expect(suspect.every((o) => o.readings.find((r) => r.metric === 'vehicleCount')?.value === 0)).toBe(true);
});

test.skipIf(!hasArchive('hcmc_traffic_status'))('hcmc-traffic.yaml gives the archive’s answers', () => {
  const oracle = oracleOf<{
    busiest_segment_window: {
      segment_id: string;
      start: string;
      count: number;
      mean: number;
      min: number;
      max: number;
    };
    busiest_local_day: {
      date_local_UTC7: string;
      rows: number;
      segments: number;
      mean_of_all: number;
      segments_with_day_mean_lt_10: number;
    };
    busiest_city_window: { start: string; rows: number; mean: number; distinct_segments: number };
    nonempty_segment_windows: number;
    LOS_counts_threshold35: Record<LevelOfService, number>;
  }>('hcmc_traffic_status');
  const archive = readArchive(exampleBindings('hcmc-traffic.yaml')[0]!);
  expect(archive.rejected).toEqual([]);
  const tally = tallyOf(archive);
  expect(tally).toMatchObject({ received: 28_902, counted: 28_902, duplicate: 0, late: 0, missing: 0 });

  const windows = panesOf(tally.settled, 'speedKmh', { lengthMs: FIVE_MINUTES });
  expect(windows.length).toBe(oracle.nonempty_segment_windows);
  const wanted = oracle.busiest_segment_window;
  const busiest = greatest(windows, (pane) => pane.n);
  expect(busiest).toMatchObject({
    entity: `seg-${wanted.segment_id}`,
    startMs: Date.parse(wanted.start),
    n: wanted.count,
    min: wanted.min,
    max: wanted.max,
  });
  expect(busiest.mean).toBeCloseTo(wanted.mean, 6);

  const city = tally.settled.map((reading) => ({ ...reading, entity: '' }));
  const cityWindow = panesOf(city, 'speedKmh', { lengthMs: FIVE_MINUTES }).find(
    (pane) => pane.startMs === Date.parse(oracle.busiest_city_window.start),
  );
  expect(cityWindow).toMatchObject({
    n: oracle.busiest_city_window.rows,
    mean: oracle.busiest_city_window.mean,
  });

  const day = greatest(panesOf(city, 'speedKmh', { lengthMs: DAY, shiftMs: 7 * HOUR }), (pane) => pane.n);
  expect(day.startMs).toBe(Date.parse(`${oracle.busiest_local_day.date_local_UTC7}T00:00:00+07:00`));
  expect(day.n).toBe(oracle.busiest_local_day.rows);
  expect(day.mean).toBeCloseTo(oracle.busiest_local_day.mean_of_all, 6);
  const segments = panesOf(tally.settled, 'speedKmh', { lengthMs: DAY, shiftMs: 7 * HOUR }).filter(
    (pane) => pane.startMs === day.startMs,
  );
  expect(segments.length).toBe(oracle.busiest_local_day.segments);
  expect(segments.filter((pane) => pane.mean < 10).length).toBe(
    oracle.busiest_local_day.segments_with_day_mean_lt_10,
  );

  const levels: Partial<Record<LevelOfService, number>> = {};
  for (const { value } of tally.settled) {
    const level = levelOfService(value);
    levels[level] = (levels[level] ?? 0) + 1;
  }
  expect(levels).toEqual(oracle.LOS_counts_threshold35);
});

test.skipIf(!hasArchive('hcmc_traffic_status'))('hcmc-sweep.yaml counts every row of the ten sweeps', () => {
  const archive = readArchive(exampleBindings('hcmc-sweep.yaml')[0]!);
  expect(archive.rejected).toEqual([]);
  const tally = tallyOf(archive);
  expect(tally).toMatchObject({ received: 36_090, counted: 36_090, duplicate: 0, late: 0 });
  expect(new Set(tally.settled.map((reading) => reading.entity)).size).toBe(3_609);
});
