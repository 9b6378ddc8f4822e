import mqtt, { type MqttClient } from 'mqtt';
import { expect } from 'vitest';
import { startCentre, TOKEN, type TestCentre } from '../start-centre-fixture.ts';

export interface FeedJson {
  id: string;
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  rejected: Record<string, number>;
}
export interface LetterJson {
  id: number;
  feed: string;
  code: string;
  topic: string;
  index: number;
  detail: string;
  payloadBytes: number;
  payloadBase64: string;
}

/** Dead letters keep the first 64 KiB. */
const KEPT_BYTES = 64 * 1_024;

/** A running centre, one MQTT connection to it, and the questions that every test of bad input asks. */
export class BadInputBench {
  readonly centre: TestCentre;
  readonly client: MqttClient;
  #nextMs = Date.parse('2025-11-23T08:00:00Z');

  private constructor(centre: TestCentre, client: MqttClient) {
    this.centre = centre;
    this.client = client;
  }

  static async start(args: string[] = ['--no-simulators']): Promise<BadInputBench> {
    const centre = await startCentre({ args });
    const client = await mqtt.connectAsync(centre.mqtt, {
      username: 'x',
      password: TOKEN,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    return new BadInputBench(centre, client);
  }

  async stop(): Promise<void> {
    await this.client?.endAsync();
    await this.centre?.stop();
  }

  async feed(id: string): Promise<FeedJson> {
    const { items } = await this.centre.get<{ items: FeedJson[] }>('/api/v1/feeds');
    return items.find((feed) => feed.id === id)!;
  }

  /** Newest first. */
  async letters(query: Record<string, string>): Promise<LetterJson[]> {
    return (
      await this.centre.get<{ items: LetterJson[] }>(`/api/v1/dead-letters?${new URLSearchParams(query)}`)
    ).items;
  }

  /** A good observation that was never sent before, as each transport writes it. */
  good(): { mqtt: string; http: string; t: string } {
    this.#nextMs += 1_000;
    const t = new Date(this.#nextMs).toISOString();
    const inside = `"t":"${t}","v":{"pm25UgM3":12.5}`;
    return { mqtt: `{${inside}}`, http: `{"domain":"air","entity":"good",${inside}}`, t };
  }
}

/** Sends something bad between two good messages; the good ones count, the bad one is refused once, and the law holds. */
export async function expectRefusedBetweenGood(
  bench: BadInputBench,
  feedId: string,
  { code, send, sendGood }: { code: string; send: () => Promise<void>; sendGood: () => Promise<void> },
): Promise<void> {
  const before = await bench.feed(feedId);
  await sendGood();
  await send();
  await sendGood();
  const after = await bench.feed(feedId);
  expect(after.counted - before.counted, 'counted').toBe(2);
  expect(changes(before.rejected, after.rejected)).toEqual({ [code]: 1 });
  expect(after.received - before.received, 'received').toBe(3);
  expectConserved(after);
}

/** The law of counts: nothing that came in is unaccounted for. */
export function expectConserved(feed: FeedJson): void {
  const refused = Object.values(feed.rejected).reduce((sum, n) => sum + n, 0);
  expect(feed.counted + feed.duplicate + feed.late + refused, feed.id).toBe(feed.received);
}

/** What was kept of a refused message is its beginning, and how long it was is told. */
export function expectKept(letter: LetterJson | undefined, sent: Buffer, { isCutAtDoor = false } = {}): void {
  expect(letter).toBeDefined();
  const kept = Buffer.from(letter!.payloadBase64, 'base64');
  expect(kept.equals(sent.subarray(0, KEPT_BYTES))).toBe(true);
  if (!isCutAtDoor) expect(letter!.payloadBytes).toBe(sent.length);
}

function changes(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const codes = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...codes]
      .map((code) => [code, (after[code] ?? 0) - (before[code] ?? 0)] as const)
      .filter(([, n]) => n !== 0),
  );
}
