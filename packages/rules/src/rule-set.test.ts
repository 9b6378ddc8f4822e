import { CanonicalWriter } from '@metropane/base';
import { expect, test } from 'vitest';
import { ruleFixture } from './rule-fixture.ts';
import { parseRule } from './rule-schema.ts';
import { RuleSet } from './rule-set.ts';

const state = (rules: RuleSet): string => {
  const hashes: string[] = [];
  rules.forEachCanonical((key, fill) => {
    const writer = new CanonicalWriter();
    fill(writer);
    hashes.push(`${key} ${writer.hash().join()}`);
  });
  return hashes.join('\n');
};

test('[R17] a rule of the pack keeps its revision while it reads the same, and leaves with the pack', () => {
  const rules = new RuleSet();
  expect(rules.putPack([ruleFixture(), ruleFixture({ id: 's' })], 1).changed).toHaveLength(2);
  expect(rules.putPack([ruleFixture(), ruleFixture({ id: 's' })], 2).changed).toEqual([]);
  const { changed, gone } = rules.putPack([ruleFixture({ when: 'a > 11' })], 3);
  expect(changed.map(({ revision }) => revision)).toEqual([2]);
  expect(gone.map(({ rule }) => rule.id)).toEqual(['s']);
  expect(rules.values().map(({ rule }) => rule.id)).toEqual(['r']);
});

test('a rule of a person outlives the pack; another revision than the disabled one is in use again', () => {
  const rules = new RuleSet();
  rules.putPack([ruleFixture()], 1);
  rules.put({ rule: ruleFixture({ when: 'a > 50' }), revision: 2, by: 'an', atMs: 2 });
  rules.putPack([], 3);
  expect(rules.get('r')).toMatchObject({ revision: 2, by: 'an' });
  expect(rules.disable('r', 1, { reason: 'x', atMs: 4 })).toBeUndefined();
  rules.disable('r', 2, { reason: 'x', atMs: 4 });
  rules.disable('r', 2, { reason: 'told again', atMs: 5 });
  expect(rules.get('r')?.disabled).toEqual({ reason: 'x', atMs: 4 });
  rules.put({ rule: ruleFixture(), revision: 3, by: 'an', atMs: 6 });
  expect(rules.get('r')?.disabled).toBeUndefined();
});

test('a rule that does not compile is kept with its fault', () => {
  const rules = new RuleSet();
  const put = rules.put({ rule: ruleFixture({ when: 'a >' }), revision: 1, by: 'an', atMs: 1 });
  expect(put).toMatchObject({ compiled: null, fault: { code: 'syntax', field: 'when' } });
});

test('a restored set is the same', () => {
  const rules = new RuleSet();
  rules.putPack([ruleFixture({ id: 'b' }), ruleFixture({ id: 'a' })], 1);
  rules.disable('b', 1, { reason: 'x', atMs: 2 });
  const next = new RuleSet();
  next.restore(rules.snapshot());
  expect(state(next)).toBe(state(rules));
  expect(next.get('a')?.compiled?.evaluate({ a: 11, b: 0 }).outcome).toBe('holds');
});

test('a rule is checked in shape before it is compiled', () => {
  expect(parseRule(ruleFixture())).toEqual({ ok: true, value: ruleFixture() });
  expect(parseRule({ ...ruleFixture(), severity: 5 })).toMatchObject({ fault: { field: 'severity' } });
  expect(parseRule({ ...ruleFixture(), colour: 'red' })).toMatchObject({ fault: { code: 'schema' } });
  expect(parseRule({ ...ruleFixture(), inputs: {} })).toMatchObject({ fault: { field: 'inputs' } });
  expect(parseRule({ ...ruleFixture(), response: undefined })).toMatchObject({
    fault: { field: 'response' },
  });
  const odd = { a: { kind: 'window', metric: 'm', window: 'PT2M', statistic: 'last' } };
  expect(parseRule({ ...ruleFixture(), inputs: odd })).toMatchObject({ fault: { field: 'inputs.a.window' } });
});
