/** The whole program, killed at random moments: what is found behind a reading is what brought it, or nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makeRng } from '@metropane/base';
import mqtt from 'mqtt';
import { expect, test } from 'vitest';
import { startCentre, type TestCentre, TOKEN } from './start-centre-fixture.ts';

const KILLS = process.env['METROPANE_TEST_FULL'] === '1' ? 20 : 2;

interface Row {
  entity: string;
  metric: string;
  value: number;
  arrival: string;
  offset: number;
}

interface PayloadJson {
  topic: string;
  feed: string;
  arrival: string;
  text: string;
  index: number;
}

async function rowsOf(centre: TestCentre): Promise<Row[]> {
  const span = `from=${Date.now() - 3_600_000}&to=${Date.now() + 60_000}`;
  return (await centre.get<{ items: Row[] }>(`/api/v1/observations?domain=air&${span}&limit=10000`)).items;
}

/** Many rounds hold more rows than one asker may ask about in a minute: it waits as long as it is told to. */
async function askPatiently(url: string): Promise<Response> {
  for (;;) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (response.status !== 429) return response;
    await setTimeout(Number(response.headers.get('retry-after')) * 1_000);
  }
}

/** How many rows have a payload; each that has one has its own. */
async function countFound(centre: TestCentre, rows: Row[]): Promise<number> {
  let found = 0;
  for (const row of rows) {
    const response = await askPatiently(`${centre.http}/api/v1/payloads/${row.offset}`);
    if (response.status === 404) continue;
    expect(response.status).toBe(200);
    const kept = (await response.json()) as PayloadJson;
    expect(kept.text, `${row.entity} at ${row.offset}`).toContain(`"${row.metric}":${row.value}`);
    expect(kept.arrival).toBe(row.arrival);
    expect(kept.topic).toBe(kept.feed === 'mqtt' ? `city/v1/obs/air/${row.entity}` : 'observations');
    found += 1;
  }
  return found;
}

test(
  `kill -9 (${KILLS} times at random moments): a reading shows its own message or none, a clean stop keeps all`,
  async () => {
    const rng = makeRng(20261124);
    const dataDir = mkdtempSync(join(tmpdir(), 'metropane-payload-kill-'));
    let value = 0;
    const reading = () => ({ t: Date.now(), v: { pm25UgM3: ++value, noiseDb: ++value } });
    let expected = 0;
    for (let round = 0; round <= KILLS + 1; round++) {
      const centre = await startCentre({ dataDir });
      const isDead = new Promise((resolve) => centre.child.once('exit', resolve));
      const before = await rowsOf(centre);
      const found = await countFound(centre, before);
      // After the clean stop of the round before nothing of it is missing.
      if (round === KILLS + 1) {
        expect(found).toBeGreaterThanOrEqual(expected);
        expect(expected).toBeGreaterThan(50);
        await centre.stop();
        break;
      }
      const sender = await mqtt.connectAsync(centre.mqtt, {
        username: 'x',
        password: TOKEN,
        protocolVersion: 4,
      });
      sender.on('error', () => undefined);
      const posts = 30 + rng.int(60);
      const isLast = round === KILLS;
      for (let i = 0; i < posts; i++) {
        const one = reading();
        const topic = `city/v1/obs/air/m${rng.int(9)}`;
        const published = sender.publishAsync(topic, JSON.stringify(one), { qos: 1 });
        const posted = centre.post('/api/v1/observations', { domain: 'air', entity: 'h', ...reading() });
        const settled = Promise.allSettled([published, posted]);
        if (!isLast && i === posts - 1) await centre.kill();
        await Promise.race([settled, isDead]);
      }
      if (!isLast) {
        sender.end(true);
        continue;
      }
      const rows = await rowsOf(centre);
      expected = await countFound(centre, rows);
      // Every reading of this life is found at once, the ones that still wait for their block too.
      expect(expected).toBe(found + posts * 4);
      await sender.endAsync();
      // What came right before the stop has not been written yet.
      await centre.post('/api/v1/observations', { domain: 'air', entity: 'h', ...reading() });
      expected += 2;
      await centre.stop();
    }
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  (KILLS + 2) * 40_000,
);
