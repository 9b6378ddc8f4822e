import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromMessageLine, toMessageLine } from './message-line.ts';

test('a message comes back from its line with the same bytes, UTF-8 or not', () => {
  fc.assert(
    fc.property(
      fc.record({
        payload: fc.oneof(
          fc.uint8Array({ maxLength: 64 }),
          fc.string({ unit: 'binary', maxLength: 40 }).map((text) => new TextEncoder().encode(text)),
        ),
        topic: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
        qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
        retain: fc.boolean(),
        atMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      }),
      ({ payload, topic, qos, retain, atMs }) => {
        const read = fromMessageLine(toMessageLine({ atMs, topic, qos, retain, payload }).trimEnd());
        expect(read).toEqual({ atMs, topic, qos, retain, payload: expect.anything() as unknown });
        expect(Buffer.compare(Buffer.from(read!.payload as Uint8Array), payload)).toBe(0);
      },
    ),
  );
});

test('a byte order mark and bytes that are not UTF-8 survive', () => {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d);
  const line = toMessageLine({ atMs: 0, topic: 't', qos: 0, retain: false, payload: mark });
  expect(line).toContain('"text"');
  expect(Buffer.from(fromMessageLine(line)!.payload as Uint8Array)).toEqual(Buffer.from(mark));
  expect(
    toMessageLine({ atMs: 0, topic: 't', qos: 0, retain: false, payload: Uint8Array.of(0xff) }),
  ).toContain('"b64":"/w=="');
});

test('what is no message is refused, not guessed', () => {
  for (const line of [
    '',
    '{',
    '[]',
    'null',
    '{"at":"x","topic":"t","text":""}',
    '{"at":1,"topic":"t"}',
    '{"at":1,"topic":"","text":""}',
  ])
    expect(fromMessageLine(line)).toBeUndefined();
});
