import { expect, test } from 'vitest';
import { TextList } from './text-list.ts';

test('a number leads back to its text, whatever came between', () => {
  const list = new TextList();
  const texts = Array.from({ length: 5_000 }, (_, i) => `city/v1/obs/air/station-${(i * 7) % 3_001}`);
  const numbers = texts.map((text) => list.numberOf(text));
  expect(numbers.map((number) => list.texts[number])).toEqual(texts);
});

test('a few texts that come again and again are kept once', () => {
  const list = new TextList();
  for (let i = 0; i < 1_000; i++) list.numberOf(`feed-${i % 10}`);
  expect(list.texts).toHaveLength(10);
});

test('cleared, it knows none of its texts', () => {
  const list = new TextList();
  list.numberOf('');
  list.numberOf('a');
  list.clear();
  expect(list.numberOf('a')).toBe(0);
  expect(list.texts).toEqual(['a']);
});
