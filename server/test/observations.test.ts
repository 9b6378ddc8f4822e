import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentre, TOKEN, type TestCentre } from './start-centre-fixture.ts';

let centre: TestCentre;
beforeAll(async () => {
  centre = await startCentre();
}, 60_000);
afterAll(async () => {
  await centre?.stop();
});

interface FeedJson {
  id: string;
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  rejected: Record<string, number>;
}
const feedOf = async (id: string): Promise<FeedJson> =>
  (await centre.get<{ items: FeedJson[] }>('/api/v1/feeds')).items.find((feed) => feed.id === id)!;
const sumOf = (feed: FeedJson): number =>
  feed.counted + feed.duplicate + feed.late + Object.values(feed.rejected).reduce((a, b) => a + b, 0);

test('a reading posted by HTTP is in its window, a second arrival is a duplicate, and the counts add up', async () => {
  const t = '2025-11-23T08:00:05Z';
  const item = { domain: 'air', entity: 'a1', t, v: { pm25UgM3: 31.5, temperatureC: 30 } };
  const first = await centre.post('/api/v1/observations', [item, { ...item, t: 'yesterday' }]);
  expect(first.status).toBe(202);
  expect(await first.json()).toMatchObject({
    accepted: 1,
    duplicate: 0,
    late: 0,
    rejected: [{ index: 1, code: 'no-time' }],
  });
  const second = await centre.post('/api/v1/observations', item);
  expect(await second.json()).toMatchObject({ accepted: 0, duplicate: 1 });
  const feed = await feedOf('http');
  expect(feed).toMatchObject({ received: 5, counted: 2, duplicate: 2, late: 0, rejected: { 'no-time': 1 } });
  expect(sumOf(feed)).toBe(feed.received);
  const { items } = await centre.get<{ items: object[] }>(
    '/api/v1/windows?domain=air&entity=a1&metric=pm25UgM3&window=PT1M&from=2025-11-23T08:00:00Z&to=2025-11-23T08:01:00Z',
  );
  expect(items).toEqual([
    expect.objectContaining({
      start: '2025-11-23T08:00:00.000Z',
      n: 1,
      sum: 31.5,
      mean: 31.5,
      p50: 31.5,
      late: 0,
      exact: true,
    }),
  ]);
});

test('a reading published by MQTT QoS 1 is acknowledged and counted once', async () => {
  const client = await mqtt.connectAsync(centre.mqtt, { username: 'x', password: TOKEN, protocolVersion: 4 });
  const message = JSON.stringify({ t: Date.now(), v: { speedKmh: 42 } });
  await client.publishAsync('city/v1/obs/traffic/seg-1', message, { qos: 1 });
  await client.publishAsync('city/v1/obs/traffic/seg-1', message, { qos: 1 });
  await client.publishAsync('city/v1/obs/traffic/seg-1', 'not json', { qos: 1 });
  await client.endAsync();
  expect(await feedOf('mqtt')).toMatchObject({
    received: 3,
    counted: 1,
    duplicate: 1,
    rejected: { malformed: 1 },
  });
  const letters = await centre.get<{ items: { code: string; payloadBase64: string }[] }>(
    '/api/v1/dead-letters?feed=mqtt',
  );
  expect(letters.items[0]).toMatchObject({
    code: 'malformed',
    payloadBase64: Buffer.from('not json').toString('base64'),
  });
});

test('a report opens an incident that can be acknowledged once and keeps its history', async () => {
  const report = {
    id: 'r1',
    t: new Date().toISOString(),
    category: 'flood',
    title: '<b>Ngập</b>',
    severity: 2,
    loc: [106.7, 10.77],
  };
  const posted = await centre.post('/api/v1/reports', report);
  expect(await posted.json()).toMatchObject({ accepted: 1 });
  expect(await (await centre.post('/api/v1/reports', report)).json()).toMatchObject({ duplicate: 1 });
  const { items } = await centre.get<{
    items: { id: string; title: string; revision: number; unit?: object }[];
  }>('/api/v1/incidents');
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ title: '<b>Ngập</b>', unit: { name: expect.any(String) } });
  const path = `/api/v1/incidents/${items[0]!.id}/actions`;
  const act = { action: 'acknowledge', actionId: 'a-1', expectedRevision: items[0]!.revision };
  const acknowledged = await centre.post(path, act);
  expect(acknowledged.status).toBe(200);
  expect(await acknowledged.json()).toMatchObject({
    state: 'acknowledged',
    revision: items[0]!.revision + 1,
  });
  expect((await centre.post(path, act)).status).toBe(200);
  const stale = await centre.post(path, { ...act, actionId: 'a-2' });
  expect(stale.status).toBe(409);
  expect(await stale.json()).toMatchObject({ code: 'stale-revision', incident: { state: 'acknowledged' } });
});

