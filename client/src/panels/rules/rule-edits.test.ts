import type { Rule } from '@metropane/city';
import { expect, test } from 'vitest';
import { amountOf, durationMs, unitOf } from './duration-units.ts';
import { addInput, removeInput, renameInput, usesOf } from './rule-edits.ts';
import { hasShape } from './rule-shape.ts';

const TEXT = { vi: 'v', en: 'e' };
const rule: Rule = {
  id: 'r',
  name: TEXT,
  per: 'entity',
  domain: 'river',
  inputs: {
    level: { kind: 'window', metric: 'levelM', window: 'PT5M', statistic: 'mean' },
    levels: { kind: 'number', value: 2 },
  },
  when: 'level  >= levels',
  clear: '[level, levels].all(x, x < 1.0) // level below',
  severities: [{ when: 'level>3', severity: 1 }],
  shows: { value: 'level', limit: 'level' },
  severity: 2,
  respondWithinMs: 600_000,
  category: 'flood',
  ...{ cause: TEXT, consequence: TEXT, response: TEXT },
  isEnabled: true,
  source: 's',
};

test('a renamed input is renamed wherever it is named, in whatever way the condition is written, and stays in its place', () => {
  const renamed = renameInput(rule, 'level', 'depth');
  expect(renamed).toEqual({
    ...rule,
    inputs: { depth: rule.inputs['level'], levels: rule.inputs['levels'] },
    when: 'depth  >= levels',
    clear: '[depth, levels].all(x, x < 1.0) // level below',
    severities: [{ when: 'depth>3', severity: 1 }],
    shows: { value: 'depth', limit: 'depth' },
  });
  expect(Object.keys(renamed.inputs)).toEqual(['depth', 'levels']);
  expect(renameInput(renamed, 'depth', 'level')).toEqual(rule);
});

test('a name that is taken changes nothing: two inputs never become one', () => {
  expect(renameInput(rule, 'level', 'levels')).toBe(rule);
});

test('a new input gets a name that is free; one that goes takes nothing with it', () => {
  const number = { kind: 'number', value: 0 } as const;
  const more = addInput(addInput(rule, 'level', number), 'level', number);
  expect(Object.keys(more.inputs)).toEqual(['level', 'levels', 'level2', 'level3']);
  expect(removeInput(removeInput(more, 'level3'), 'level2')).toEqual(rule);
});

test('where an input is named is told by field, without those whose name only begins alike', () => {
  expect(usesOf(rule, 'level')).toEqual([
    'when',
    'clear',
    'severities[0].when',
    'shows.value',
    'shows.limit',
  ]);
  expect(usesOf(rule, 'levels')).toEqual(['when', 'clear']);
  expect(usesOf(rule, 'below')).toEqual([]);
});

test('a duration keeps its milliseconds in the unit in which it is shown', () => {
  for (const ms of [0, 1, 999, 1_000, 90_000, 90_500, 3_600_000, 5_400_000, 86_400_000, 604_799_999])
    expect(durationMs(amountOf(ms, unitOf(ms)), unitOf(ms))).toBe(ms);
  expect([90_000, 120_000, 7_200_000, 1_500].map(unitOf)).toEqual(['s', 'min', 'h', 's']);
});

test.each([
  ['a list in place of texts', { ...rule, name: [] }],
  ['an input of a kind that nobody knows', { ...rule, inputs: { a: { kind: 'guess' } } }],
  ['an input without what its kind needs', { ...rule, inputs: { a: { kind: 'rate', metric: 'm' } } }],
  ['inherited names as kinds', { ...rule, inputs: { a: { kind: 'toString' } } }],
  ['a number for a condition', { ...rule, when: 3 }],
  ['no rule at all', []],
])('%s is left to the text', (_, value) => {
  expect(hasShape(value)).toBe(false);
  expect(hasShape(rule)).toBe(true);
});
