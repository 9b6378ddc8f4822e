import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import { noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../start-centre-fixture.ts';
import { SECRET, startReceiver } from './receiver-fixture.ts';

const KILLS = process.env['METROPANE_TEST_FULL'] === '1' ? 30 : 2;
const NOTES = 12;
/** After many refusals in a row the next attempt may be five minutes away. */
const DRAIN_MS = KILLS > 2 ? 330_000 : 40_000;

interface DeliveryJson {
  id: string;
  event: string;
  state: string;
  attempts: number;
}

test(
  `kill -9 (${KILLS} times, in the middle of retries) loses no message, and each keeps its id`,
  async () => {
    const rng = makeRng(20261123);
    const dataDir = mkdtempSync(join(tmpdir(), 'metropane-delivery-'));
    let refuses = true;
    const receiver = await startReceiver(() => (refuses && rng.next() < 0.5 ? 503 : 200));
    const target = `{kind: webhook, id: hook, url: '${receiver.url}', secret: ${SECRET}, attempts: 100, perMinute: 6000, only: {events: [incident-changed]}}`;
    writeFileSync(join(dataDir, 'delivery.yaml'), `targets:\n  - ${target}\n`);
    let acknowledged = 0;
    let centre = await startCentre({ dataDir });
    const report = { id: 'r1', t: Date.now(), category: 'flood', title: 'x', loc: [106.7, 10.77] };
    expect((await centre.post('/api/v1/reports', report)).status).toBe(202);
    for (let round = 0; round < KILLS; round++) {
      const killAfter = 1 + rng.int(NOTES);
      for (let i = 0; i < killAfter; i++) {
        const answer = note(centre, `${round}-${i}`).catch(() => null);
        if (i === killAfter - 1) await centre.kill();
        acknowledged += (await answer)?.status === 200 ? 1 : 0;
      }
      centre = await startCentre({ dataDir });
    }
    refuses = false;
    await expect
      .poll(async () => (await deliveries(centre)).filter(({ state }) => state !== 'sent').length, {
        timeout: DRAIN_MS,
      })
      .toBe(0);
    const all = await deliveries(centre);
    const taken = new Set(receiver.heard.filter(({ status }) => status === 200).map(({ id }) => id));
    expect(receiver.heard.every(({ isAuthentic, id, message }) => isAuthentic && id === message.id)).toBe(
      true,
    );
    // Every act that was answered is there, and no id that the outbox does not know was ever sent.
    expect(all.length).toBeGreaterThanOrEqual(acknowledged);
    expect(all.map(({ id }) => id).filter((id) => !taken.has(id))).toEqual([]);
    expect([...taken].filter((id) => !all.some((one) => one.id === id))).toEqual([]);
    const revisions = inOrderOfTaking(receiver.heard);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    const repeated = receiver.heard.length - taken.size;
    noteFigures('kill -9 with messages under way', {
      kills: KILLS,
      acts: acknowledged,
      messages: all.length,
      repeated,
      lost: 0,
    });
    await centre.stop();
    await receiver.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  60_000 + DRAIN_MS + KILLS * 20_000,
);

/** Journal order of what was taken, each message at its first success. */
function inOrderOfTaking(heard: { id: string; status: number; message: { at: string } }[]): number[] {
  const first = new Map<string, number>();
  for (const { id, status, message } of heard)
    if (status === 200 && !first.has(id)) first.set(id, Date.parse(message.at));
  return [...first.values()];
}

async function note(centre: TestCentre, text: string): Promise<Response> {
  const { revision } = await centre.get<{ revision: number }>('/api/v1/incidents/SC-000001');
  const action = { action: 'note', text, actionId: text, expectedRevision: revision };
  return centre.post('/api/v1/incidents/SC-000001/actions', action);
}

async function deliveries(centre: TestCentre): Promise<DeliveryJson[]> {
  const { items } = await centre.get<{ items: (DeliveryJson & { target: string })[] }>(
    '/api/v1/deliveries?incident=SC-000001&limit=500',
  );
  return items.filter(({ target }) => target === 'hook');
}
