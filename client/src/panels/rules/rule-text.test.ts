import { expect, test } from 'vitest';
import { readRule } from './rule-text.ts';

test('says where the text stops being JSON', () => {
  const read = readRule('{\n  "id": "x",\n  "when": }\n}');
  expect(read).toMatchObject({ ok: false, line: 3, column: 11 });
});

test('a list or a number is no rule', () => {
  expect(readRule('[]').ok).toBe(false);
  expect(readRule('7').ok).toBe(false);
  expect(readRule('{"id":"x"}')).toEqual({ ok: true, rule: { id: 'x' } });
});
