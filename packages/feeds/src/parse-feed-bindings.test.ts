import { expect, test } from 'vitest';

import { builtinBindings } from './feed-binding.ts';
import { makeDecoder } from './make-decoder.ts';
import { parseFeedBindings } from './parse-feed-bindings.ts';

const CSV = {
  id: 'a',
  format: 'csv',
  domain: 'air',
  file: { path: 'a/*.csv' },
  map: { entity: '{e}', time: 't', metrics: { x: 'x' } },
};
const HFP = {
  id: 'hsl',
  format: 'hsl-hfp',
  mqtt: { url: 'mqtts://u:${secret:hsl}@mqtt.hsl.fi:8883', topics: ['/hfp/v2/journey/ongoing/vp/#'] },
};

function parse(...feeds: unknown[]) {
  return parseFeedBindings({ feeds }, { zone: 'Asia/Ho_Chi_Minh' });
}

test('defaults of the contract; the city’s zone; secrets stay symbols', () => {
  const read = parse(HFP);
  expect(read).toEqual({
    ok: true,
    value: [
      {
        id: 'hsl',
        format: 'hsl-hfp',
        source: {
          kind: 'mqtt',
          url: 'mqtts://u:${secret:hsl}@mqtt.hsl.fi:8883',
          topics: ['/hfp/v2/journey/ongoing/vp/#'],
        },
        watermarkPer: 'entity',
        outOfOrdernessMs: 5_000,
        allowedLatenessMs: 120_000,
        idleAfterMs: 60_000,
        dedupMs: 900_000,
        zone: 'Asia/Ho_Chi_Minh',
        map: { format: 'hsl-hfp' },
      },
    ],
  });
});

test('everything set', () => {
  const read = parse({
    ...CSV,
    zone: 'UTC',
    watermarkPer: 'feed',
    outOfOrdernessMs: 0,
    allowedLatenessMs: 1,
    idleAfterMs: 2,
    dedupMs: 3,
    file: undefined,
    http: { url: 'https://x.example/a.csv', everyMs: 60_000 },
  });
  expect(read.ok && read.value[0]).toMatchObject({
    source: { kind: 'http', url: 'https://x.example/a.csv', everyMs: 60_000 },
    zone: 'UTC',
    watermarkPer: 'feed',
    outOfOrdernessMs: 0,
    allowedLatenessMs: 1,
    idleAfterMs: 2,
    dedupMs: 3,
    map: {
      format: 'csv',
      csv: { domain: 'air', entity: '{e}', time: { column: 't', zone: 'UTC', patterns: ['ISO'] } },
    },
  });
});

test('an empty file binds nothing', () => {
  expect([parseFeedBindings(null, { zone: 'UTC' }), parseFeedBindings({}, { zone: 'UTC' })]).toEqual([
    { ok: true, value: [] },
    { ok: true, value: [] },
  ]);
});

