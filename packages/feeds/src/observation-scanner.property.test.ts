import fc from 'fast-check';
import { expect, test } from 'vitest';

import { makeRowPlace, type Observation, type ReadingsFrame, ReadingsFrameBuilder } from '@metropane/city';

import type { MessageSpan } from './feed-decoder.ts';
import { readJsonItems } from './json-payload.ts';
import { toObservation } from './metropane-observation.ts';
import { ObservationScanner } from './observation-scanner.ts';

const ARRIVAL = Date.UTC(2026, 10, 23);
const TARGET = makeRowPlace('air', 'e');
const scanner = new ObservationScanner();
const fastRows = new ReadingsFrameBuilder('f', 1);
const slowRows = new ReadingsFrameBuilder('f', 1);

function checked(payload: Uint8Array): { observations: Observation[]; refused: number } {
  const { items, rejected } = readJsonItems(payload);
  const read = items.filter((item) => item !== undefined).map((item) => toObservation(item, TARGET, ARRIVAL));
  return {
    observations: read.flatMap((one) => (one.ok ? [one.value] : [])),
    refused: rejected.length + read.filter((one) => !one.ok).length,
  };
}

/** The payload amid bytes that are none of its business. */
function spanOf(payload: Uint8Array): MessageSpan {
  const bytes = Buffer.concat([Buffer.from('7'), payload, Buffer.from('7')]);
  return { bytes, start: 1, end: 1 + payload.length, arrivalMs: ARRIVAL };
}

/** The scanner may pass, or must say exactly what the checked path says. */
function expectAgreement(payload: Uint8Array): boolean {
  if (!scanner.scan(spanOf(payload))) return false;
  const slow = checked(payload);
  expect(slow.refused).toBe(0);
  scanner.appendTo(fastRows, TARGET, ARRIVAL);
  for (const observation of slow.observations) slowRows.add(observation);
  expect(spelledOut(fastRows.build())).toEqual(spelledOut(slowRows.build()));
  return true;
}

/** A frame with texts in place of string indexes: builders may write one text twice. */
function spelledOut(frame: ReadingsFrame): unknown {
  const texts = (column: Uint32Array): string[] => [...column].map((index) => frame.texts.at(index));
  const { domain, entity, id, metric, texts: _texts, places: _places, ...numbers } = frame;
  return { ...numbers, domain: texts(domain), entity: texts(entity), id: texts(id), metric: texts(metric) };
}

const gap = fc.constantFrom('', '', '', ' ', '\n', '\t ');
const decimal = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer(), fc.nat({ max: 99_999 })).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '01',
    '1.',
    '.5',
    '1e3',
    '1E400',
    '999999999999999',
    '9999999999999999',
    '0.1',
    '-',
    'NaN',
    'null',
    'nul',
    '1.000000000000001',
  ),
);
const metric = fc.constantFrom(
  'pm25UgM3',
  'temperatureC',
  'a',
  'constructor',
  '__proto__',
  'PM',
  'b b',
  'é',
  '',
);
const time = fc.oneof(
  fc.integer({ min: -1, max: ARRIVAL + 100_000 }).map(String),
  fc
    .date({ min: new Date(0), max: new Date(ARRIVAL + 100_000), noInvalidDate: true })
    .map((date) => JSON.stringify(date.toISOString())),
  fc.constantFrom(
    '"2026-11-22T07:00:00+07:00"',
    '"2026-11-22T07:00:00.25-05:30"',
    '"2026-02-30T00:00:00Z"',
    '"2026-11-22T07:00:00"',
    '1.5',
    '"x"',
    '"2016-12-31T23:59:60Z"',
    '"2026-11-22T07:00:00.1234Z"',
  ),
);
const field = fc.oneof(
  time.map((text) => `"t":${text}`),
  fc
    .tuple(gap, fc.array(fc.tuple(metric, decimal), { minLength: 1, maxLength: 4 }))
    .map(
      ([space, pairs]) =>
        `"v":${space}{${pairs.map(([name, value]) => `${space}"${name}"${space}:${space}${value}${space}`).join(',')}}`,
    ),
  fc.constantFrom(
    '"id":"x-1"',
    '"id":"é"',
    '"id":""',
    '"id":"a\\"b"',
    '"seq":7',
    '"seq":-7',
    '"seq":1.5',
    '"loc":[106.7,10.8]',
    '"loc":[10.8,106.7]',
    '"loc":[1,2,3]',
    '"q":{"a":3}',
    '"unit":"m"',
  ),
);
const usual = fc
  .tuple(
    fc.integer({ min: 0, max: ARRIVAL }).map((tMs) => `"t":${tMs}`),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'pm25UgM3'), fc.integer({ min: -9_999, max: 9_999 })), {
        minLength: 1,
        maxLength: 3,
        selector: ([name]) => name,
      })
      .map((pairs) => `"v":{${pairs.map(([name, value]) => `"${name}":${value / 10}`).join(',')}}`),
    fc.subarray(['"id":"x-1"', '"seq":7', '"loc":[106.7,10.8]']),
  )
  .chain(([t, v, optional]) => fc.shuffledSubarray([t, v, ...optional], { minLength: 2 + optional.length }));
