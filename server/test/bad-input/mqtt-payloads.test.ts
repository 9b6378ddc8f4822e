/** Bad payloads over MQTT against the running centre: refused with their code, kept, and nothing else is disturbed. */
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BAD_MESSAGES } from './bad-messages.ts';
import { BadInputBench, expectConserved, expectKept, expectRefusedBetweenGood } from './bad-input-bench.ts';

const GOOD = 'city/v1/obs/air/good';
const BAD = 'city/v1/obs/air/bad';
const MIB = 1_048_576;

let bench: BadInputBench;
beforeAll(async () => {
  bench = await BadInputBench.start(['--no-simulators', '--anonymous-ingest']);
}, 60_000);
afterAll(() => bench?.stop());

const sendGood = async (): Promise<void> => {
  await bench.client.publishAsync(GOOD, bench.good().mqtt, { qos: 1 });
};

test.each(BAD_MESSAGES)('$name is refused as $code', async ({ code, item, payload }) => {
  const sent = Buffer.from(payload);
  await expectRefusedBetweenGood(bench, 'mqtt', {
    code,
    sendGood,
    send: async () => void (await bench.client.publishAsync(BAD, sent, { qos: 1 })),
  });
  const [letter] = await bench.letters({ feed: 'mqtt', code });
  expect(letter).toMatchObject({ feed: 'mqtt', code, topic: BAD, index: item });
  expectKept(letter, sent, { isCutAtDoor: sent.length > MIB });
  expect(bench.client.connected).toBe(true);
});

test.each([
  ['city/v1/nonsense/air/a', 'unknown-topic'],
  ['city/v1/obs/air', 'unknown-topic'],
  ['city/v1/obs//a', 'unknown-topic'],
  ['city/v1/obs/air/a/b', 'unknown-topic'],
  ['city/v1/obs/AIR/a', 'unknown-topic'],
  ['city/v1/obs/air/a b', 'unknown-topic'],
])('a good payload on the topic %s is refused as %s', async (topic, code) => {
  const { mqtt: payload } = bench.good();
  await expectRefusedBetweenGood(bench, 'mqtt', {
    code,
    sendGood,
    send: async () => void (await bench.client.publishAsync(topic, payload, { qos: 1 })),
  });
  const [letter] = await bench.letters({ feed: 'mqtt', code });
  expect(letter).toMatchObject({ topic, index: -1 });
  expectKept(letter, Buffer.from(payload));
});

test('outside the prefix a sender without the right is refused and acknowledged, and an admin has a broker of his own', async () => {
  const anonymous = await mqtt.connectAsync(bench.centre.mqtt, { protocolVersion: 4, reconnectPeriod: 0 });
  try {
    await expectRefusedBetweenGood(bench, 'mqtt', {
      code: 'forbidden',
      sendGood,
      send: async () => void (await anonymous.publishAsync('somebody/else', 'for nobody', { qos: 1 })),
    });
    expect((await bench.letters({ feed: 'mqtt', code: 'forbidden' }))[0]).toMatchObject({
      topic: 'somebody/else',
    });
    expect(anonymous.connected).toBe(true);
  } finally {
    await anonymous.endAsync();
  }
  const before = await bench.feed('mqtt');
  await bench.client.publishAsync('somebody/else', 'relayed', { qos: 1 });
  expect(await bench.feed('mqtt')).toMatchObject({ received: before.received, rejected: before.rejected });
});

test('a bad item of an array is refused alone, with its index', async () => {
  const before = await bench.feed('mqtt');
  const items = [bench.good().mqtt, '{"v":{"pm25UgM3":1}}', bench.good().mqtt, '7'];
  await bench.client.publishAsync(GOOD, `[${items.join(',')}]`, { qos: 1 });
  const after = await bench.feed('mqtt');
  expect(after.counted - before.counted).toBe(2);
  expect(after.received - before.received).toBe(4);
  expectConserved(after);
  expect((await bench.letters({ feed: 'mqtt', code: 'no-time' }))[0]).toMatchObject({
    index: 1,
    topic: GOOD,
  });
  expect((await bench.letters({ feed: 'mqtt', code: 'schema' }))[0]).toMatchObject({ index: 3, topic: GOOD });
});

test('a time ten years ago is accepted, and so is one just below 60 s ahead', async () => {
  const old = '2016-11-23T08:00:01.000Z';
  const before = await bench.feed('mqtt');
  await bench.client.publishAsync('city/v1/obs/air/old', `{"t":"${old}","v":{"pm25UgM3":7}}`, { qos: 1 });
  await bench.client.publishAsync(
    'city/v1/obs/air/ahead',
    `{"t":${Date.now() + 55_000},"v":{"pm25UgM3":7}}`,
    { qos: 1 },
  );
  const after = await bench.feed('mqtt');
  expect(after.counted - before.counted).toBe(2);
  expect(after.rejected).toEqual(before.rejected);
  const { items } = await bench.centre.get<{ items: object[] }>(
    '/api/v1/windows?domain=air&entity=old&metric=pm25UgM3&window=PT1M&from=2016-11-23T08:00:00Z&to=2016-11-23T08:01:00Z',
  );
  expect(items).toEqual([expect.objectContaining({ n: 1, sum: 7, late: 0 })]);
});

test('an old entity does not make a young one late, nor the young one the old', async () => {
  const before = await bench.feed('mqtt');
  for (const [entity, t] of [
    ['young', '2026-11-01T00:00:00Z'],
    ['ancient', '2016-11-01T00:00:00Z'],
    ['young', '2026-11-01T00:00:01Z'],
    ['ancient', '2016-11-01T00:00:01Z'],
  ] as const) {
    await bench.client.publishAsync(`city/v1/obs/noise/${entity}`, `{"t":"${t}","v":{"laeqDb":50}}`, {
      qos: 1,
    });
  }
  const after = await bench.feed('mqtt');
  expect([after.counted - before.counted, after.late - before.late]).toEqual([4, 0]);
});

test('an array that fills 1 MiB to the byte is counted whole', async () => {
  const before = await bench.feed('mqtt');
  const items = Array.from({ length: 1_000 }, () => bench.good().mqtt.slice(0, -1));
  const bare = items.reduce((sum, item) => sum + item.length + 1, 0) + items.length - 1 + 2;
  const note = ',"note":""';
  const spare = MIB - bare - note.length * items.length;
  const each = Math.floor(spare / items.length);
  const noted = items.map(
    (item, i) => `${item},"note":"${'x'.repeat(each + (i === 0 ? spare - each * items.length : 0))}"}`,
  );
  const payload = `[${noted.join(',')}]`;
  expect(payload.length).toBe(MIB);
  await bench.client.publishAsync(GOOD, payload, { qos: 1 });
  const after = await bench.feed('mqtt');
  expect([after.counted - before.counted, after.received - before.received]).toEqual([1_000, 1_000]);
  expect(after.rejected).toEqual(before.rejected);
});
