import { expect, test } from 'vitest';

import type { FeedDecoder } from './feed-decoder.ts';
import { makeMetropaneDecoder } from './metropane.ts';

const ARRIVAL = Date.parse('2026-11-23T14:05:10.000+07:00');
const TOPIC = 'city/v1/obs/air/st-1';
const T = '2026-11-23T14:05:07.250+07:00';
const mqtt = makeMetropaneDecoder({ form: 'mqtt' });
const http = makeMetropaneDecoder({ form: 'http' });

function decode(payload: string | Uint8Array, topic = TOPIC, decoder: FeedDecoder = mqtt) {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload;
  return decoder.decode({ topic, payload: bytes, arrivalMs: ARRIVAL });
}

function observation(extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { t: T, v: { pm25UgM3: 31.2 }, ...extra };
}

/** `[index, code]` of every rejection. */
function refusals(
  payload: string | Uint8Array,
  topic = TOPIC,
  decoder: FeedDecoder = mqtt,
): [number, string][] {
  return decode(payload, topic, decoder).rejected.map(({ index, code }) => [index, code]);
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

test('the contract’s own example', () => {
  const example = `{"t":"${T}", "v":{"pm25UgM3":31.2,"temperatureC":30.1}, "loc":[106.70,10.77], "id":"optional", "seq":17, "q":{"pm25UgM3":3}}`;
  expect(decode(example)).toEqual({
    observations: [
      {
        domain: 'air',
        entity: 'st-1',
        tMs: Date.UTC(2026, 10, 23, 7, 5, 7, 250),
        arrivalMs: ARRIVAL,
        id: 'optional',
        seq: 17,
        loc: [106.7, 10.77],
        readings: [
          { metric: 'pm25UgM3', value: 31.2, flag: 3 },
          { metric: 'temperatureC', value: 30.1, flag: 2 },
        ],
      },
    ],
    rejected: [],
  });
});

test.each<[string, string | Uint8Array, string]>([
  ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), 'malformed'],
  [
    'a surrogate in UTF-8',
    Buffer.from([...Buffer.from('{"t":1,"v":{"a":1},"id":"'), 0xed, 0xa0, 0x80, 0x22, 0x7d]),
    'malformed',
  ],
  ['nothing', '', 'malformed'],
  ['not JSON', '{"t":', 'malformed'],
  ['NUL bytes', '\u0000\u0000\u0000', 'malformed'],
  ['a byte order mark', `\uFEFF${JSON.stringify(observation())}`, 'malformed'],
  ['bare NaN', `{"t":"${T}","v":{"a":NaN}}`, 'malformed'],
  ['an empty array', '[]', 'schema'],
  ['1,001 items', JSON.stringify(Array.from({ length: 1_001 }, () => observation())), 'schema'],
  ['more than 1 MiB', `"${'x'.repeat(1024 * 1024)}"`, 'oversize'],
  ['an array of a million', `[${'0,'.repeat(999_999)}0]`, 'oversize'],
  ['half a million items within the size', `[${'0,'.repeat(400_000)}0]`, 'schema'],
  ['an unclosed bomb of brackets', '['.repeat(10_000), 'unsafe'],
])('the whole message is refused: %s', (_name, payload, code) => {
  expect(refusals(payload)).toEqual([[-1, code]]);
});

