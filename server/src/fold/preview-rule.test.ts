import type { Rule } from '@metropane/city';
import { compileRule } from '@metropane/rules';
import { expect, test } from 'vitest';
import { alarmRoom, depths, ruleOf } from './alarm-room-fixture.ts';
import type { ControlRoom } from './control-room.ts';
import { type Preview, previewRule } from './preview-rule.ts';
import { T0 } from './room-fixture.ts';

const MIN = 60_000;

function preview(room: ControlRoom, rule: Rule): Preview {
  const compiled = compileRule(rule);
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return previewRule(room, { rule, compiled: compiled.value });
}
const told = ({ items }: Preview): string[] =>
  items.map(({ key, state, value }) => `${key} ${state} ${value}`);

function flooded(more: Rule[] = []): ControlRoom {
  const room = alarmRoom([ruleOf(), ...more]);
  depths(room, 'deep', [[MIN, 30]]);
  depths(room, 'near', [[MIN, 9]]);
  depths(room, 'far', [[MIN, 1]]);
  return room;
}

test('what would call now comes first, then what is nearest to the limit, as the edited rule sees it', () => {
  const room = flooded();
  expect(told(preview(room, ruleOf()))).toEqual([
    'flood/deep calls 30',
    'flood/near clear 9',
    'flood/far clear 1',
  ]);
  const lower = preview(
    room,
    ruleOf({ when: 'depth > 5', clear: 'depth < 1.5', shows: { value: 'depth', limit: 5 } }),
  );
  expect(told(lower)).toEqual(['flood/deep calls 30', 'flood/near calls 9', 'flood/far clear 1']);
  expect(lower).toMatchObject({
    keys: 3,
    looked: 3,
    counts: { calls: 2, clear: 1, unknown: 0 },
    broke: null,
  });
  const between = preview(room, ruleOf({ when: 'depth > 20', clear: 'depth < 5' }));
  expect(told(between)[1]).toBe('flood/near between 9');
});

test('it says which keys have an alarm now, and changes nothing: state, what is told, what is watched', () => {
  const sums = ruleOf({
    id: 'sums',
    inputs: {
      depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'sum' },
      rise: { kind: 'rate', metric: 'depthCm', spanMs: MIN },
      quiet: { kind: 'silence' },
    },
    when: 'depth > 1 && rise > 0 && quiet > 0',
  });
  const room = flooded([sums]);
  room.takeDerived();
  const hash = room.stateHash();
  const before = JSON.stringify(room.snapshot());
  const higher = preview(room, ruleOf({ when: 'depth > 1000' })).items;
  expect(higher.map(({ key, state, isStanding }) => `${key} ${state} ${isStanding}`)).toEqual([
    'flood/near clear false',
    'flood/far clear false',
    'flood/deep clear true',
  ]);
  expect(preview(room, sums).items.map(({ missing }) => missing)).toEqual([['rise'], ['rise'], ['rise']]);
  preview(room, { ...sums, id: 'new' });
  expect([room.stateHash(), JSON.stringify(room.snapshot()), room.takeDerived()]).toEqual([hash, before, []]);
});

test('what lacks a value is not judged, and says which: stale windows, no baseline, reports that nobody counts', () => {
  const room = flooded();
  room.fold({ kind: 'tick', nowMs: T0 + 60 * MIN }, 9);
  expect(preview(room, ruleOf())).toMatchObject({
    counts: { unknown: 3 },
    items: [{ missing: ['depth'] }, {}, {}],
  });
  depths(room, 'deep', [[61 * MIN, 30]]);
  const usual = ruleOf({
    inputs: {
      depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
      usual: { kind: 'baseline', metric: 'depthCm', bound: 'high' },
    },
    when: 'depth > usual',
    shows: { value: 'depth', limit: 'usual' },
  });
  const deep = preview(room, usual).items.find(({ key }) => key === 'flood/deep');
  expect(deep).toMatchObject({ state: 'unknown', missing: ['usual'], value: 30, limit: null });
  const calls = ruleOf({
    id: 'calls',
    inputs: { told: { kind: 'reports', category: 'flood', spanMs: MIN } },
    when: 'told >= 1.0',
    per: 'city',
    shows: { value: 'told' },
  });
  expect(preview(room, calls).items).toMatchObject([{ key: 'city', state: 'unknown', missing: ['told'] }]);
});

test('outside its hours nothing is judged; a rule that breaks says on which key', () => {
  const room = flooded();
  // 08:00 UTC is the zone of the room.
  const night = ruleOf({ schedule: { from: '20:00', to: '22:00' } });
  expect(preview(room, night).counts).toMatchObject({ 'off-hours': 3, calls: 0 });
  const breaks = ruleOf({ when: 'int(depth) / int(depth - 30.0) > 1' });
  expect(preview(room, breaks).broke).toMatchObject({
    key: 'flood/deep',
    reason: expect.stringContaining('zero'),
  });
});

test('at most 50 keys of a state are told, and all are counted', () => {
  const room = alarmRoom([ruleOf()]);
  for (let n = 0; n < 60; n++) depths(room, `s${n}`, [[MIN + n, n]]);
  const { counts, items, looked } = preview(room, ruleOf());
  expect([looked, counts.calls, counts.clear, items.length]).toEqual([60, 49, 11, 60]);
  expect(preview(room, ruleOf({ when: 'depth >= 0' })).items).toHaveLength(50);
});
