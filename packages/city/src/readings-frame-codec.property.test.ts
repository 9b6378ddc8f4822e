import fc from 'fast-check';
import { expect, test } from 'vitest';

import { textHash } from './frame-texts.ts';
import type { Observation, QartodFlag } from './observation.ts';
import { ReadingsFrameBuilder } from './readings-frame-builder.ts';
import {
  decodeReadingsFrame,
  encodeReadingsFrame,
  FrameDecodeError,
  ReadingsFrameEncoder,
} from './readings-frame-codec.ts';

const flag = fc.constantFrom<QartodFlag>(1, 2, 3, 4, 9);
const word = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.toWellFormed());
const observation: fc.Arbitrary<Observation> = fc
  .record({
    domain: fc.constantFrom('air', 'traffic', 'rain'),
    entity: word,
    tMs: fc.integer({ min: 0, max: 4e12 }),
    arrivalMs: fc.integer({ min: 0, max: 4e12 }),
    id: fc.option(word, { nil: undefined }),
    loc: fc.option(
      fc.tuple(
        fc.double({ noNaN: true, min: -180, max: 180 }),
        fc.double({ noNaN: true, min: -90, max: 90 }),
      ),
      {
        nil: undefined,
      },
    ),
    readings: fc.array(
      fc.record({
        metric: fc.constantFrom('pm25UgM3', 'speedKmh', 'temperatureC'),
        value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
        flag,
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ id, loc, ...rest }) => ({
    ...rest,
    ...(id === undefined || id === '' ? {} : { id }),
    ...(loc === undefined ? {} : { loc }),
  }));

function encoded(observations: readonly Observation[]): Uint8Array {
  const builder = new ReadingsFrameBuilder('hsl-vehicles', 7);
  for (const one of observations) builder.add(one);
  return encodeReadingsFrame(builder.build());
}

test('decode(encode(frame)) is the frame, aligned or not', () => {
  const encoder = new ReadingsFrameEncoder();
  fc.assert(
    fc.property(
      fc.array(observation, { maxLength: 40 }),
      fc.integer({ min: 0, max: 9 }),
      (observations, shift) => {
        const builder = new ReadingsFrameBuilder('hsl-vehicles', 7);
        observations.forEach((one, row) => expect(builder.add(one)).toBe(row));
        const frame = builder.build();
        const bytes = encodeReadingsFrame(frame);
        // What an encoder wrote before leaves no trace.
        expect(encoder.encode(frame)).toEqual(bytes);
        const shifted = new Uint8Array(bytes.length + shift).subarray(shift);
        shifted.set(bytes);
        const { texts, ...columns } = decodeReadingsFrame(shifted);
        const { texts: written, ...rest } = frame;
        expect(columns).toEqual({ ...rest, places: null });
        expect(texts.all()).toEqual(written.all());
        written.all().forEach((text, index) => {
          expect([texts.at(index), texts.hashAt(index), texts.isAt(index, text)]).toEqual([
            text,
            textHash(text),
            true,
          ]);
          expect([texts.isAt(index, `${text}x`), texts.isAt(index, text.slice(1))]).toEqual([
            false,
            text === '',
          ]);
        });
      },
    ),
  );
});

test('any damage gives a FrameDecodeError or a frame that is safe to read', () => {
  fc.assert(
    fc.property(
      fc.array(observation, { minLength: 1, maxLength: 10 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (observations, place, mask) => {
        const bytes = encoded(observations);
        const at = place % bytes.length;
        bytes[at] = bytes[at]! ^ mask;
        try {
          const frame = decodeReadingsFrame(bytes);
          for (const index of [...frame.domain, ...frame.entity, ...frame.id, ...frame.metric]) {
            expect(typeof frame.texts.at(index)).toBe('string');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(FrameDecodeError);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a cut frame and random bytes are refused with a code', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 5 }), fc.nat(), (observations, cut) => {
      const bytes = encoded(observations);
      expect(() => decodeReadingsFrame(bytes.subarray(0, cut % bytes.length))).toThrow(FrameDecodeError);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(() => decodeReadingsFrame(bytes)).toThrow(FrameDecodeError);
    }),
  );
});
