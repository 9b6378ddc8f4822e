import { expect, test } from 'vitest';
import type { IndicatorConfig } from '../fold/fold-config.ts';
import { feedConfig, indicatorConfig, makeRoom, reading, T0, tell } from '../fold/room-fixture.ts';
import { heatRecords, indicatorRecords, trendRecords } from './panel-records.ts';

const BIN = 300_000;
const moment = { nowMs: T0, dayStartMs: Date.UTC(2026, 10, 23) };
const show = (over: Partial<IndicatorConfig>, told: Parameters<typeof tell>[1]) => {
  const room = makeRoom({ indicators: [indicatorConfig(over)] });
  if (told.length > 0) tell(room, told);
  return indicatorRecords(room, moment)[0]!;
};

test('a figure without a reading has no value and no time, and says that no feed delivers it', () => {
  for (const aggregate of ['mean', 'sum', 'sumOfMeans', 'max', 'last', 'within'] as const) {
    const record = show({ aggregate }, []);
    expect(record, aggregate).toMatchObject({
      value: null,
      eventTimeMs: null,
      priority: null,
      noSource: true,
      n: 0,
    });
    expect(
      record.spark.values.every((value) => value === null),
      aggregate,
    ).toBe(true);
  }
});

test('a figure carries the time of its newest event, not of the moment', () => {
  const record = show({}, [
    reading('a', 10, { tMs: T0 - 3 * BIN }),
    reading('a', 30, { tMs: T0 - 3 * BIN + 7 }),
  ]);
  expect(record).toMatchObject({ value: 20, eventTimeMs: T0 - 3 * BIN + 7, n: 2, noSource: false });
  expect(record.spark.values.filter((value) => value !== null)).toEqual([20]);
  expect(record.spark.startMs + record.spark.values.indexOf(20) * record.spark.stepMs).toBe(T0 - 3 * BIN);
});

test('a sum over an hour is null while the hour is not covered: unknown is not small', () => {
  const hour = (bins: number) =>
    Array.from({ length: bins }, (_, i) => reading('a', 5, { tMs: T0 - i * BIN })).reverse();
  const sum = { aggregate: 'sum', spanMs: 3_600_000 } as const;
  expect(show(sum, hour(12)).value).toBe(60);
  expect(show(sum, hour(11)).value, 'the newest bin may have just begun').toBe(55);
  expect(show(sum, hour(10)).value).toBeNull();
});

test('a sum of gauges counts the entities that tell the metric, not all of the domain', () => {
  const told = [reading('a', 10), reading('b', 30), reading('c', 1, { metric: 'voltageV' })];
  expect(show({ aggregate: 'sumOfMeans' }, told).value).toBe(40);
  const named = { domain: 'power', metric: 'loadMw', entities: ['a', 'b', 'never-heard'] };
  expect(show({ aggregate: 'sumOfMeans', source: named }, told).value).toBe(40);
});

test('within is the share of readings inside the band, borders included', () => {
  const told = [-60, 0, 300, 301].map((value, i) => reading('a', value, { tMs: T0 + i }));
  expect(show({ aggregate: 'within', band: [-60, 300] }, told).value).toBe(75);
});

test('the most urgent level that is reached is the priority; no value has none', () => {
  const levels = [
    { priority: 3, op: 'ge', value: 10 },
    { priority: 1, op: 'ge', value: 20 },
  ] as const;
  const at = (value: number) => show({ levels: [...levels] }, [reading('a', value)]).priority;
  expect([at(9), at(10), at(20), at(25)]).toEqual([null, 3, 1, 1]);
  expect(
    show({ levels: [{ priority: 1, op: 'le', value: 5 }] }, []).priority,
    'nothing is not little',
  ).toBeNull();
});

test('devices online are those heard of lately, or within two periods of a slow feed; no device is no share', () => {
  const online = indicatorConfig({ kind: 'devices-online' });
  expect(indicatorRecords(makeRoom({ indicators: [online] }), moment)[0]).toMatchObject({
    value: null,
    eventTimeMs: null,
  });
  const feeds = [feedConfig(), feedConfig({ id: 'slow', periodMs: 3_600_000 })];
  const room = makeRoom({ feeds, indicators: [online] });
  const hourAgo = { tMs: T0 - 3_600_000 };
  tell(room, [reading('new', 1), reading('old', 1, hourAgo)]);
  tell(room, [reading('slow', 1, hourAgo)], 'slow');
  expect(indicatorRecords(room, moment)[0]).toMatchObject({ value: 66.6667, n: 3, detail: { en: '2 / 3' } });
});

