import { expect, test } from 'vitest';

import type { Observation } from './observation.ts';
import type { ReadingsFrame } from './readings-frame.ts';
import { ReadingsFrameBuilder } from './readings-frame-builder.ts';
import { decodeReadingsFrame, encodeReadingsFrame } from './readings-frame-codec.ts';

function observation(entity: string, values: (number | null)[]): Observation {
  return {
    domain: 'air',
    entity,
    tMs: 1_000,
    arrivalMs: 1_500,
    readings: values.map((value, index) => ({ metric: `m${index}`, value, flag: value === null ? 9 : 1 })),
  };
}

test('null becomes NaN, a missing place NaN, a missing id string 0', () => {
  const builder = new ReadingsFrameBuilder('f', 1);
  builder.add(observation('a', [1, null]));
  const frame = builder.build();
  expect([...frame.value]).toEqual([1, Number.NaN]);
  expect([...frame.lon, ...frame.lat]).toEqual([Number.NaN, Number.NaN]);
  expect([...frame.id]).toEqual([0]);
  expect(frame.texts.at(0)).toBe('');
});

test('a new frame starts after build, in the same memory and with its own strings', () => {
  const builder = new ReadingsFrameBuilder('f', 1);
  builder.add(observation('a', [1]));
  const first = decodeReadingsFrame(encodeReadingsFrame(builder.build()));
  expect(builder.observationCount).toBe(0);
  builder.add(observation('b', [2, 3]));
  const second = builder.build();
  expect(first.texts.all()).toContain('a');
  expect(second.texts.all()).not.toContain('a');
  expect([...second.value]).toEqual([2, 3]);
  expect(builder.build().timeMs.length).toBe(0);
});

test('the columns grow past their first size', () => {
  const builder = new ReadingsFrameBuilder('f', 1);
  for (let row = 0; row < 3_000; row++) builder.add(observation(`e${row}`, [row, row + 0.5]));
  const frame = decodeReadingsFrame(encodeReadingsFrame(builder.build()));
  expect(frame.timeMs.length).toBe(3_000);
  expect(frame.value[5_999]).toBe(2_999.5);
  expect(frame.texts.at(frame.entity[2_999]!)).toBe('e2999');
  expect([...frame.readingEnd.subarray(2_997)]).toEqual([5_996, 5_998, 6_000]);
});

test.each([
  [
    'rows that end before they start',
    'frame-index',
    (frame: ReadingsFrame) => frame.readingEnd.set([2, 1, 3]),
  ],
  ['a string beyond the table', 'frame-index', (frame: ReadingsFrame) => frame.entity.set([99])],
  ['a metric beyond the table', 'frame-index', (frame: ReadingsFrame) => frame.metric.set([99])],
  ['readings that no row owns', 'frame-index', (frame: ReadingsFrame) => frame.readingEnd.set([1, 2, 2])],
  ['a flag that does not exist', 'frame-value', (frame: ReadingsFrame) => frame.flag.set([5])],
  ['an infinite value', 'frame-value', (frame: ReadingsFrame) => frame.value.set([Infinity])],
  ['no time', 'frame-value', (frame: ReadingsFrame) => frame.timeMs.set([Number.NaN])],
  ['a place at infinity', 'frame-value', (frame: ReadingsFrame) => frame.lat.set([-Infinity])],
] as const)('a frame with %s is refused: %s', (_name, code, damage) => {
  const builder = new ReadingsFrameBuilder('f', 1);
  for (const entity of ['a', 'b', 'c']) builder.add(observation(entity, [1]));
  const frame = builder.build();
  damage(frame);
  expect(() => decodeReadingsFrame(encodeReadingsFrame(frame))).toThrow(expect.objectContaining({ code }));
});

test('a reading without a row is a bug', () => {
  expect(() => new ReadingsFrameBuilder('f', 1).addReading('m', 1, 1)).toThrow(/startRow/);
});
