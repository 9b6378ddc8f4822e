import { expect, test } from 'vitest';
import { laidOutJson, shownPayload } from './shown-payload.ts';

test('JSON is laid out, and every value stays as it came', () => {
  const came =
    '{"t":"2026-11-23T14:05:07+07:00","v":{"pm25UgM3":31.20,"n":12345678901234567890},"a":[1,{}],"e":[],"s":"a, \\"b\\": {c}"}';
  const shown = laidOutJson(came);
  expect(shown).toBe(`{
  "t": "2026-11-23T14:05:07+07:00",
  "v": {
    "pm25UgM3": 31.20,
    "n": 12345678901234567890
  },
  "a": [
    1,
    {}
  ],
  "e": [],
  "s": "a, \\"b\\": {c}"
}`);
  expect(JSON.parse(shown)).toEqual(JSON.parse(came));
});

test('what is no JSON is not touched, and bytes are shown as hex', () => {
  expect(laidOutJson('{"t": 1,')).toBe('{"t": 1,');
  expect(laidOutJson('31.20')).toBe('31.20');
  expect(shownPayload({ b64: btoa('\u0001Ab') })).toBe(`000000  01 41 62${' '.repeat(39)}  ·Ab`);
});
