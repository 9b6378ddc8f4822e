/** Each thread that the centre can live without is ended at work: it comes back by itself, with nothing lost and nothing doubled. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { expect, test } from 'vitest';
import { SECRET, startReceiver } from './delivery/receiver-fixture.ts';
import { historyPids } from './history-process-fixture.ts';
import { startCentre, type TestCentre, TOKEN } from './start-centre-fixture.ts';

const WORKERS = ['follower', 'payloads', 'offices', 'delivery'] as const;
/** Of each kind of message: before the first end, and around each of them. */
const BURST = 8;

interface Row {
  entity: string;
  value: number;
  offset: number;
}

async function metric(centre: TestCentre, line: string): Promise<number> {
  const response = await fetch(`${centre.http}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const found = (await response.text()).split('\n').find((one) => one.startsWith(`metropane_${line} `));
  return found === undefined ? Number.NaN : Number(found.slice(found.lastIndexOf(' ')));
}

/** Messages whose payload is kept or counted as lost. */
async function payloadsTold(centre: TestCentre): Promise<number> {
  return (await metric(centre, 'payloads_kept_total')) + (await metric(centre, 'payloads_lost_total'));
}

async function rowsOf(centre: TestCentre): Promise<Row[]> {
  const span = `from=${Date.now() - 3_600_000}&to=${Date.now() + 60_000}`;
  return (await centre.get<{ items: Row[] }>(`/api/v1/observations?domain=air&${span}&limit=10000`)).items;
}

/** Sends readings by MQTT and HTTP, cases, and acts on an incident; all of it is acknowledged. */
async function makeTown(centre: TestCentre) {
  const sender = await mqtt.connectAsync(centre.mqtt, {
    ...{ username: 'x', password: TOKEN, protocolVersion: 4 as const },
  });
  const report = { id: 'r1', t: Date.now(), category: 'flood', title: 'x', loc: [106.7, 10.77] };
  expect((await centre.post('/api/v1/reports', report)).status).toBe(202);
  const sent = { values: 0, cases: 0, acts: 0 };

  async function act(): Promise<void> {
    const { revision } = await centre.get<{ revision: number }>('/api/v1/incidents/SC-000001');
    const actionId = `note-${sent.acts++}`;
    const action = { action: 'note', text: actionId, actionId, expectedRevision: revision };
    expect((await centre.post('/api/v1/incidents/SC-000001/actions', action)).status).toBe(200);
  }

  async function send(): Promise<void> {
    for (let i = 0; i < BURST; i++) {
      const reading = () => ({ t: Date.now(), v: { pm25UgM3: ++sent.values } });
      const published = sender.publishAsync(`city/v1/obs/air/m${i % 3}`, JSON.stringify(reading()), {
        qos: 1,
      });
      const posted = await centre.post('/api/v1/observations', { domain: 'air', entity: 'h', ...reading() });
      expect(posted.status).toBe(202);
      const one = {
        system: 'one-stop',
        id: `c${sent.cases++}`,
        state: 'received',
        t: Date.now(),
        unit: '25747',
      };
      expect((await centre.post('/api/v1/cases', one)).status).toBe(202);
      await published;
    }
    await act();
  }
  return { sent, send, close: () => sender.endAsync() };
}

/** Each reading shows its own message or none; how many show none. */
async function countWithoutPayload(centre: TestCentre, rows: readonly Row[]): Promise<number> {
  let without = 0;
  for (const { entity, value, offset } of rows) {
    const url = `${centre.http}/api/v1/payloads/${offset}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (response.status === 404) {
      without += 1;
      continue;
    }
    const kept = (await response.json()) as { text: string; topic: string };
    expect(kept.text, `${entity} at ${offset}`).toContain(`"pm25UgM3":${value}}`);
    expect(kept.topic).toBe(entity === 'h' ? 'observations' : `city/v1/obs/air/${entity}`);
  }
  return without;
}

test.skipIf(process.platform !== 'linux')(
  'a thread that ends is started again by itself: no row, case or message is lost or doubled, and replay still equals live',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'metropane-worker-deaths-'));
    const receiver = await startReceiver(() => 200);
    const target = `{kind: webhook, id: hook, url: '${receiver.url}', secret: ${SECRET}, perMinute: 6000, only: {events: [incident-changed]}}`;
    writeFileSync(join(dataDir, 'delivery.yaml'), `targets:\n  - ${target}\n`);
    const wanted = join(dataDir, 'end-worker');
    const preload = new URL('end-worker-fixture.ts', import.meta.url).href;
    const centre = await startCentre({
      dataDir,
      env: { NODE_OPTIONS: `--import=${preload}`, METROPANE_TEST_END_WORKER: wanted },
    });
    const town = await makeTown(centre);
    await town.send();
    let verifiedBefore = 0;
    for (const worker of WORKERS) {
      const label = `{worker="${worker}"}`;
      // What is written before an end is kept.
      await expect.poll(() => payloadsTold(centre), { message: worker }).toBe(town.sent.values);
      writeFileSync(wanted, worker);
      centre.child.kill('SIGUSR2');
      // Some of it comes while it still lives, some while it is down: none of it waits for the thread.
      await town.send();
      expect((await fetch(`${centre.http}/healthz`)).status, worker).toBe(200);
      await expect.poll(() => metric(centre, `worker_restarts_total${label}`), { interval: 200 }).toBe(1);
      await expect.poll(() => metric(centre, `worker_up${label}`), { interval: 200 }).toBe(1);
      await expect
        .poll(async () => (await fetch(`${centre.http}/readyz`)).status, { message: worker })
        .toBe(200);
      if (worker === 'follower') verifiedBefore = await metric(centre, 'replay_verified_total');
    }
    await town.send();
    await expect.poll(() => payloadsTold(centre)).toBe(town.sent.values);

    const rows = await rowsOf(centre);
    expect(rows.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: town.sent.values }, (_, i) => i + 1),
    );
    const systems = await centre.get<{ open: number }>('/api/v1/systems/one-stop');
    expect(systems.open).toBe(town.sent.cases);
    const without = await countWithoutPayload(centre, rows);
    const lost = await metric(centre, 'payloads_lost_total');
    expect(without).toBeLessThanOrEqual(lost);
    // No more than what was sent while the store ended: two messages of each turn.
    expect(lost).toBeLessThanOrEqual(2 * BURST);

    const deliveries = async () => {
      type Page = { items: { id: string; target: string; state: string }[] };
      const { items } = await centre.get<Page>('/api/v1/deliveries?limit=500');
      return items.filter((one) => one.target === 'hook');
    };
    await expect.poll(async () => (await deliveries()).filter(({ state }) => state !== 'sent')).toEqual([]);
    const ids = (await deliveries()).map(({ id }) => id);
    expect(ids.length).toBe(town.sent.acts);
    expect(new Set(receiver.heard.map(({ id }) => id))).toEqual(new Set(ids));
    // One may have been on its way when its sender ended: it comes again under its id, and no other does.
    expect(receiver.heard.length).toBeLessThanOrEqual(ids.length + 1);

    expect(historyPids(centre.child.pid!)).toHaveLength(1);
    await expect
      .poll(() => metric(centre, 'replay_verified_total'), { timeout: 90_000, interval: 500 })
      .toBeGreaterThan(verifiedBefore);
    expect(await metric(centre, 'replay_mismatch_total')).toBe(0);
    await town.close();
    expect(await centre.stop()).toBe(0);
    await receiver.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  180_000,
);
