import fc from 'fast-check';
import { expect, test } from 'vitest';

import { REJECT_CODES } from '@metropane/city';

import { makeMetropaneDecoder } from './metropane.ts';

const ARRIVAL = Date.UTC(2026, 10, 23);
const mqtt = makeMetropaneDecoder({ form: 'mqtt' });
const http = makeMetropaneDecoder({ form: 'http' });
const topic = fc.oneof(
  fc.constantFrom(
    'city/v1/obs/air/e',
    'city/v1/report/app',
    'city/v1/case/one-stop',
    'city/v1/indicator/a/b',
    'city/v1/entity/air/e',
    'city/v1/feed/x/status',
  ),
  fc.string(),
);
const key = fc.oneof(
  fc.constantFrom('t', 'v', 'q', 'id', 'loc', 'seq', 'domain', 'entity', '__proto__', 'constructor'),
  fc.string(),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, 1e308, -0, Infinity, 'NaN', '2026-11-22T00:00:00Z', 1_700_000_000_000),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(key, tie('value'), { maxKeys: 8 }),
  ),
})).value;

test('never throws, and every refusal has a code: random bytes on any topic', () => {
  fc.assert(
    fc.property(topic, fc.uint8Array({ maxLength: 300 }), (name, payload) => {
      for (const decoder of [mqtt, http]) {
        const { rejected } = decoder.decode({ topic: name, payload, arrivalMs: ARRIVAL });
        for (const { code } of rejected) expect(REJECT_CODES).toContain(code);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('accepted + refused = items, for arrays of anything that JSON can say', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(json, fc.constant({ t: 1, v: { a: 1 } })), { minLength: 1, maxLength: 12 }),
      (items) => {
        const payload = Buffer.from(JSON.stringify(items), 'utf8');
        const { observations, rejected } = mqtt.decode({
          topic: 'city/v1/obs/air/e',
          payload,
          arrivalMs: ARRIVAL,
        });
        expect(observations.length + rejected.length).toBe(items.length);
        expect(new Set(rejected.map(({ index }) => index)).size).toBe(rejected.length);
        for (const { readings } of observations) {
          for (const { value } of readings)
            expect(value === null || (Number.isFinite(value) && !Object.is(value, -0))).toBe(true);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test('one broken byte never throws and never gives two results for one item', () => {
  const text = JSON.stringify([
    { t: 1_700_000_000_000, v: { pm25UgM3: 31.2, b: null }, id: 'é', loc: [106, 10], q: { b: 9 } },
  ]);
  const whole = Buffer.from(text, 'utf8');
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const payload = Buffer.from(whole);
      payload[at] = byte;
      const { observations, rejected } = mqtt.decode({
        topic: 'city/v1/obs/air/e',
        payload,
        arrivalMs: ARRIVAL,
      });
      expect(observations.length + rejected.length).toBeGreaterThanOrEqual(1);
      if (rejected[0]?.index === -1) expect(observations).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
