import { expect, test } from 'vitest';
import { alarmConfig, alarmRoom, depths, ruleOf, standing, transitions } from './alarm-room-fixture.ts';
import type { ControlRoom } from './control-room.ts';
import { EMPTY_CONFIG } from './fold-config.ts';
import { feedConfig, makeRoom, reading, T0, tell } from './room-fixture.ts';

const MIN = 60_000;
const RAISED = 'flood/a normal>unacknowledged';
const OVER = 'flood/a unacknowledged>returned-unacknowledged';
const tick = (room: ControlRoom, ms: number): void => room.fold({ kind: 'tick', nowMs: T0 + ms }, 3);

test('a condition raises on the tick after the reading and returns when it is over', () => {
  const room = alarmRoom([ruleOf()]);
  depths(room, 'a', [[0, 5]]);
  expect(transitions(room)).toEqual([]);
  depths(room, 'a', [[10_000, 12]]);
  expect(transitions(room)).toEqual([RAISED]);
  expect(standing(room)).toEqual(['deep flood/a 10000 true unacknowledged']);
  const [alarm] = room.alarms.values();
  expect(alarm).toMatchObject({
    priority: 2,
    trigger: { value: 12, limit: 10, unit: 'cm', tMs: T0 + 10_000 },
    raisedAtMs: T0 + 10_000,
    simulated: false,
  });
  depths(room, 'a', [[20_000, 3]]);
  expect(transitions(room)).toEqual([OVER]);
});

test('[R8] on- and off-delay count event time, and a change of mind in between starts them anew', () => {
  const room = alarmRoom([ruleOf({ onDelayMs: 2 * MIN, offDelayMs: MIN })]);
  depths(room, 'a', [
    [0, 12],
    [MIN, 12],
    [90_000, 4],
    [2 * MIN, 12],
    [4 * MIN - 1, 12],
  ]);
  expect(transitions(room)).toEqual([]);
  depths(room, 'a', [[4 * MIN, 12]]);
  expect(standing(room)).toEqual(['deep flood/a 120000 true unacknowledged']);
  depths(room, 'a', [
    [5 * MIN, 4],
    [5.5 * MIN, 11],
    [6 * MIN, 4],
    [6.9 * MIN, 4],
  ]);
  expect(standing(room)[0]).toContain('true');
  depths(room, 'a', [[7 * MIN, 4]]);
  expect(standing(room)[0]).toContain('false');
});

test('[R4] between the two limits nothing is raised and nothing is cleared', () => {
  const room = alarmRoom([ruleOf({ clear: 'depth < 5' })]);
  depths(room, 'a', [[0, 8]]);
  expect(standing(room)).toEqual([]);
  depths(room, 'a', [
    [MIN, 12],
    [2 * MIN, 8],
    [3 * MIN, 11],
    [4 * MIN, 6],
  ]);
  expect(transitions(room)).toEqual([RAISED]);
  depths(room, 'a', [[5 * MIN, 4]]);
  expect(transitions(room)).toEqual([OVER]);
});

test('[R3] what is not measured is no all-clear, and no alarm', () => {
  const room = alarmRoom([
    ruleOf({ onDelayMs: 5 * MIN }),
    ruleOf({ id: 'dry', when: 'depth < 1', domain: 'flood' }),
  ]);
  depths(room, 'a', [
    [0, 12],
    [2 * MIN, 12],
  ]);
  // An hour of silence: neither has the condition lasted, nor is it over.
  for (let ms = 3 * MIN; ms < 63 * MIN; ms += MIN) tick(room, ms);
  expect(transitions(room)).toEqual([]);
  depths(room, 'a', [[63 * MIN, 12]]);
  expect(transitions(room)).toEqual([]);
  depths(room, 'a', [
    [66 * MIN, 12],
    [68 * MIN, 12],
  ]);
  expect(standing(room)).toEqual(['deep flood/a 3780000 true unacknowledged']);
  for (let ms = 69 * MIN; ms < 200 * MIN; ms += MIN) tick(room, ms);
  tell(room, [reading('a', null, { domain: 'flood', metric: 'depthCm', tMs: T0 + 199 * MIN })]);
  tick(room, 200 * MIN);
  expect(standing(room)).toEqual(['deep flood/a 3780000 true unacknowledged']);
});