const fields = fc.oneof(usual, usual, fc.array(field, { minLength: 1, maxLength: 5 }));
const item = fc
  .tuple(gap, fields)
  .map(([space, parts]) => `${space}{${space}${parts.join(`${space},${space}`)}${space}}${space}`);
const message = fc.oneof(
  item,
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(',')}]`),
);

test('the scanner agrees with the checked path, or leaves the message to it', () => {
  let fast = 0;
  fc.assert(
    fc.property(message, (text) => {
      if (expectAgreement(Buffer.from(text, 'utf8'))) fast++;
    }),
    { numRuns: 10_000 },
  );
  expect(fast).toBeGreaterThan(2_500);
});

test('also with one byte changed', () => {
  const text =
    '[{"t":"2026-11-22T07:00:00.250+07:00","v":{"pm25UgM3":31.25,"b":null},"id":"x-1","seq":17,"loc":[106.7,-10.8]}, {"t":1700000000000,"v":{"a":-0.5}}]';
  const whole = Buffer.from(text, 'utf8');
  expect(expectAgreement(whole)).toBe(true);
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const payload = Buffer.from(whole);
      payload[at] = byte;
      expectAgreement(payload);
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  '{"t":1700000000000,"v":{"pm25UgM3":31.2}}',
  '{"t":"2026-11-22T07:00:00.250+07:00","v":{"pm25UgM3":31.2,"temperatureC":30.1},"loc":[106.70,10.77],"id":"optional","seq":17}',
  ' { "v" : { "a" : null } , "t" : "2026-11-22T07:00:00Z" } ',
  '[{"t":1,"v":{"a":1}},{"t":2,"v":{"a":2}}]',
])('takes the usual form itself: %s', (text) => {
  expect(expectAgreement(Buffer.from(text, 'utf8'))).toBe(true);
});

test('every decimal that it takes is the double that JSON.parse gives, and it takes those of 15 digits', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 9_999_999_999_999_999_999n }),
      fc.nat({ max: 20 }),
      (digits, decimals) => {
        const text = digits.toString().padStart(decimals + 1, '0');
        const number = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
        const isTaken = scanner.scan(spanOf(Buffer.from(`{"t":1,"v":{"a":${number}}}`)));
        expect(isTaken).toBe(number.replace('.', '').length <= 15);
        if (!isTaken) return;
        scanner.appendTo(fastRows, TARGET, ARRIVAL);
        expect(fastRows.build().value[0]).toBe(JSON.parse(number));
      },
    ),
    { numRuns: 5_000 },
  );
});
