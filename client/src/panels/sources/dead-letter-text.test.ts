import { expect, test } from 'vitest';
import { itemOf, letterText } from './dead-letter-text.ts';

test('of an array the refused item alone, as it came', () => {
  const text = ' [ {"v":[1,2.50]}, {"s":"a,]b\\"[,"} ,3, [4,[5]] ]';
  expect([0, 1, 2, 3, 4].map((index) => itemOf(text, index))).toEqual([
    '{"v":[1,2.50]}',
    '{"s":"a,]b\\"[,"}',
    '3',
    '[4,[5]]',
    null,
  ]);
  expect(itemOf('{"v":1}', 0)).toBeNull();
});

test('the text of a letter is laid out, whatever could not be read stays as it came', () => {
  const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  expect(letterText({ payloadBase64: base64('[{"co":1480.0},2]'), index: 0 })).toBe('{\n  "co": 1480.0\n}');
  expect(letterText({ payloadBase64: base64('{"tên": "Lê Duẩn"'), index: -1 })).toBe('{"tên": "Lê Duẩn"');
  expect(letterText({ payloadBase64: base64('x'.repeat(5_000)), index: -1 })).toHaveLength(4_001);
});
