import type { Rule } from '@metropane/city';
import { expect, test } from 'vitest';
import { RuleBroke } from './compile-expression.ts';
import { compileRule } from './compile-rule.ts';
import { STEP_LIMIT } from './expression-cost.ts';
import { ruleFixture } from './rule-fixture.ts';

const rule = (over: Partial<Rule>): Rule => ruleFixture(over);
/** Outcome of `when` for values of a and b. */
function outcome(over: Partial<Rule>, a: number | null, b: number | null = 0): string {
  const compiled = compileRule(rule(over));
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.value.evaluate({ a, b }).outcome;
}

test.each([
  ['a >', { line: 1, column: 3 }, 'syntax'],
  ['(a > 1 ||\n b > 2', { line: 2, column: 7 }, 'syntax'],
  ['a > 1 && c > 2', { line: 1, column: 10 }, 'unknown-name'],
  ['a > 1 ||\n b + x > 2', { line: 2, column: 6 }, 'unknown-name'],
  ['a.b > 1', { line: 1, column: 2 }, 'too-costly'],
  ['"ab".size() > 3 || [a].map(v, v).exists(w, w > a) || {"k": a}.k > 1', undefined, 'too-costly'],
])('[R1] %j is refused with its place', (when, position, code) => {
  const compiled = compileRule(rule({ when }));
  if (compiled.ok) throw new Error('it was taken');
  expect(compiled.fault).toMatchObject({ code, field: 'when' });
  if (position !== undefined) expect(compiled.fault.position).toEqual(position);
});

test.each([
  ['a + b', 'the result is not true or false'],
  ['a * 2 > 1', 'write 2.0 instead of 2'],
  ['a && b', 'expected bool, got double'],
  ['now() > a', 'unbound function'],
  ['"x"', 'the result is not true or false'],
])('%j is refused for its types', (when, message) => {
  const compiled = compileRule(rule({ when }));
  expect(compiled).toMatchObject({ ok: false, fault: { code: 'type', field: 'when' } });
  if (!compiled.ok) expect(compiled.fault.message).toContain(message);
});

test('an unknown name is told together with the names that there are', () => {
  const compiled = compileRule(rule({ when: 'depth > 1' }));
  if (compiled.ok) throw new Error('it was taken');
  expect(compiled.fault.message).toBe('"depth" is no input of the rule; it has: a, b');
  expect(compileRule(rule({ shows: { value: 'depth' } }))).toMatchObject({
    fault: { field: 'shows.value', code: 'unknown-name' },
  });
});

test('[R2] what an evaluation may cost is bounded before there is any', () => {
  const list = (n: number): string => `[${Array.from({ length: n }, () => 'a').join(', ')}]`;
  const twice = `${list(30)}.exists(v, ${list(30)}.exists(w, w > v))`;
  const compiled = compileRule(rule({ when: twice }));
  expect(compiled).toMatchObject({ ok: false, fault: { code: 'too-costly' } });
  const once = compileRule(rule({ when: `${list(30)}.exists(v, v > 1)` }));
  if (!once.ok) throw new Error(once.fault.message);
  expect(once.value.evaluate({ a: 2, b: 0 }).steps).toBeLessThan(STEP_LIMIT);
  const deep = `${'('.repeat(60)}a > 1${')'.repeat(60)}`;
  expect(compileRule(rule({ when: deep })).ok).toBe(true);
  expect(compileRule(rule({ when: `${'!'.repeat(60)}(a > 1)` })).ok).toBe(true);
  const nested = Array.from({ length: 60 }).reduce<string>((text) => `(${text} + a)`, 'a');
  expect(compileRule(rule({ when: `${nested} > 1` }))).toMatchObject({ fault: { code: 'too-costly' } });
  expect(compileRule(rule({ when: `a > 1 || ${'a > 1 || '.repeat(300)}b > 1` }))).toMatchObject({
    fault: { code: 'too-costly' },
  });
});

test('[R3] a missing value decides only where it decides', () => {
  expect(outcome({ when: 'a > 1 || b > 1' }, 2, null)).toBe('holds');
  expect(outcome({ when: 'a > 1 || b > 1' }, 0, null)).toBe('unknown');
  expect(outcome({ when: 'a > 1 && b > 1' }, 0, null)).toBe('ended');
  expect(outcome({ when: 'a > 1 && b > 1' }, 2, null)).toBe('unknown');
  expect(outcome({ when: '!(a > 1)' }, null)).toBe('unknown');
  expect(outcome({ when: 'a == b' }, null, null)).toBe('unknown');
  expect(outcome({ when: 'a != b' }, null)).toBe('unknown');
  expect(outcome({ when: '[a, b].exists(v, v > 1)' }, 0, 2)).toBe('holds');
  // A list is known when all of it is.
  expect(outcome({ when: '[a, b].exists(v, v > 1)' }, 2, null)).toBe('unknown');
  expect(outcome({ when: '[a, b].filter(v, v > 1).size() >= 2' }, 3, 3)).toBe('holds');
});

test('[R4] between the limit that raises and the one that clears nothing is said', () => {
  const over = { when: 'a > 10', clear: 'a < 8' };
  expect([12, 10, 9, 8, 7].map((a) => outcome(over, a))).toEqual([
    'holds',
    'between',
    'between',
    'between',
    'ended',
  ]);
  expect(outcome(over, null)).toBe('unknown');
  // It can be over although what would raise it is not known.
  expect(outcome({ when: 'a > 10 && b > 1', clear: 'a < 8' }, 7, null)).toBe('ended');
});

test('[R5] the first severity that holds counts, and one that cannot be told lowers nothing', () => {
  const severities = [
    { when: 'b > 5', severity: 1 as const },
    { when: 'a > 20', severity: 2 as const },
  ];
  const compiled = compileRule(rule({ when: 'a > 10', severity: 3, severities }));
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const { evaluate } = compiled.value;
  expect(evaluate({ a: 30, b: 9 })).toMatchObject({ severity: 1, isSeverityKnown: true });
  expect(evaluate({ a: 30, b: 0 })).toMatchObject({ severity: 2, isSeverityKnown: true });
  expect(evaluate({ a: 12, b: 0 })).toMatchObject({ severity: 3, isSeverityKnown: true });
  expect(evaluate({ a: 12, b: null })).toMatchObject({ severity: 3, isSeverityKnown: false });
});

test('[R6] what breaks although all was measured is an error, not an unknown', () => {
  const compiled = compileRule(rule({ when: 'int(a) / int(b) > 1' }));
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const { evaluate } = compiled.value;
  expect(() => evaluate({ a: 1, b: 0 })).toThrow(RuleBroke);
  expect(() => evaluate({ a: 1e300, b: 1 })).toThrow(RuleBroke);
  expect(evaluate({ a: null, b: 0 }).outcome).toBe('unknown');
});
