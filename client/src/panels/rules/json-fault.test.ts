import { expect, test } from 'vitest';
import { jsonFaultAt } from './json-fault.ts';

test.each([
  ['{"a":1,}', 7],
  ['{"a":1 "b":2}', 7],
  ['{"a": }', 6],
  ['{"a": "x', 6],
  ['[1, 2', 5],
  ['', 0],
  ['{"a":1} x', 8],
  ['[01]', 2],
])('%j stops being JSON at %i', (text, at) => {
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  expect(jsonFaultAt(text)).toBe(at);
});

test('what the browser reads as JSON has no fault', () => {
  for (const text of [
    '{}',
    '[]',
    ' {"a": [1, -2.5e3, true, null, "x\\u00e9\\n"], "b": {"c": {}}} ',
    '"x"',
    '0',
  ]) {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(jsonFaultAt(text)).toBeNull();
  }
});