test.each<[unknown, RegExp]>([
  [{ ...CSV, id: 'A b' }, /^feeds\[0\]\.id: expected .* got "A b"$/],
  [{ ...CSV, id: undefined }, /^feeds\[0\]\.id: is missing$/],
  [{ ...CSV, id: 'mqtt' }, /^feeds\[0\]\.id: mqtt is the id of a built-in feed$/],
  [{ ...CSV, format: 'xml' }, /^feeds\[0\]\.format: expected one of metropane, csv, .*got "xml"$/],
  [{ ...CSV, domain: undefined }, /^feeds\[0\]\.domain: is missing/],
  [{ ...CSV, domain: 'Air' }, /^feeds\[0\]\.domain: /],
  [{ ...CSV, zone: 'Asia/Saigonn' }, /^feeds\[0\]\.zone: no such time zone: Asia\/Saigonn$/],
  [{ ...CSV, dedupMs: '900' }, /^feeds\[0\]\.dedupMs: expected a number of at least 0, got "900"$/],
  [{ ...CSV, latenessMs: 5 }, /^feeds\[0\]\.latenessMs: unknown setting; known here: /],
  [
    { ...CSV, http: { url: 'https://x', everyMs: 1_000 } },
    /expected exactly one of mqtt, http, file, got http and file/,
  ],
  [{ ...CSV, file: undefined }, /expected exactly one of mqtt, http, file, got none/],
  [
    { ...CSV, file: { path: '../secrets' } },
    /^feeds\[0\]\.file\.path: expected a path inside the feed folder/,
  ],
  [{ ...CSV, file: { path: '/etc/passwd' } }, /^feeds\[0\]\.file\.path/],
  [{ ...CSV, file: { path: 'a//b' } }, /^feeds\[0\]\.file\.path/],
  [{ ...CSV, file: { path: 'a', mode: 'r' } }, /^feeds\[0\]\.file\.mode: unknown setting/],
  [{ ...CSV, map: { ...CSV.map, time: undefined } }, /^feeds\[0\]\.map\.time: expected settings/],
  [
    { ...CSV, map: { ...CSV.map, time: { column: 't', patterns: ['DD/MM'] } } },
    /^feeds\[0\]\.map\.time\.patterns: .*has no Y/,
  ],
  [
    { ...CSV, map: { ...CSV.map, metrics: { 'X y': 'x' } } },
    /^feeds\[0\]\.map\.metrics\.X y: a metric is camelCase$/,
  ],
  [
    { ...CSV, map: { ...CSV.map, metrics: { x: { column: 7 } } } },
    /^feeds\[0\]\.map\.metrics\.x\.column: expected a text, got 7$/,
  ],
  [{ ...CSV, map: { entity: 'e', time: 't' } }, /expected either metrics .* or parameters/],
  [
    { ...CSV, map: { ...CSV.map, units: { x: 'furlongs' } } },
    /^feeds\[0\]\.map\.units\.x: expected UCUM, got "furlongs"$/,
  ],
  [
    { ...CSV, map: { ...CSV.map, flagWhen: [{ column: 'a', equals: 0, flag: 7 }] } },
    /^feeds\[0\]\.map\.flagWhen\[0\]\.flag: /,
  ],
  [
    { ...HFP, mqtt: { topics: ['a/#/b'] } },
    /^feeds\[0\]\.mqtt\.topics\[0\]: no MQTT topic filter: "a\/#\/b"$/,
  ],
  [{ ...HFP, mqtt: { topics: [] } }, /^feeds\[0\]\.mqtt\.topics: expected at least one/],
  [
    { ...HFP, mqtt: { url: 'ftp://x', topics: ['a'] } },
    /^feeds\[0\]\.mqtt\.url: expected a URL starting with mqtt:/,
  ],
  [{ ...HFP, map: { events: 'VP!' } }, /^feeds\[0\]\.map\.events: no event type/],
  ['x', /^feeds\[0\]: expected settings, got "x"$/],
])('%j', (feed, message) => {
  const read = parse(feed);
  expect(read.ok).toBe(false);
  expect(read.ok ? '' : read.message).toMatch(message);
});

test('two feeds of one id, a list that is none, an unknown top-level setting', () => {
  const messages = [
    parse(CSV, CSV),
    parseFeedBindings({ feeds: 'x' }, { zone: 'UTC' }),
    parseFeedBindings({ feed: [] }, { zone: 'UTC' }),
  ];
  expect(messages.map((read) => (read.ok ? '' : read.message))).toEqual([
    'feeds[1].id: a is already the id of feeds[0]',
    'feeds: expected a list, got "x"',
    'feed: unknown setting; known here: feeds',
  ]);
});

test('the built-in feeds decode the contract’s topics and bodies', () => {
  const [mqtt, http] = builtinBindings('Asia/Ho_Chi_Minh').map((binding) => makeDecoder(binding));
  const item = { t: 1, v: { a: 1 } };
  const arrivalMs = Date.UTC(2026, 0);
  const asBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  expect(
    mqtt!.decode({ topic: 'city/v1/obs/air/e', payload: asBytes(item), arrivalMs }).observations.length,
  ).toBe(1);
  const body = asBytes([{ ...item, domain: 'air', entity: 'e' }]);
  expect(http!.decode({ topic: 'observations', payload: body, arrivalMs }).observations.length).toBe(1);
  const polled = parse({
    id: 'p',
    format: 'metropane',
    http: { url: 'https://x.example/obs', everyMs: 5_000 },
  });
  const decoder = makeDecoder((polled.ok && polled.value[0]) as never);
  expect(
    decoder.decode({ topic: 'https://x.example/obs', payload: body, arrivalMs }).observations.length,
  ).toBe(1);
});
