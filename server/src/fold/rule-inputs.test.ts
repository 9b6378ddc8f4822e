import { expect, test } from 'vitest';
import { alarmRoom, depths, ruleOf, standing } from './alarm-room-fixture.ts';
import type { ControlRoom } from './control-room.ts';
import { reading, T0, tell } from './room-fixture.ts';

const MIN = 60_000;
const tick = (room: ControlRoom, ms: number): void => room.fold({ kind: 'tick', nowMs: T0 + ms }, 3);

test('[R3] several inputs decide with what is known: a true side of an "or" is enough', () => {
  const inputs = {
    depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
    rain: {
      kind: 'window',
      metric: 'rainMm',
      window: 'PT1M',
      statistic: 'last',
      domain: 'rain',
      entity: 'r',
    },
  } as const;
  const room = alarmRoom([
    ruleOf({ id: 'either', inputs, when: 'depth > 10 || rain > 5' }),
    ruleOf({ id: 'both', inputs, when: 'depth > 10 && rain > 5' }),
  ]);
  depths(room, 'a', [[0, 12]]);
  expect(standing(room)).toEqual(['either flood/a 0 true unacknowledged']);
  tell(room, [reading('r', 8, { domain: 'rain', metric: 'rainMm', tMs: T0 })]);
  tick(room, 1);
  expect(standing(room)).toHaveLength(2);
});

test('[R13] silence is measured in the time of the room, and ends with a reading', () => {
  const rule = ruleOf({
    id: 'silent',
    inputs: { quiet: { kind: 'silence', metric: 'depthCm' } },
    when: `quiet > ${10 * MIN}.0`,
    shows: { value: 'quiet', limit: 10 * MIN },
  });
  const room = alarmRoom([rule]);
  tick(room, 60 * MIN);
  expect(standing(room)).toEqual([]);
  depths(room, 'a', [[61 * MIN, 1]]);
  for (let ms = 62 * MIN; ms <= 71 * MIN; ms += MIN) tick(room, ms);
  expect(standing(room)).toEqual([]);
  tick(room, 71 * MIN + 1);
  expect(standing(room)).toHaveLength(1);
  depths(room, 'a', [[72 * MIN, 1]]);
  expect(standing(room)[0]).toContain('false');
});

test('[R13] what the centre did not listen to is no silence', () => {
  const rule = ruleOf({
    id: 'silent',
    inputs: { quiet: { kind: 'silence', metric: 'depthCm' } },
    when: `quiet > ${10 * MIN}.0`,
    shows: { value: 'quiet' },
  });
  const room = alarmRoom([rule]);
  depths(room, 'a', [[0, 1]]);
  // Down for the night.
  tick(room, 600 * MIN);
  for (let min = 601; min <= 610; min++) tick(room, min * MIN);
  expect(standing(room)).toEqual([]);
  tick(room, 610 * MIN + 1);
  expect(standing(room)).toHaveLength(1);
});

test('[R19] a rate needs its whole span, and no hole in it', () => {
  const rule = ruleOf({
    inputs: { rise: { kind: 'rate', metric: 'depthCm', spanMs: 10 * MIN } },
    when: 'rise > 60',
    shows: { value: 'rise', limit: 60 },
  });
  const room = alarmRoom([rule]);
  for (let min = 0; min < 10; min++) depths(room, 'a', [[min * MIN, 2 * min]]);
  expect(standing(room)).toEqual([]);
  depths(room, 'a', [[10 * MIN, 20]]);
  const [alarm] = room.alarms.values();
  expect(alarm?.trigger).toMatchObject({ value: 120, unit: 'cm/h' });
  const holed = alarmRoom([rule]);
  depths(holed, 'a', [
    [0, 0],
    [40 * MIN, 90],
  ]);
  expect(standing(holed)).toEqual([]);
});

test('neighbours within a radius raise together', () => {
  const place = (lon: number) => ({ loc: [106.7 + lon, 10.77] as const, name: { vi: 'x', en: 'x' } });
  const rule = ruleOf({
    inputs: {
      depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
      around: {
        kind: 'near',
        domain: 'flood',
        metric: 'depthCm',
        window: 'PT1M',
        statistic: 'last',
        radiusM: 500,
        combine: 'max',
      },
    },
    when: 'depth > 10 && around > 10',
  });
  const places = { 'flood/a': place(0), 'flood/b': place(0.003), 'flood/far': place(0.1) };
  const room = alarmRoom([rule], { places });
  depths(room, 'a', [[0, 20]]);
  depths(room, 'far', [[0, 20]]);
  expect(standing(room)).toEqual([]);
  depths(room, 'b', [[1_000, 15]]);
  expect(standing(room).map((one) => one.split(' ')[1])).toEqual(['flood/a', 'flood/b']);
});

