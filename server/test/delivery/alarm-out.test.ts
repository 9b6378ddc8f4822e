/** From a reading that breaks a rule to the people outside who are told: webhook, letter and topic, each with a visible state. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmRecord } from '@metropane/live-state';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pmRule } from '../alarm-fixture.ts';
import { startCentre, type TestCentre, TOKEN } from '../start-centre-fixture.ts';
import { SECRET, startReceiver } from './receiver-fixture.ts';
import { type Relay, startRelay } from './relay-fixture.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'metropane-alarm-out-'));
/** The receiver refuses until told otherwise: what did not arrive must not look sent. */
let hookStatus = 503;
let centre: TestCentre;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let relay: Relay;
let client: mqtt.MqttClient;

beforeAll(async () => {
  receiver = await startReceiver(() => hookStatus);
  relay = await startRelay();
  const only = 'only: {events: [alarm-raised]}';
  const yaml = `targets:
  - {kind: webhook, id: hook, url: '${receiver.url}', secret: ${SECRET}, ${only}}
  - {kind: email, id: mail, host: 127.0.0.1, port: ${relay.port}, security: none, from: centre@hcm.gov.vn, to: [duty@hcm.gov.vn], ${only}}
`;
  writeFileSync(join(dataDir, 'delivery.yaml'), yaml);
  centre = await startCentre({ dataDir });
  client = await mqtt.connectAsync(centre.mqtt, { username: 'x', password: TOKEN, protocolVersion: 4 });
}, 60_000);

afterAll(async () => {
  client?.end(true);
  await centre?.stop();
  await receiver.close();
  await relay.close();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

interface Delivery {
  id: string;
  target: string;
  state: string;
  alarmId: string | null;
}

test('a rule that is broken leaves as webhook, letter and topic; what was refused is seen and goes when it can', async () => {
  const topics = new Map<string, string>();
  client.on('message', (topic, payload) => topics.set(topic, payload.toString()));
  await client.subscribeAsync('city/v1/out/#');
  const put = await centre.post(
    '/api/v1/rules/pm25-high',
    { rule: pmRule(), expectedRevision: 0 },
    { method: 'PUT' },
  );
  expect(put.status).toBeLessThan(300);
  const body = JSON.stringify({ t: Date.now() - 50, v: { pm25UgM3: 180 } });
  await client.publishAsync('city/v1/obs/air/out-1', body, { qos: 1 });
  const raised = async (): Promise<AlarmRecord[]> =>
    (await centre.get<{ items: AlarmRecord[] }>('/api/v1/alarms')).items.filter(
      ({ ruleId }) => ruleId === 'pm25-high',
    );
  await expect.poll(async () => (await raised()).length).toBe(1);
  const [alarm] = (await raised()) as [AlarmRecord];

  // The letter and the topic have left; the webhook was refused, and says so.
  const stateOf = async (target: string): Promise<string | undefined> => {
    const { items } = await centre.get<{ items: Delivery[] }>('/api/v1/deliveries');
    return items.find((each) => each.target === target && each.alarmId === alarm.id)?.state;
  };
  await expect.poll(() => stateOf('mail')).toBe('sent');
  expect(relay.mails).toHaveLength(1);
  expect(relay.mails[0]).toMatch(/^x-metropane-id: [0-9a-f]{32}\r?$/im);
  await expect.poll(() => topics.has(`city/v1/out/alarm/${alarm.id}`)).toBe(true);
  expect(topics.get(`city/v1/out/alarm/${alarm.id}`)).toContain(alarm.id);
  await expect.poll(() => receiver.heard.length).toBeGreaterThan(0);
  expect(await stateOf('hook')).not.toBe('sent');

  hookStatus = 200;
  const { items } = await centre.get<{ items: Delivery[] }>('/api/v1/deliveries');
  const waiting = items.find(({ target }) => target === 'hook')!;
  await centre.post(`/api/v1/deliveries/${waiting.id}/retry`, {});
  await expect.poll(() => stateOf('hook')).toBe('sent');
  const last = receiver.heard.at(-1)!;
  expect(last.isAuthentic).toBe(true);
  expect(last.message).toMatchObject({ event: 'alarm-raised', realm: 'live', alarm: { id: alarm.id } });
  // Every attempt was the same message.
  expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(1);
});