test.each<[string, string, string]>([
  ['no time', '{"v":{"a":1}}', 'no-time'],
  ['null time', '{"t":null,"v":{"a":1}}', 'no-time'],
  ['a time without offset', '{"t":"2026-11-23T14:05:07","v":{"a":1}}', 'no-time'],
  ['an unreadable time', '{"t":"hôm qua","v":{"a":1}}', 'no-time'],
  ['before 1970', '{"t":-1,"v":{"a":1}}', 'schema'],
  ['one hour ahead', JSON.stringify({ t: ARRIVAL + 3_600_000, v: { a: 1 } }), 'future'],
  ['60.001 s ahead', JSON.stringify({ t: ARRIVAL + 60_001, v: { a: 1 } }), 'future'],
  ['1e400', `{"t":"${T}","v":{"a":1e400}}`, 'not-finite'],
  ['-1e400', `{"t":"${T}","v":{"a":-1e400}}`, 'not-finite'],
  ['"NaN"', `{"t":"${T}","v":{"a":"NaN"}}`, 'not-finite'],
  ['"Infinity"', `{"t":"${T}","v":{"a":"-Infinity"}}`, 'not-finite'],
  ['a number as text', `{"t":"${T}","v":{"a":"31.2"}}`, 'schema'],
  ['true', `{"t":"${T}","v":{"a":true}}`, 'schema'],
  ['no metrics', `{"t":"${T}","v":{}}`, 'schema'],
  ['v missing', `{"t":"${T}"}`, 'schema'],
  ['v an array', `{"t":"${T}","v":[1]}`, 'schema'],
  ['a metric that is no name', `{"t":"${T}","v":{"<b>x</b>":1}}`, 'schema'],
  [
    '65 metrics',
    JSON.stringify({ t: T, v: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`m${n}`, n])) }),
    'schema',
  ],
  ['a wrong flag', `{"t":"${T}","v":{"a":1},"q":{"a":5}}`, 'schema'],
  ['a place off the globe', `{"t":"${T}","v":{"a":1},"loc":[10.77,106.7]}`, 'schema'],
  ['a place at infinity', `{"t":"${T}","v":{"a":1},"loc":[1e400,0]}`, 'not-finite'],
  ['an empty id', `{"t":"${T}","v":{"a":1},"id":""}`, 'schema'],
  ['half a character in the id', `{"t":"${T}","v":{"a":1},"id":"\\ud800"}`, 'malformed'],
  ['a fractional seq', `{"t":"${T}","v":{"a":1},"seq":1.5}`, 'schema'],
  ['a number', '7', 'schema'],
  ['null', 'null', 'schema'],
  ['__proto__', `{"t":"${T}","v":{"a":1},"__proto__":{"x":1}}`, 'unsafe'],
  ['__proto__ spelt with escapes', `{"t":"${T}","v":{"a":1},"\\u005f_proto__":{"x":1}}`, 'unsafe'],
  ['constructor as a metric', `{"t":"${T}","v":{"constructor":1}}`, 'unsafe'],
  ['depth 33', `{"t":"${T}","v":{"a":1},"x":${nested(32)}}`, 'unsafe'],
  ['depth 10,000', `{"t":"${T}","v":{"a":1},"x":${nested(10_000)}}`, 'unsafe'],
  ['65 KiB in one observation', `{"t":"${T}","v":{"a":1},"x":"${'y'.repeat(65 * 1024)}"}`, 'oversize'],
  ['a 1 MB text', `{"t":"${T}","v":{"a":1},"x":"${'y'.repeat(1_000_000)}"}`, 'oversize'],
])('one item is refused: %s', (_name, payload, code) => {
  expect(refusals(payload)).toEqual([[0, code]]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test.each<[string, string]>([
  ['ten years old', JSON.stringify({ t: ARRIVAL - 10 * 366 * 86_400_000, v: { a: 1 } })],
  ['60 s ahead', JSON.stringify({ t: ARRIVAL + 60_000, v: { a: 1 } })],
  ['epoch milliseconds', '{"t":1700000000000,"v":{"a":1}}'],
  [
    '64 metrics',
    JSON.stringify({ t: T, v: Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`m${n}`, n])) }),
  ],
  ['depth 32', `{"t":"${T}","v":{"a":1},"x":${nested(31)}}`],
  ['brackets inside a string', JSON.stringify(observation({ note: '['.repeat(100) }))],
  ['an escaped quote before brackets', `{"t":"${T}","v":{"a":1},"x":"\\"${'['.repeat(100)}"}`],
  ['the word constructor as text', JSON.stringify(observation({ note: 'constructor __proto__' }))],
  [
    'unknown fields of any kind',
    JSON.stringify(observation({ unit: 'furlongs', nested: { deep: [1, { x: null }] } })),
  ],
  ['a lone surrogate in an unknown field', `{"t":"${T}","v":{"a":1},"note":"\\ud800"}`],
  ['null place, id and seq', JSON.stringify(observation({ loc: null, id: null, seq: null, q: null }))],
  ['a place with altitude', JSON.stringify(observation({ loc: [106.7, 10.7, 5] }))],
])('accepted: %s', (_name, payload) => {
  const { observations, rejected } = decode(payload);
  expect(rejected).toEqual([]);
  expect(observations.length).toBe(1);
});

test('[W27] null is a missing reading, not 0; -0 is 0; of equal keys the last counts', () => {
  const [one] = decode(`{"t":"${T}","v":{"a":null,"b":-0,"c":1,"c":2},"q":{"d":1}}`).observations;
  expect(one?.readings).toEqual([
    { metric: 'a', value: null, flag: 9 },
    { metric: 'b', value: 0, flag: 2 },
    { metric: 'c', value: 2, flag: 2 },
  ]);
  expect(Object.is(one?.readings[1]?.value, 0)).toBe(true);
});