test('how often it came again in a span, and how many reports there are, can be asked', () => {
  const unit = { code: 'w1', name: 'W' };
  const room = alarmRoom(
    [
      ruleOf(),
      ruleOf({
        id: 'often',
        inputs: { times: { kind: 'repeat', rule: 'deep', spanMs: 30 * MIN } },
        when: 'times >= 3.0',
        entities: ['a'],
        shows: { value: 'times', limit: 3 },
      }),
      ruleOf({
        id: 'calls',
        per: 'ward',
        inputs: { told: { kind: 'reports', category: 'flood', spanMs: 10 * MIN } },
        when: 'told >= 2.0',
        shows: { value: 'told', limit: 2 },
      }),
    ],
    { places: { 'flood/a': { loc: [106.7, 10.7], name: { vi: 'x', en: 'x' }, unit } } },
  );
  for (let i = 0; i < 3; i++)
    depths(room, 'a', [
      [i * 4 * MIN, 12],
      [i * 4 * MIN + MIN, 1],
    ]);
  tick(room, 10 * MIN);
  expect(standing(room).filter((one) => one.startsWith('often'))).toHaveLength(1);
  tick(room, 60 * MIN);
  expect(standing(room).find((one) => one.startsWith('often'))).toContain('false');
  const told = (id: string, seq: number): void => {
    const report = { source: '1022', id, tMs: room.nowMs, category: 'flood', title: 't' };
    const body = { report, unit, simulated: true };
    const entry = { kind: 'report', v: 1, atMs: room.nowMs, actor: 'feed:mqtt', body };
    room.fold({ kind: 'journal', seq, entry }, 4);
  };
  told('1', 1);
  told('1', 2);
  tick(room, 61 * MIN);
  expect(standing(room).some((one) => one.startsWith('calls'))).toBe(false);
  told('2', 3);
  tick(room, 62 * MIN);
  expect(standing(room).filter((one) => one.startsWith('calls ward/w1'))).toHaveLength(1);
});

test('[R14] a dated level is that of the day of the event', () => {
  const day = 86_400_000;
  const thresholds = [
    {
      id: 'gauge',
      editions: [
        { fromMs: 0, toMs: T0 + day, levels: [{ name: 'I', value: 20 }] },
        { fromMs: T0 + day, levels: [{ name: 'I', value: 10 }] },
      ],
    },
  ];
  const rule = ruleOf({
    inputs: {
      depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
      limit: { kind: 'threshold', threshold: 'gauge', level: 'I' },
    },
    when: 'depth >= limit',
    shows: { value: 'depth', limit: 'limit' },
  });
  const room = alarmRoom([rule], { thresholds });
  depths(room, 'a', [
    [0, 15],
    [day - 1, 15],
  ]);
  expect(standing(room)).toEqual([]);
  depths(room, 'a', [[day, 15]]);
  expect([...room.alarms.values()][0]?.trigger).toMatchObject({ value: 15, limit: 10 });
});

test('[R7] outside its hours a rule watches nothing, also over midnight', () => {
  // T0 is 15:00 in Ho Chi Minh City.
  const rule = ruleOf({ schedule: { from: '22:00', to: '06:00' } });
  const room = alarmRoom([rule], { config: { zone: 'Asia/Ho_Chi_Minh' } });
  const hours = (h: number): number => h * 60 * MIN;
  depths(room, 'a', [
    [0, 20],
    [hours(6.9), 20],
  ]);
  expect(standing(room)).toEqual([]);
  depths(room, 'a', [[hours(7), 20]]);
  expect(standing(room)).toHaveLength(1);
  depths(room, 'a', [
    [hours(10), 20],
    [hours(14.9), 20],
  ]);
  expect(standing(room)[0]).toContain('true');
  // Nothing is heard any more, and yet the morning comes.
  tick(room, hours(15));
  tick(room, hours(15) + 10_000);
  expect(standing(room)[0]).toContain('false');
});

test('[R12] too few of the promised readings decide nothing', () => {
  const rule = ruleOf({
    minCompleteness: 0.5,
    inputs: { depth: { kind: 'window', metric: 'depthCm', window: 'PT5M', statistic: 'mean' } },
  });
  const periods = { 'flood/a': { depthCm: 10_000 } };
  const room = alarmRoom([rule], { periods });
  depths(room, 'a', [[100_000, 30]]);
  expect(standing(room)).toEqual([]);
  for (let ms = 110_000; ms <= 200_000; ms += 10_000) depths(room, 'a', [[ms, 30]]);
  // 10 of 20.
  expect(standing(room)).toEqual(['deep flood/a 190000 true unacknowledged']);
});

test('[R11] a total of a running window stands beside the one before it', () => {
  const rule = ruleOf({
    inputs: { n: { kind: 'window', metric: 'depthCm', window: 'PT5M', statistic: 'sum' } },
    when: 'n >= 10.0',
    shows: { value: 'n', limit: 10 },
  });
  const room = alarmRoom([rule]);
  depths(room, 'a', [
    [0, 6],
    [MIN, 6],
  ]);
  expect(standing(room)).toHaveLength(1);
  depths(room, 'a', [
    [5 * MIN, 1],
    [9 * MIN, 1],
  ]);
  expect(standing(room)[0]).toContain('true');
  depths(room, 'a', [[10 * MIN, 1]]);
  expect(standing(room)[0]).toContain('false');
});

test('a model that was fitted outside tells what is usual', () => {
  const rule = ruleOf({
    inputs: {
      depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
      usual: { kind: 'baseline', metric: 'depthCm', bound: 'high' },
    },
    when: 'depth > usual',
    shows: { value: 'depth', limit: 'usual' },
  });
  const room = alarmRoom([rule]);
  depths(room, 'a', [[0, 50]]);
  expect(standing(room)).toEqual([]);
  const row = Array.from({ length: 168 }, () => 20);
  const model = { low: row, mid: row, high: row, fittedToMs: T0, hours: 500 };
  const entry = {
    kind: 'model-fitted',
    v: 1,
    atMs: T0,
    actor: 'system',
    body: { series: 'flood/a/depthCm', model },
  };
  room.fold({ kind: 'journal', seq: 1, entry }, 5);
  depths(room, 'a', [[MIN, 50]]);
  expect(standing(room)).toHaveLength(1);
});
