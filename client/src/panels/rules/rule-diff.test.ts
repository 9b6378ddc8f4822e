import { expect, test } from 'vitest';
import { ruleDiff } from './rule-diff.ts';

test('names each field that changed, came or went, and nothing else', () => {
  const before = { when: 'a > 1', inputs: { a: { kind: 'number', value: 1 } }, days: [1, 2], same: true };
  const after = { when: 'a > 2', inputs: { b: { kind: 'number', value: 1 } }, days: [1, 3], same: true };
  expect(ruleDiff(before, after).map(({ path }) => path)).toEqual(['days', 'inputs.a', 'inputs.b', 'when']);
  expect(ruleDiff(before, after).at(-1)).toEqual({ path: 'when', before: 'a > 1', after: 'a > 2' });
  expect(ruleDiff(before, after)[1]).toMatchObject({ after: undefined });
});

test('equal rules have no difference, in whatever order their fields were written', () => {
  expect(ruleDiff({ a: 1, b: { c: 2, d: [3] } }, { b: { d: [3], c: 2 }, a: 1 })).toEqual([]);
});