test('nobody without a token reads or writes', async () => {
  for (const path of [
    '/api/v1/feeds',
    '/api/v1/incidents',
    '/api/v1/city',
    '/api/v1/journal',
    '/api/v1/dead-letters',
  ]) {
    expect((await fetch(centre.http + path)).status, path).toBe(401);
  }
  const foreign = await fetch(`${centre.http}/api/v1/reports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      origin: 'https://evil.example',
    },
    body: '{}',
  });
  expect(foreign.status).toBe(403);
});

test('the journal gives every act with its chain, by time and page by page', async () => {
  interface Entry {
    seq: number;
    kind: string;
    at: string;
    body: string;
    hash: string;
    prevHash: string;
  }
  const first = await centre.get<{ items: Entry[]; nextCursor?: string }>('/api/v1/journal?limit=2');
  expect(first.items.map((entry) => entry.seq)).toEqual([1, 2]);
  const rest = await centre.get<{ items: Entry[] }>(`/api/v1/journal?limit=1000&cursor=${first.nextCursor}`);
  const all = [...first.items, ...rest.items];
  for (const [i, entry] of all.entries())
    expect(entry.prevHash).toBe(i === 0 ? '0'.repeat(64) : all[i - 1]!.hash);
  const report = all.find((entry) => entry.kind === 'report')!;
  expect(JSON.parse(report.body)).toMatchObject({ report: { title: '<b>Ngập</b>' } });
  const { items } = await centre.get<{ items: Entry[] }>(`/api/v1/journal?from=${report.at}&limit=1`);
  expect(items[0]!.seq).toBeLessThanOrEqual(report.seq);
  expect(items[0]!.at).toBe(report.at);
  expect(await centre.get(`/api/v1/journal?to=${all[0]!.at}`)).toEqual({ items: [] });
});

test('a dead letter is sent again: what is still bad is refused again, what had been taken is a duplicate', async () => {
  const t = Date.now();
  await centre.post('/api/v1/observations', [
    { domain: 'air', entity: 'again', t, v: { x: 1 } },
    { domain: 'air', entity: 'again', t: 'never', v: { x: 1 } },
  ]);
  const { items } = await centre.get<{ items: { id: number }[] }>(
    '/api/v1/dead-letters?feed=http&code=no-time&limit=1',
  );
  const replayed = await centre.post(`/api/v1/dead-letters/${items[0]!.id}/replay`, {});
  expect(await replayed.json()).toMatchObject({
    accepted: 0,
    duplicate: 1,
    rejected: [{ index: 1, code: 'no-time' }],
  });
  expect((await centre.post('/api/v1/dead-letters/999999/replay', {})).status).toBe(404);
});

test('a feed that says it is down is shown so; a description is found by its name and ends with an empty message', async () => {
  const client = await mqtt.connectAsync(centre.mqtt, { username: 'x', password: TOKEN, protocolVersion: 4 });
  const say = (topic: string, payload: string) =>
    client.publishAsync(`city/v1/${topic}`, payload, { qos: 1, retain: true });
  await say('feed/mqtt/status', '{"status":"down"}');
  await say('feed/made-up/status', '{"status":"down"}');
  expect(await feedOf('mqtt')).toMatchObject({ status: 'down' });
  await say('feed/mqtt/status', '{"status":"up"}');
  expect(await feedOf('mqtt')).toMatchObject({ status: 'up' });
  await client.publishAsync(
    'city/v1/obs/water/gauge-1',
    JSON.stringify({ t: Date.now(), v: { levelM: 1 } }),
    { qos: 1 },
  );
  await say(
    'entity/water/gauge-1',
    JSON.stringify({ name: { vi: 'Trạm Phú An', en: 'Phu An gauge' }, loc: [106.7, 10.77], metrics: {} }),
  );
  const found = () => centre.get<{ items: { entity: string }[] }>('/api/v1/entities?q=phu%20an');
  expect((await found()).items).toEqual([expect.objectContaining({ entity: 'gauge-1', domain: 'water' })]);
  await say('entity/water/gauge-1', '');
  expect((await found()).items).toEqual([]);
  await client.endAsync();
});