test('a chart line has the whole civil day, null where nothing was told', () => {
  const trend = {
    panel: 'p',
    name: { vi: '', en: '' },
    unit: 'm',
    decimals: 2,
    aggregate: 'last',
    periodMs: BIN,
    levels: [],
  } as const;
  const source = { domain: 'power', metric: 'loadMw' };
  const room = makeRoom({ trends: [{ ...trend, id: 't', source, levels: [] }] });
  tell(room, [reading('a', 1, { tMs: T0 }), reading('a', 2, { tMs: T0 + 1 })]);
  const [record] = trendRecords(room, moment);
  expect(record).toMatchObject({
    value: 2,
    eventTimeMs: T0 + 1,
    spark: { startMs: moment.dayStartMs, stepMs: BIN },
  });
  expect(record!.spark.values).toHaveLength(288);
  expect(
    record!.spark.values.map((value, i) => (value === null ? null : i)).filter((i) => i !== null),
  ).toEqual([96]);
});

test('a heat map has a row per station and an hour per column, null where nothing was told; its columns lie where they say', () => {
  const rows = ['a', 'b'].map((entity) => ({ entity, name: { vi: entity, en: entity } }));
  const heat = {
    id: 'h',
    name: { vi: '', en: '' },
    unit: '',
    domain: 'power',
    metric: 'loadMw',
    rows,
    periodMs: 3_600_000,
  };
  const room = makeRoom({ heats: [heat] });
  tell(room, [reading('a', 0)]);
  const [record] = heatRecords(room, moment);
  expect(record).toMatchObject({ eventTimeMs: T0, startMs: moment.dayStartMs });
  expect(record!.values[0]![8]).toBe(0);
  expect(record!.values.flat().filter((value) => value !== null)).toEqual([0]);
  const [halfHour] = heatRecords(room, { ...moment, dayStartMs: moment.dayStartMs - 5.5 * 3_600_000 });
  expect(halfHour!.startMs + halfHour!.values[0]!.indexOf(0) * halfHour!.stepMs).toBe(T0);
});

test('a bin that was shown as closed and then corrected within lateness says how often; in order, too late, or another series does not', () => {
  const power = { domain: 'power', metric: 'loadMw' };
  const trend = {
    ...indicatorConfig({ id: 't', aggregate: 'mean' }),
    panel: 'p',
    aggregate: 'mean',
    source: power,
  } as const;
  const heat = { id: 'h', name: { vi: '', en: '' }, unit: '', ...power, periodMs: BIN };
  const room = makeRoom({
    indicators: [
      indicatorConfig({ id: 'mean' }),
      indicatorConfig({ id: 'sum', aggregate: 'sum', spanMs: 3_600_000 }),
    ],
    trends: [trend],
    heats: [{ ...heat, rows: [{ entity: 'a', name: { vi: 'a', en: 'a' } }] }],
  });
  const end = T0 + BIN;
  tell(room, [
    reading('a', 10, { tMs: T0 }),
    reading('a', 20, { tMs: end - 1 }),
    reading('b', 5, { tMs: end - 9_000 }),
  ]);
  const seen = () => ({
    tiles: indicatorRecords(room, moment).map(({ revision }) => revision),
    trend: trendRecords(room, moment)[0]!.spark.revised,
    heat: heatRecords(room, moment)[0]!.revised,
  });
  const never = { tiles: [undefined, undefined], trend: undefined, heat: undefined };
  expect(seen()).toEqual(never);
  // The watermark of `a` is still inside the bin: disorder, not a correction.
  tell(room, [reading('a', 11, { tMs: end + 4_000 }), reading('a', 12, { tMs: end - 2 })]);
  expect(seen()).toEqual(never);
  // Now it has passed the end; the watermark of `b` has not.
  tell(room, [reading('a', 13, { tMs: end + 6_000 }), reading('b', 5, { tMs: end - 8_000 })]);
  expect(seen()).toEqual(never);
  tell(room, [reading('a', 14, { tMs: end - 3 }), reading('a', 14, { tMs: end - 3 })]);
  expect(seen(), 'a duplicate corrects nothing').toEqual({
    tiles: [1, 1],
    trend: [[96, 1]],
    heat: undefined,
  });
  tell(room, [reading('a', 1, { tMs: end + 300_000 }), reading('a', 15, { tMs: end - 4 })]);
  expect(room.lastOutcomes.at(-1), 'outside the allowed lateness').toBe('late');
  expect(seen().trend, 'the bin is two bins old').toEqual([[96, 1]]);
  expect(seen().tiles).toEqual([undefined, 1]);
  const hour = T0 + 3_600_000;
  tell(room, [reading('a', 1, { tMs: hour + 6_000 }), reading('a', 2, { tMs: hour - 1_000 })]);
  expect(seen().heat).toEqual([[0, 8, 1]]);
});
