/**
 * Exercises in a whole centre (DESIGN 9.8): the real simulator signs in with a simulator's token, and what it sends is in its
 * realm and nowhere else. Through the real broker, HTTP, `/live`, kill -9 and the end of an exercise.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateHash } from '@metropane/live-state';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOfChannels, TestClient } from '../src/fanout/test-client-fixture.ts';
import { createSimulatorToken, simulateCity } from './exercise-fixture.ts';
import { startCentre, TOKEN, type TestCentre } from './start-centre-fixture.ts';

const DRILL = 'exercise:drill';
const IN_DRILL = `realm=${DRILL}`;
/** In every report and every reading of the exercise, and in nothing else. */
const MARK = 'DRILL-ONLY';
const dataDir = mkdtempSync(join(tmpdir(), 'metropane-realms-'));
let centre: TestCentre;
let token = '';

beforeAll(async () => {
  centre = await startCentre({ dataDir });
  token = createToken('--realm', DRILL);
}, 60_000);
afterAll(async () => {
  await centre?.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const createToken = (...bounds: string[]): string => createSimulatorToken(dataDir, bounds);
const simulate = (): Promise<number | null> => simulateCity(centre.mqtt, token);

interface Feed {
  id: string;
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  rejected: Record<string, number>;
  simulated: boolean;
}
interface RealmItem {
  realm: string;
  state: string;
  clock: string | null;
}
const feedsOf = async (realm: string): Promise<Feed[]> =>
  (await centre.get<{ items: Feed[] }>(`/api/v1/feeds?realm=${realm}`)).items;
/** What exercises there are, and which token opens which. */
const NAMES_REALMS = new Set(['/api/v1/realms', '/api/v1/tokens']);

const realms = async (): Promise<RealmItem[]> =>
  (await centre.get<{ items: RealmItem[] }>('/api/v1/realms')).items;
const asSimulator = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${centre.http}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });

/** Publishes with an acknowledgement; rejects when the broker does not let it in. */
async function publish(password: string, topic: string, body: unknown): Promise<void> {
  const client = await mqtt.connectAsync(centre.mqtt, {
    ...{ username: 'x', password, protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 30_000 },
  });
  try {
    await client.publishAsync(topic, JSON.stringify(body), { qos: 1, retain: topic.includes('/entity/') });
  } finally {
    await client.endAsync(true);
  }
}

