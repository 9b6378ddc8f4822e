import type { Principal, Role } from '../../src/access/principal.ts';
import type { BrokerSink, IncomingPublish } from '../../src/broker/broker-sink.ts';
import { startEmbeddedBroker } from '../../src/broker/embedded-broker.ts';
import type { BrokerEvent, EmbeddedBroker, EmbeddedBrokerOptions } from '../../src/broker/embedded-broker.ts';
import { RawMqttClient } from './raw-mqtt-client.ts';
import type { ConnectFields } from './raw-mqtt-client.ts';

export type Kept = Omit<IncomingPublish, 'entry' | 'bytes' | 'start' | 'end'> & {
  readonly topic: string;
  readonly text: string;
};

/** A sink that keeps everything; acknowledges at once unless told to wait. */
export class RecordingSink implements BrokerSink {
  readonly kept: Kept[] = [];
  count = 0;
  acksAtOnce = true;
  hasRoom = true;
  keeps = true;
  readonly #drains = new Set<() => void>();
  #waiting: { n: number; resolve: () => void }[] = [];

  onPublish(publish: IncomingPublish): boolean {
    this.count += 1;
    if (this.keeps) {
      const { entry, bytes, start, end, ...rest } = publish;
      this.kept.push({ ...rest, topic: entry.topic, text: bytes.toString('utf8', start, end) });
    }
    if (this.acksAtOnce) publish.ack();
    this.#waiting = this.#waiting.filter(({ n, resolve }) => {
      if (this.count >= n) resolve();
      return this.count < n;
    });
    return this.hasRoom;
  }

  onDrain(listener: () => void): () => void {
    this.#drains.add(listener);
    return () => this.#drains.delete(listener);
  }

  drain(): void {
    this.hasRoom = true;
    for (const listener of this.#drains) listener();
  }

  /** Waits until `n` messages have come in all. */
  async reach(n: number, limitMs = 30_000): Promise<void> {
    if (this.count >= n) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.count} of ${n} messages within ${limitMs} ms`)),
        limitMs,
      );
      this.#waiting.push({
        n,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  }
}

/** A broker on a free port with one token per role: the token is the name of the role. */
export class BrokerBench {
  readonly sink = new RecordingSink();
  readonly events: BrokerEvent[] = [];
  readonly revoked = new Set<string>();
  readonly clients: RawMqttClient[] = [];
  broker!: EmbeddedBroker;
  monotonicMs = 0;

  static async start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<BrokerBench> {
    const bench = new BrokerBench();
    bench.broker = await startEmbeddedBroker({
      host: '127.0.0.1',
      port: 0,
      sink: bench.sink,
      onEvent: (event) => bench.events.push(event),
      access: {
        verifyToken: (bearer) => (ROLE_TOKENS.has(bearer) ? principalOf(bearer as Role) : undefined),
        isActive: ({ id }) => !bench.revoked.has(id),
      },
      ...options,
    });
    return bench;
  }

  get port(): number {
    return this.broker.port;
  }

  async signIn(role?: Role, fields: ConnectFields = {}): Promise<RawMqttClient> {
    const client = await RawMqttClient.signIn(this.port, role, fields);
    this.clients.push(client);
    return client;
  }

  async connect(): Promise<RawMqttClient> {
    const client = await RawMqttClient.connect(this.port);
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.end();
    await this.broker.close();
  }
}

const ROLE_TOKENS = new Set([
  'viewer',
  'wall',
  'operator',
  'supervisor',
  'agency',
  'simulator',
  'feed',
  'admin',
]);

export function principalOf(role: Role): Principal {
  return {
    kind: 'token',
    id: role,
    role,
    realm: role === 'simulator' ? 'exercise:drill' : 'live',
    label: role,
  };
}
