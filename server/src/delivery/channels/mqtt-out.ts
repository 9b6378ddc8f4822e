import { type EventEmitter, once } from 'node:events';
import mqtt, { type MqttClient } from 'mqtt';
import type { OutMessage } from '../compose.ts';
import type { MqttTarget } from '../delivery-config.ts';
import type { Channel, SendOutcome, SentMessage } from './channel.ts';

/** Hands a message to a broker; resolves when the broker has it. */
export type Publish = (topic: string, payload: string, options: { retain: boolean }) => Promise<void>;

const TIMEOUT_MS = 10_000;

/**
 * `<prefix>incident/<id>` and `<prefix>alarm/<id>`, retained while it stands, and `<prefix>cap/<identifier>`. What is over is told once
 * more without retain, and then the retained message is taken away (an empty one).
 */
export function mqttChannel(target: MqttTarget, publish: Publish, close: () => Promise<void>): Channel {
  return {
    async send({ body }: SentMessage): Promise<SendOutcome> {
      const { topic, isOver } = placeOf(target.prefix, JSON.parse(body) as OutMessage);
      try {
        await publish(topic, body, { retain: !isOver });
        if (isOver) await publish(topic, '', { retain: true });
        return { isSent: true, answer: topic };
      } catch (error) {
        return { isSent: false, answer: error instanceof Error ? error.message : String(error) };
      }
    },
    close,
  };
}

/** Where a message goes, and whether nothing is left to be retained there. */
export function placeOf(
  prefix: string,
  { alarm, incident, cap, event }: OutMessage,
): { topic: string; isOver: boolean } {
  if (cap !== undefined) return { topic: `${prefix}cap/${level(cap.identifier)}`, isOver: false };
  const kind = event.startsWith('alarm') ? 'alarm' : 'incident';
  const subject = kind === 'alarm' ? alarm : incident;
  // Without a state the room has forgotten it, and it forgets nothing that stands.
  const isOver = ['normal', 'closed', undefined].includes(subject?.['state'] as string | undefined);
  return { topic: `${prefix}${kind}/${level(subject?.['id'])}`, isOver };
}

/** One level of a topic. */
function level(id: unknown): string {
  return String(id ?? 'unknown').replaceAll(/[^A-Za-z0-9_.:~-]/g, ':');
}

/** A connection of our own to a broker elsewhere, made when it is first needed and kept. */
export function externalPublish(url: string): { publish: Publish; close: () => Promise<void> } {
  let client: MqttClient | null = null;
  return {
    async publish(topic, payload, { retain }) {
      client ??= connect(url);
      if (!client.connected)
        await within(once(client as unknown as EventEmitter, 'connect'), 'the broker cannot be reached');
      await within(client.publishAsync(topic, payload, { qos: 1, retain }), 'the broker did not answer');
    },
    async close() {
      await client?.endAsync(true);
    },
  };
}

function connect(url: string): MqttClient {
  const client = mqtt.connect(url, {
    connectTimeout: TIMEOUT_MS,
    reconnectPeriod: 2_000,
    queueQoSZero: false,
  });
  // Its errors are the answers of the messages that wait for it.
  client.on('error', () => undefined);
  return client;
}

async function within(work: Promise<unknown>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