test('an array item is refused alone, whatever is wrong with it', () => {
  const good = JSON.stringify(observation());
  const items = [
    good,
    '{"v":{"a":1}}',
    good,
    `{"t":"${T}","v":{"a":1},"x":${nested(50)}}`,
    `"${'x'.repeat(70_000)}"`,
    '[]',
    good,
  ];
  const { observations, rejected } = decode(`[${items.join(' , ')}]`);
  expect(observations.length).toBe(3);
  expect(rejected.map(({ index, code }) => [index, code])).toEqual([
    [1, 'no-time'],
    [3, 'unsafe'],
    [4, 'oversize'],
    [5, 'schema'],
  ]);
});

test.each([
  ['city/v1/obs/air', 'unknown-topic'],
  ['city/v1/obs/air/', 'unknown-topic'],
  ['city/v1/obs//st-1', 'unknown-topic'],
  ['city/v1/obs/air/st-1/more', 'unknown-topic'],
  ['city/v1/nothing/air/st-1', 'unknown-topic'],
  ['other/obs/air/st-1', 'unknown-topic'],
  ['city/v1/obs/AIR/st-1', 'schema'],
  ['city/v1/obs/air/trạm 1', 'schema'],
  [`city/v1/obs/air/${'x'.repeat(129)}`, 'schema'],
  ['city/v1/report', 'unknown-topic'],
  ['city/v1/feed/x/other', 'unknown-topic'],
])('topic %s: %s', (topic, code) => {
  expect(refusals(JSON.stringify(observation()), topic)).toEqual([[-1, code]]);
});

test('HTTP items name their domain and entity', () => {
  const named = { domain: 'air', entity: 'st-1' };
  const body = [
    observation(named),
    observation(),
    observation({ domain: 'air' }),
    observation({ ...named, domain: 'A' }),
  ];
  const result = decode(JSON.stringify(body), 'observations', http);
  expect(result.observations).toMatchObject([named]);
  expect(result.rejected.map(({ index, code }) => [index, code])).toEqual([
    [1, 'unknown-topic'],
    [2, 'unknown-topic'],
    [3, 'schema'],
  ]);
  expect(refusals('{}', 'elsewhere', http)).toEqual([[-1, 'unknown-topic']]);
});

test('a prefix of one’s own', () => {
  const decoder = makeMetropaneDecoder({ form: 'mqtt', prefix: 'hcm/' });
  expect(decode(JSON.stringify(observation()), 'hcm/obs/air/st-1', decoder).observations.length).toBe(1);
  expect(refusals(JSON.stringify(observation()), TOPIC, decoder)).toEqual([[-1, 'unknown-topic']]);
});

test('a recording and bare lines are read as a file, rejections with line numbers', () => {
  const stream = mqtt.openStream('x.jsonl');
  const item = JSON.stringify(observation());
  const lines = [
    JSON.stringify({ at: '2026-11-23T14:05:08+07:00', topic: TOPIC, qos: 1, retain: false, text: item }),
    JSON.stringify({
      at: '2026-11-23T14:05:08+07:00',
      topic: TOPIC,
      b64: Buffer.from(item).toString('base64'),
    }),
    '',
    'broken',
    JSON.stringify(observation({ domain: 'air', entity: 'e' })),
  ].join('\r\n');
  const first = stream.push(Buffer.from(lines), ARRIVAL);
  const last = stream.end(ARRIVAL);
  expect(first.observations.map((one) => one.arrivalMs)).toEqual([ARRIVAL - 2_000, ARRIVAL - 2_000]);
  expect(last.observations.map((one) => [one.entity, one.arrivalMs])).toEqual([['e', ARRIVAL]]);
  expect([...first.rejected, ...last.rejected]).toMatchObject([{ index: 4, code: 'malformed' }]);
});

test('[W24] a time up to 60 s ahead of arrival is taken, one millisecond more is refused: it would make honest events late', () => {
  const at = (t: number) => JSON.stringify({ t, v: { a: 1 } });
  expect(decode(at(ARRIVAL + 60_000)).observations.map(({ tMs }) => tMs)).toEqual([ARRIVAL + 60_000]);
  expect(refusals(at(ARRIVAL + 60_001))).toEqual([[0, 'future']]);
});
