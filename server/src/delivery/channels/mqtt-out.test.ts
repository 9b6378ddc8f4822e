import { expect, test } from 'vitest';
import type { OutMessage } from '../compose.ts';
import type { MqttTarget } from '../delivery-config.ts';
import { parsedTarget } from '../delivery-fixture.ts';
import { mqttChannel } from './mqtt-out.ts';

const target = parsedTarget({ kind: 'mqtt', id: 'q', prefix: 'city/v1/out/' }) as MqttTarget;
const message = (of: Partial<OutMessage>): string =>
  JSON.stringify({
    v: 1,
    id: 'x',
    event: 'incident-changed',
    detail: '',
    at: '',
    realm: 'live',
    simulated: false,
    ...of,
  });

async function sent(of: Partial<OutMessage>): Promise<string[]> {
  const published: string[] = [];
  const channel = mqttChannel(
    target,
    (topic, payload, { retain }) => {
      published.push(`${topic} ${payload === '' ? 'empty' : 'full'}${retain ? ' retained' : ''}`);
      return Promise.resolve();
    },
    () => Promise.resolve(),
  );
  const head = { id: 'x', event: of.event ?? 'incident-changed', incidentId: null, alarmId: null };
  expect(await channel.send({ ...head, body: message(of) })).toMatchObject({ isSent: true });
  return published;
}

test('what stands is retained, what is over is told once more and taken away', async () => {
  expect(await sent({ incident: { id: 'SC-1', state: 'new' } })).toEqual([
    'city/v1/out/incident/SC-1 full retained',
  ]);
  const over = (topic: string) => [`city/v1/out/${topic} full`, `city/v1/out/${topic} empty retained`];
  expect(await sent({ incident: { id: 'SC-1', state: 'closed' } })).toEqual(over('incident/SC-1'));
  const alarm = {
    event: 'alarm-changed',
    alarm: { id: 'a1', state: 'acknowledged' },
    incident: { id: 'SC-1', state: 'closed' },
  };
  expect(await sent(alarm)).toEqual(['city/v1/out/alarm/a1 full retained']);
  expect(await sent({ ...alarm, alarm: { id: 'a1', state: 'normal' } })).toEqual(over('alarm/a1'));
  // The room has forgotten it: it forgets nothing that stands.
  expect(await sent({ ...alarm, alarm: { id: 'a1' } })).toEqual(over('alarm/a1'));
  expect(await sent({ cap: { identifier: 'SC-1.1/#+', xml: '' } })).toEqual([
    'city/v1/out/cap/SC-1.1::: full retained',
  ]);
});

test('a broker that is not there is an answer', async () => {
  const channel = mqttChannel(
    target,
    () => Promise.reject(new Error('not there')),
    () => Promise.resolve(),
  );
  const head = { id: 'x', event: 'incident-changed', incidentId: null, alarmId: null };
  expect(await channel.send({ ...head, body: message({ incident: { id: 'a', state: 'new' } }) })).toEqual({
    isSent: false,
    answer: 'not there',
  });
});
