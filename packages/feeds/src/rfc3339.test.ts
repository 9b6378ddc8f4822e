import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Rfc3339Bytes } from './rfc3339-bytes.ts';
import { parseRfc3339 } from './rfc3339.ts';

test('agrees with Date on every instant of four digits, with any offset', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -62_135_596_800_000, max: 253_402_214_400_000 }),
      fc.integer({ min: -23 * 60, max: 23 * 60 }),
      (ms, offsetMinutes) => {
        const local = new Date(ms + offsetMinutes * 60_000);
        fc.pre(local.getUTCFullYear() >= 0 && local.getUTCFullYear() <= 9999);
        const size = Math.abs(offsetMinutes);
        const offset = `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(parseRfc3339(local.toISOString().replace('Z', offset))).toBe(ms);
        expect(parseRfc3339(new Date(ms).toISOString())).toBe(ms);
      },
    ),
  );
});

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

test.each([
  ['2026-11-23T14:05:07.250+07:00', Date.UTC(2026, 10, 23, 7, 5, 7, 250)],
  ['2026-11-23t14:05:07z', Date.UTC(2026, 10, 23, 14, 5, 7)],
  ['2026-11-23 14:05:07.1Z', Date.UTC(2026, 10, 23, 14, 5, 7, 100)],
  ['2024-02-13T16:33:00.005271Z', Date.UTC(2024, 1, 13, 16, 33, 0, 5)],
  ['2024-02-13T16:33:00.9999999Z', Date.UTC(2024, 1, 13, 16, 33, 0, 999)],
  ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
])('%s', (text, ms) => {
  expect(parseRfc3339(text)).toBe(ms);
});

test.each([
  ...['', 'yesterday', '2026-11-23', '2026-11-23T14:05:07', '2026-11-23T14:05Z', '2026-02-29T00:00:00Z'],
  ...['2026-13-01T00:00:00Z', '2026-11-23T24:00:00Z', '2026-11-23T14:05:07.Z', '2026-11-23T14:05:07+0700'],
  ...[
    '2026-11-23T14:05:07+07:00 ',
    ' 2026-11-23T14:05:07Z',
    '2026-11-23T14:05:07+24:00',
    '20261123T140507Z0000',
  ],
])('%j is no instant', (text) => {
  expect(parseRfc3339(text)).toBeNaN();
});

test('the reader of bytes says what the reader of texts says, whatever it read before', () => {
  const reader = new Rfc3339Bytes();
  const two = (...values: number[]) =>
    fc.constantFrom(...values).map((value) => String(value).padStart(2, '0'));
  const text = fc
    .tuple(
      fc.constantFrom('1969', '2025', '2026', '2028', '20x6'),
      fc.tuple(two(2, 12, 13), two(1, 29, 31), two(23, 24), two(0, 59), two(0, 59, 60, 61)),
      fc.constantFrom('', '.2', '.25', '.250'),
      fc.constantFrom('Z', '+07:00', '-05:30', '+24:00', '+07:60', '', '07:00'),
    )
    .map(
      ([year, [month, day, hour, minute, second], fraction, zone]) =>
        `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
    );
  fc.assert(
    fc.property(fc.array(text, { minLength: 20, maxLength: 20 }), (texts) => {
      for (const one of texts) {
        const bytes = Buffer.from(`"${one}"`);
        expect(reader.toMs(bytes, 1, bytes.length - 1), one).toBe(parseRfc3339(one));
      }
    }),
    { numRuns: 2_000 },
  );
});