/** Everything of the live room that a person or a program can see, as one text. */
async function everythingLive(): Promise<string> {
  const openapi = await centre.get<{ paths: Record<string, { get?: unknown }> }>('/api/v1/openapi.json');
  const paths = Object.keys(openapi.paths).filter(
    (path) => openapi.paths[path]?.get !== undefined && !path.includes('{') && !NAMES_REALMS.has(path),
  );
  expect(paths.length).toBeGreaterThan(10);
  const span = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
  const series = `domain=air&entity=${MARK}&metric=pm25UgM3`;
  const questions = `${span}&${series}&window=PT1H&start=2026-11-23T00:00:00Z&kind=indicator&id=speed`;
  const texts = await Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(`${centre.http}${path}?${questions}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return `${path} ${await answer.text()}`;
    }),
  );
  return texts.join('\n');
}

test('what a simulator sends is in its own realm, folded by its own clock, and leaves no trace in the live room', async () => {
  const before = await feedsOf('live');
  const watcher = await mqtt.connectAsync(centre.mqtt, {
    ...{ username: 'x', password: TOKEN, protocolVersion: 4, reconnectPeriod: 0 },
  });
  const mirrored: string[] = [];
  watcher.on('message', (topic) => mirrored.push(topic));
  await watcher.subscribeAsync('#');
  const live = new TestClient(centre.http, { token: TOKEN });
  await live.connected();
  live.hello({ channels: ['records:incident', 'records:timeline', 'layer:transit', 'layer:air'] });
  await live.frames(1);
  const hashBefore = hashOfChannels(live.state, ['records:incident', 'layer:transit', 'layer:air']);

  expect(await simulate()).toBe(0);
  const t = '2026-11-23T07:02:00+07:00';
  await publish(token, `city/v1/obs/air/${MARK}`, { t, v: { pm25UgM3: 31 } });
  await publish(token, `city/v1/entity/air/${MARK}`, { name: { vi: MARK, en: MARK } });
  await publish(token, `city/v1/report/${MARK}`, { id: 'r1', t, category: 'flood', title: MARK });
  await publish(token, `city/v1/obs/air/${MARK}`, { t: 'no time', v: { pm25UgM3: 1 } });
  await publish(token, 'city/v1/obs/air', { t, v: { pm25UgM3: 1 } });
  const byHttp = await asSimulator('/api/v1/reports', {
    method: 'POST',
    body: JSON.stringify({ id: 'r2', t, category: 'fire', title: MARK }),
  });
  expect([byHttp.status, await byHttp.json()]).toMatchObject([202, { accepted: 1 }]);

  const drill = await feedsOf(DRILL);
  const mine = drill.find(({ id }) => id === 'mqtt')!;
  expect(mine.counted).toBeGreaterThan(1_000);
  expect(mine.received).toBe(
    mine.counted + mine.duplicate + mine.late + Object.values(mine.rejected).reduce((a, b) => a + b, 0),
  );
  // A stream that was sent in a fraction of its time: nothing of it is late, and nothing lies in the future.
  expect([mine.late, mine.rejected, mine.simulated]).toEqual([0, { 'no-time': 1, 'unknown-topic': 1 }, true]);
  const incidents = await centre.get<{ items: { title: string; id: string; simulated: boolean }[] }>(
    `/api/v1/incidents?${IN_DRILL}&limit=1000`,
  );
  expect(incidents.items.filter(({ title }) => title === MARK).length).toBe(2);
  expect(incidents.items.every(({ simulated }) => simulated)).toBe(true);
  const listed = async (): Promise<RealmItem> => (await realms()).find(({ realm }) => realm === DRILL)!;
  expect((await listed()).state).toBe('open');
  // Told with what changes: figures do once a second of its time.
  await expect.poll(async () => Date.parse(t) - Date.parse((await listed()).clock!)).toBeLessThan(1_000);
  expect(Date.parse((await listed()).clock!)).toBeLessThanOrEqual(Date.parse(t));

  await live.nextBeat();
  expect(hashOfChannels(live.state, ['records:incident', 'layer:transit', 'layer:air'])).toBe(hashBefore);
  expect(await feedsOf('live')).toMatchObject(
    before.map(({ id, received, rejected }) => ({ id, received, rejected })),
  );
  expect(mirrored).toEqual([]);
  for (const path of ['incidents', 'dead-letters', 'entities?q=DRILL'])
    expect((await centre.get<{ items: unknown[] }>(`/api/v1/${path}`)).items, path).toEqual([]);
  const seen = await everythingLive();
  expect(seen).not.toContain(`"${MARK}"`);
  expect(seen).not.toContain('exercise:');
  const metrics = await (await fetch(`${centre.http}/metrics`)).text();
  expect(metrics).toContain('metropane_feed_received_total{feed="mqtt"} 0\n');
  expect(metrics).not.toContain(MARK);
  live.close();
  await watcher.endAsync(true);
}, 120_000);

test('every question takes a realm: an unknown one is 404, a simulator has no part in live, and no address chooses where to send', async () => {
  const openapi = await centre.get<{
    paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
  }>('/api/v1/openapi.json');
  // Who somebody is, and what they keep of the desk, is the same in every realm.
  const ofNoRoom = /^\/api\/v1\/(session|sessions|me|accounts|tokens|devices|oidc|realms)(\/|$)/;
  for (const [path, { get }] of Object.entries(openapi.paths)) {
    if (get === undefined || !path.startsWith('/api/v1/') || ofNoRoom.test(path)) continue;
    expect(
      get.parameters?.map(({ name }) => name),
      path,
    ).toContain('realm');
    for (const realm of ['exercise:none', 'LIVE', 'exercise:../x']) {
      const answer = await fetch(`${centre.http}${path.replaceAll(/\{\w+\}/g, '1')}?realm=${realm}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        path,
        404,
        'unknown-realm',
      ]);
    }
  }
  expect((await asSimulator('/api/v1/feeds?realm=live')).status).toBe(403);
  expect((await asSimulator('/api/v1/feeds')).status).toBe(200);
  const body = { t: new Date().toISOString(), domain: 'air', entity: 'x', v: { pm25UgM3: 1 } };
  const answer = await centre.post(`/api/v1/observations?${IN_DRILL}`, body);
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'realm-of-token']);
  const sent = await asSimulator('/api/v1/observations?realm=live', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(sent.status).toBe(403);
  expect((await feedsOf('live')).every(({ received }) => received === 0)).toBe(true);
}, 60_000);

