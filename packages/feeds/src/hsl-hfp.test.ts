import { expect, test } from 'vitest';

import type { DecodeResult } from './feed-decoder.ts';
import { makeHfpDecoder } from './hsl-hfp.ts';

const ARRIVAL = Date.parse('2024-05-23T06:48:10Z');
const TOPIC = '/hfp/v2/journey/ongoing/vp/bus/0012/01124/4631/1/Kulomäki/09:12/4810214/4/60;25/30/46/42';
const BODY = {
  tst: '2024-05-23T06:47:24.412Z',
  spd: 10,
  hdg: 278,
  lat: 60.5,
  long: 25.25,
  dl: -46,
  odo: 13_230,
  drst: 0,
  oper: null,
};
const decoder = makeHfpDecoder({ domain: 'transit' });

function decode(payload: unknown, topic = TOPIC): DecodeResult {
  return decoder.decode({ topic, payload: Buffer.from(JSON.stringify(payload)), arrivalMs: ARRIVAL });
}

test('a position: the topic’s owner and vehicle, km/h, delay positive when late', () => {
  expect(decode({ VP: BODY }).observations).toEqual([
    {
      domain: 'transit',
      entity: '0012:01124',
      tMs: Date.parse('2024-05-23T06:47:24.412Z'),
      arrivalMs: ARRIVAL,
      id: 'VP',
      loc: [25.25, 60.5],
      readings: [
        { metric: 'speedKmh', value: 36, flag: 2 },
        { metric: 'headingDeg', value: 278, flag: 2 },
        { metric: 'delayS', value: 46, flag: 2 },
        { metric: 'odometerM', value: 13_230, flag: 2 },
        { metric: 'doorsOpen', value: 0, flag: 2 },
      ],
    },
  ]);
});

test('nulls are missing, a null position is no position, no delay is 0 and not -0', () => {
  const [one] = decode({ DEP: { ...BODY, spd: null, lat: null, long: null, dl: 0 } }).observations;
  expect(one?.loc).toBeUndefined();
  expect(one?.readings[0]).toEqual({ metric: 'eventSpeedKmh', value: null, flag: 9 });
  expect(Object.is(one?.readings[2]?.value, 0)).toBe(true);
});

test.each<[unknown, string, string]>([
  [{ VP: BODY }, '/hfp/v2/journey/ongoing/vp/bus/0012', 'unknown-topic'],
  [{ VP: BODY }, '/gtfs/v2/journey/ongoing/vp/bus/0012/1', 'unknown-topic'],
  [{ VP: BODY }, '/hfp/v2/journey/ongoing/vp/bus/0012/é/1', 'schema'],
  [{ VP: { ...BODY, tst: undefined } }, TOPIC, 'no-time'],
  [{ VP: { ...BODY, tst: '2024-05-23T06:50:24Z' } }, TOPIC, 'future'],
  [{ VP: { ...BODY, spd: 'fast' } }, TOPIC, 'schema'],
  [{ VP: { tst: BODY.tst } }, TOPIC, 'schema'],
  [{ VP: { ...BODY, lat: 100 } }, TOPIC, 'schema'],
  [{ VP: [] }, TOPIC, 'schema'],
  [{}, TOPIC, 'schema'],
  [[{ VP: BODY }, { VP: BODY }], TOPIC, 'schema'],
  [{ constructor: BODY }, TOPIC, 'unsafe'],
])('refused: %j on %s: %s', (payload, topic, code) => {
  const { observations, rejected } = decode(payload, topic);
  expect(observations).toEqual([]);
  expect(rejected.map((one) => one.code)).toEqual([code]);
});

test('a captured line: arrival, a topic with spaces, JSON', () => {
  const stream = decoder.openStream('x.dump');
  const line = `2024-05-23T06:47:25.123456Z ${TOPIC.replace('Kulomäki', 'Matinkylä (M)')} ${JSON.stringify({ VP: BODY })}`;
  const { observations, rejected } = stream.push(
    Buffer.from(`${line}\nnonsense\n2024-05-23 x {}\n`),
    ARRIVAL,
  );
  expect(observations.map((one) => one.arrivalMs)).toEqual([Date.parse('2024-05-23T06:47:25.123Z')]);
  expect(rejected.map(({ index, code }) => [index, code])).toEqual([
    [2, 'malformed'],
    [3, 'malformed'],
  ]);
});