test('[R3] an evaluation that lacks a value moves nothing on: neither an alarm that stands nor a delay', () => {
  const rule = ruleOf({
    onDelayMs: 2 * MIN,
    inputs: {
      depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
      wind: {
        kind: 'window',
        metric: 'mps',
        window: 'PT1M',
        statistic: 'last',
        domain: 'weather',
        entity: 'w',
      },
    },
    when: 'depth > 10 && wind >= 0',
    clear: 'depth <= 10 && wind >= 0',
  });
  const room = alarmRoom([rule]);
  const wind = (ms: number): void => {
    tell(room, [reading('w', 3, { domain: 'weather', metric: 'mps', tMs: T0 + ms })]);
    tick(room, ms);
  };
  wind(0);
  depths(room, 'a', [[0, 12]]);
  // The wind goes on and on; of the street nothing is known any more.
  for (let ms = MIN; ms <= 30 * MIN; ms += MIN) wind(ms);
  const before = room.desk.watch.evaluations;
  wind(31 * MIN);
  expect(room.desk.watch.evaluations).toBe(before + 1);
  expect(standing(room)).toHaveLength(1);
  depths(room, 'a', [[32 * MIN, 4]]);
  expect(standing(room)[0]).toContain('false');
  depths(room, 'a', [[33 * MIN, 12]]);
  for (let ms = 34 * MIN; ms <= 35 * MIN; ms += MIN) wind(ms);
  depths(room, 'a', [[36 * MIN, 12]]);
  expect(standing(room)[0]).toContain('true');
  for (let ms = 37 * MIN; ms <= 90 * MIN; ms += MIN) wind(ms);
  expect(standing(room)[0]).toContain('true');
});

test('[R9] old readings raise nothing as if they were of now', () => {
  const room = alarmRoom([ruleOf()]);
  tick(room, 180 * MIN);
  depths(room, 'a', [
    [0, 50],
    [MIN, 50],
    [160 * MIN, 50],
  ]);
  expect(transitions(room)).toEqual([]);
  depths(room, 'a', [[175 * MIN, 50]]);
  expect(standing(room)).toEqual(['deep flood/a 10500000 true unacknowledged']);
});

test('[R10] late readings and repeated ones raise and clear nothing', () => {
  const room = alarmRoom([ruleOf({ clear: 'depth < 5' })]);
  depths(room, 'a', [
    [0, 4],
    [10 * MIN, 4],
  ]);
  const late = { domain: 'flood', metric: 'depthCm', tMs: T0 + MIN };
  expect(tell(room, [reading('a', 50, late)])).toEqual(['late']);
  tick(room, 10 * MIN);
  expect(transitions(room)).toEqual([]);
  depths(room, 'a', [
    [11 * MIN, 12],
    [12 * MIN, 12],
  ]);
  expect(transitions(room)).toEqual([RAISED]);
  // The repetition of an old low value must not bring it back.
  expect(tell(room, [reading('a', 4, { ...late, tMs: T0 + 10 * MIN })])).toEqual(['duplicate']);
  expect(tell(room, [reading('a', 1, late)])).toEqual(['late']);
  tick(room, 12 * MIN);
  expect(transitions(room)).toEqual([]);
});

test('[R16] an alarm is suppressed by design while the one that explains it stands', () => {
  const reason = { vi: 'đã có báo động lớn', en: 'a greater alarm stands' };
  const low = ruleOf({
    id: 'low',
    severity: 3,
    when: 'depth > 5',
    suppressedBy: { rules: ['deep'], reason },
  });
  const room = alarmRoom([ruleOf(), low]);
  depths(room, 'a', [[0, 12]]);
  expect(standing(room)).toEqual(['deep flood/a 0 true unacknowledged', 'low flood/a 0 true suppressed']);
  depths(room, 'a', [[MIN, 7]]);
  expect(standing(room)).toEqual([
    'deep flood/a 0 false returned-unacknowledged',
    'low flood/a 0 true unacknowledged',
  ]);
});