test('an act goes to the incident of its realm, by HTTP and by socket; the same id in the live room is another one', async () => {
  const { items } = await centre.get<{ items: { id: string; revision: number }[] }>(
    `/api/v1/incidents?${IN_DRILL}&limit=1`,
  );
  const { id, revision } = items[0]!;
  const act = { action: 'acknowledge', expectedRevision: revision };
  expect((await centre.post(`/api/v1/incidents/${id}/actions`, act)).status).toBe(404);
  expect((await centre.post(`/api/v1/incidents/${id}/actions?${IN_DRILL}`, act)).status).toBe(200);
  const client = new TestClient(centre.http, { token: TOKEN });
  await client.connected();
  client.hello({ realm: DRILL, channels: ['records:incident'] });
  await client.frames(1);
  expect(client.welcomes[0]?.realm).toBe(DRILL);
  expect(client.state.records.incident.get(id)?.state).toBe('acknowledged');
  const answered = await new Promise((resolve) =>
    client.socket.emit(
      'action',
      { incidentId: id, action: 'note', text: 'x', expectedRevision: revision + 1 },
      resolve,
    ),
  );
  expect(answered).toMatchObject({ ok: true, revision: revision + 2 });
  client.close();
}, 60_000);

test('kill -9 and a restart keep the exercise with its clock; its hash is what it was', async () => {
  const watch = async () => {
    const client = new TestClient(centre.http, { token: TOKEN });
    await client.connected();
    client.hello({ realm: DRILL, channels: ['records:incident', 'records:timeline'] });
    await client.frames(1);
    client.close();
    return stateHash({ ...client.state, epoch: 0, seq: 0, atMs: 0 });
  };
  const [before, clock] = [await watch(), (await realms())[1]?.clock];
  const feeds = (await feedsOf(DRILL)).map(({ id, received, counted }) => ({ id, received, counted }));
  await centre.kill();
  centre = await startCentre({ dataDir });
  expect((await realms()).map(({ realm, state }) => [realm, state])).toEqual([
    ['live', 'open'],
    [DRILL, 'closed'],
  ]);
  expect(await feedsOf(DRILL)).toMatchObject(feeds);
  expect(await watch()).toBe(before);
  const after = (await realms())[1]!;
  expect([after.state, Math.abs(Date.parse(after.clock!) - Date.parse(clock!)) < 1_000]).toEqual([
    'open',
    true,
  ]);
}, 120_000);

test('a third exercise is refused with a code while two are open', async () => {
  expect((await centre.post('/api/v1/realms', { realm: 'exercise:two' })).status).toBe(200);
  const third = await centre.post('/api/v1/realms', { realm: 'exercise:three' });
  expect([third.status, ((await third.json()) as { code: string }).code]).toEqual([409, 'realms-full']);
  await expect(
    publish(createToken('--realm', 'exercise:three'), 'city/v1/obs/air/x', { t: 0, v: {} }),
  ).rejects.toThrow(/Not authorized/i);
}, 60_000);

test('a supervisor ends an exercise: wiped, its feeders cut and kept out, screens sent away, written in the live journal', async () => {
  const feeder = await mqtt.connectAsync(centre.mqtt, {
    ...{ username: 'x', password: token, protocolVersion: 4, reconnectPeriod: 0 },
  });
  const cut = new Promise<void>((resolve) => feeder.once('close', () => resolve()));
  const screen = new TestClient(centre.http, { token: TOKEN });
  await screen.connected();
  screen.hello({ realm: DRILL, channels: [] });
  await screen.frames(1);
  const end = (as: string): Promise<Response> =>
    fetch(`${centre.http}/api/v1/realms/${DRILL}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${as}` },
    });
  expect((await end(token)).status).toBe(403);
  expect((await end(TOKEN)).status).toBe(204);
  await screen.error('realm');
  await cut;
  expect(existsSync(join(dataDir, 'realms', 'drill'))).toBe(false);
  await expect(publish(token, 'city/v1/obs/air/x', { t: 0, v: {} })).rejects.toThrow(/Not authorized/i);
  const gone = await asSimulator('/api/v1/feeds');
  expect([gone.status, ((await gone.json()) as { code: string }).code]).toEqual([410, 'realm-ended']);
  const { items } = await centre.get<{ items: { kind: string; actor: string; body: string }[] }>(
    '/api/v1/journal?limit=1000',
  );
  expect(items.filter(({ kind }) => kind === 'realm').at(-1)).toMatchObject({
    actor: 'METROPANE_TOKEN',
    body: JSON.stringify({ realm: DRILL, act: 'end' }),
  });
  expect((await centre.post('/api/v1/realms', { realm: DRILL })).status).toBe(200);
  expect((await feedsOf(DRILL)).every(({ received }) => received === 0)).toBe(true);
}, 60_000);