test('[R6] a rule that breaks is told once, used no more, and stops nobody', () => {
  const broken = ruleOf({ id: 'broken', when: 'int(depth) / int(depth - 12.0) > 10' });
  const room = alarmRoom([broken, ruleOf()]);
  depths(room, 'a', [
    [0, 12],
    [MIN, 13],
  ]);
  const derived = room.takeDerived();
  const broke = derived.filter(({ kind }) => kind === 'derived.rule-broke');
  expect(broke).toEqual([
    {
      kind: 'derived.rule-broke',
      dedupKey: ['rule-broke', 'broken', 1].join('\0'),
      atMs: T0,
      body: { ruleId: 'broken', revision: 1, reason: 'int divide by zero' },
    },
  ]);
  expect(standing(room)).toEqual(['deep flood/a 0 true unacknowledged']);
  expect(room.desk.rules.get('broken')?.disabled).toEqual({ reason: 'int divide by zero', atMs: T0 });
});

test('[R17] a rule of a person takes the place of the one of the pack, judges what stands, and outlives a new pack', () => {
  const room = alarmRoom([ruleOf()]);
  depths(room, 'a', [[0, 12]]);
  const put = (rule: unknown, revision: number, seq: number): void => {
    const body = { rule, revision, by: 'an' };
    room.fold({ kind: 'journal', seq, entry: { kind: 'rule', v: 1, atMs: T0 + MIN, actor: 'an', body } }, 5);
  };
  put(ruleOf({ when: 'depth > 11' }), 2, 1);
  tick(room, MIN);
  expect(standing(room)).toEqual(['deep flood/a 0 true unacknowledged']);
  put(ruleOf({ when: 'depth > 20' }), 3, 2);
  tick(room, MIN + 1);
  expect(standing(room)[0]).toContain('false');
  room.configure({
    ...EMPTY_CONFIG,
    feeds: [feedConfig()],
    alarms: alarmConfig([ruleOf({ when: 'depth > 1' })]),
  });
  expect(room.desk.rules.get('deep')).toMatchObject({ revision: 3, by: 'an' });
  put(ruleOf({ isEnabled: false }), 4, 3);
  depths(room, 'a', [[2 * MIN, 90]]);
  expect(standing(room)[0]).toContain('false');
});

test('[R15] urgent rules are evaluated first, a bounded number a tick, and the rest waits', () => {
  const room = alarmRoom([
    ruleOf({ id: 'a-mild', severity: 4, per: 'entity' }),
    ruleOf({ id: 'z-worst', severity: 1 }),
  ]);
  const all = Array.from({ length: 3_000 }, (_, i) =>
    reading(`e${i}`, 50, { domain: 'flood', metric: 'depthCm' }),
  );
  tell(room, all);
  tick(room, 0);
  const raised = (): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { ruleId } of room.alarms.values()) counts[ruleId] = (counts[ruleId] ?? 0) + 1;
    return counts;
  };
  const first = raised();
  expect(first['a-mild'] ?? 0).toBe(0);
  expect(first['z-worst']).toBeGreaterThan(1_000);
  expect(first['z-worst']).toBeLessThan(3_000);
  expect(room.desk.watch.waiting).toBe(6_000 - first['z-worst']!);
  for (let ms = 1; ms < 10; ms++) tick(room, ms);
  expect(raised()).toEqual({ 'a-mild': 3_000, 'z-worst': 3_000 });
  expect(room.desk.watch.waiting).toBe(0);
});

test('alarms of simulated feeds are marked', () => {
  const room = makeRoom({
    feeds: [feedConfig({ simulated: true })],
    alarms: alarmConfig([
      ruleOf(),
      ruleOf({
        id: 'city',
        per: 'city',
        inputs: { d: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'max' } },
        when: 'd > 10',
        shows: { value: 'd', limit: 10 },
      }),
    ]),
  });
  depths(room, 'a', [[0, 12]]);
  tick(room, 5_000);
  expect([...room.alarms.values()].map(({ key, simulated }) => [key, simulated])).toEqual([
    ['flood/a', true],
    ['city', true],
  ]);
});
