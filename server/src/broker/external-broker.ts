/**
 * Reads from somebody else's MQTT broker (3.1.1, or 5) into the same sink as the embedded one. It acknowledges after the
 * message was queued to be logged, never before; when the queue is full it stops reading, and the broker keeps what is QoS 1.
 * Every attempt is a new client with the same client id: mqtt.js' own reconnect carries state over that has looped before.
 * The trap: while we do not read, PINGRESP is not read either, so a long hold ends in a reconnect; that is harmless (the
 * session is the broker's, repeats are duplicates to the fold).
 */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Rng } from '@metropane/base';
import { makeRng } from '@metropane/base';
import mqtt from 'mqtt';
import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';
import type { Principal } from '../access/principal.ts';
import { makeTopicSpace } from '../access/topic-space.ts';
import { noAck } from './broker-sink.ts';
import type { BrokerSink, DoorRefusal } from './broker-sink.ts';
import { toDisconnectReason } from './disconnect-reason.ts';
import type { DisconnectReason } from './disconnect-reason.ts';
import { DEFAULT_GUARD_LIMITS, REFUSED_PAYLOAD_BYTES } from './guard-limits.ts';
import { TopicTable } from './topic-table.ts';
import type { TopicEntry } from './topic-table.ts';

export interface ExternalBrokerOptions {
  /** `mqtt://` or `mqtts://`, credentials inside it or below. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: Pick<IClientOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;
  readonly filters: readonly string[];
  readonly sink: BrokerSink;
  /**
   * The broker keeps the session under it: the same after a restart, another one for every instance that reads from this
   * broker. Default: made of host name, broker and feed.
   */
  readonly clientId?: string;
  /** The feed binding that all messages belong to; absent = by topic. */
  readonly feed?: string;
  readonly prefix?: string;
  readonly protocolVersion?: 4 | 5;
  readonly keepaliveS?: number;
  /** Jitter of the backoff; default seeded with the client id, so that instances differ. */
  readonly rng?: Pick<Rng, 'next'>;
  readonly monotonicMs?: () => number;
  /** Told when status or reason changed, not at every attempt. */
  readonly onHealth?: (health: ExternalBrokerHealth) => void;
}

interface Condition {
  readonly status: 'connecting' | 'up' | 'degraded' | 'down' | 'closed';
  readonly reason?: DisconnectReason;
  /** One sentence for the operator, without credentials; set while it is degraded or down. */
  readonly message?: string;
}

export interface ExternalBrokerHealth extends Condition {
  readonly received: number;
  readonly refused: number;
  /** Successful sign-ins after the first. */
  readonly reconnects: number;
  readonly failedAttempts: number;
}

const BACKOFF_START_MS = 200;
/** Half of what "back within five seconds of the broker's return" allows, for the attempt itself takes time too. */
const BACKOFF_LIMIT_MS = 2_500;
/** A wrong password does not become right by asking often. */
const BACKOFF_LIMIT_CREDENTIALS_MS = 30_000;
const CONNECT_TIMEOUT_MS = 4_000;
const LIVENESS_CHECK_MS = 1_000;
const DEFAULT_KEEPALIVE_S = 10;
const SESSION_EXPIRY_S = 3_600;
const SUBACK_FAILURE = 128;

/** Starts connecting at once and goes on for ever; never throws for a broker that is not there (see `health`). */
export function startExternalBroker(options: ExternalBrokerOptions): ExternalBroker {
  return new ExternalBroker(options);
}

export class ExternalBroker {
  readonly #options: ExternalBrokerOptions;
  readonly #host: string;
  readonly #clientId: string;
  readonly #principal: Principal;
  readonly #topics: TopicTable;
  readonly #rng: Pick<Rng, 'next'>;
  readonly #monotonicMs: () => number;
  readonly #stopDrain: () => void;
  readonly #livenessTimer: NodeJS.Timeout;
  #client: MqttClient | undefined;
  #held: (() => void) | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #condition: Condition = { status: 'connecting' };
  #lastError: { reason: DisconnectReason; message: string } | undefined;
  #lastHeardMs = 0;
  #failuresInARow = 0;
  #failedAttempts = 0;
  #signIns = 0;
  #received = 0;
  #refused = 0;

  constructor(options: ExternalBrokerOptions) {
    const { feed, filters, prefix = 'city/v1/' } = options;
    this.#options = options;
    this.#host = new URL(options.url).host;
    this.#clientId = options.clientId ?? makeClientId(this.#host, feed ?? '');
    this.#rng = options.rng ?? makeRng(`${this.#clientId} ${process.pid}`);
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
    const id = feed ?? `broker:${this.#host}`;
    const principal = {
      kind: 'external-broker',
      id,
      role: 'feed',
      realm: 'live',
      label: this.#host,
    } as const;
    this.#principal = feed === undefined ? principal : { ...principal, feed };
    // Without a feed of its own, the prefix belongs to the city: a wrong topic below it is refused, not claimed.
    const claims = filters.filter((filter) => feed !== undefined || !filter.startsWith(prefix));
    this.#topics = new TopicTable(makeTopicSpace(prefix, claims));
    this.#stopDrain = options.sink.onDrain(() => this.#goOn());
    this.#livenessTimer = setInterval(() => this.#checkLiveness(), LIVENESS_CHECK_MS);
    this.#livenessTimer.unref();
    this.#connect();
  }

  health(): ExternalBrokerHealth {
    return {
      ...this.#condition,
      received: this.#received,
      refused: this.#refused,
      reconnects: Math.max(0, this.#signIns - 1),
      failedAttempts: this.#failedAttempts,
    };
  }

  /** Publishes through the broker; rejects while it is not up, because nothing is kept for later here. */
  async publish(
    topic: string,
    payload: Uint8Array,
    { qos = 0, retain = false }: { qos?: 0 | 1 | 2; retain?: boolean } = {},
  ): Promise<void> {
    const client = this.#client;
    if (client?.connected !== true) {
      throw new Error(`the broker ${this.#host} is ${this.#condition.status}: ${topic} was not published`);
    }
    await client.publishAsync(topic, Buffer.from(payload), { qos, retain });
  }

  async close(): Promise<void> {
    clearInterval(this.#livenessTimer);
    clearTimeout(this.#retryTimer);
    this.#stopDrain();
    const client = this.#client;
    this.#client = undefined;
    this.#become({ status: 'closed' });
    await client?.endAsync(true);
  }

  #connect(): void {
    const { url, username, password, tls, protocolVersion = 4 } = this.#options;
    this.#lastError = undefined;
    const client = mqtt.connect(url, {
      ...tls,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S } } : {}),
      clientId: this.#clientId,
      protocolVersion,
      keepalive: this.#options.keepaliveS ?? DEFAULT_KEEPALIVE_S,
      clean: false,
      reconnectPeriod: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      resubscribe: false,
      queueQoSZero: false,
    });
    this.#client = client;
    // The library acknowledges when this callback is called.
    client.handleMessage = (packet, done) => this.#take(client, packet, done);
    client.on('packetreceive', () => (this.#lastHeardMs = this.#monotonicMs()));
    client.on('error', (error) => {
      this.#lastError ??= { reason: toDisconnectReason(error), message: error.message };
    });
    client.on('connect', () => void this.#subscribe(client));
    client.on('close', () => this.#onClosed(client));
  }

  async #subscribe(client: MqttClient): Promise<void> {
    this.#lastHeardMs = this.#monotonicMs();
    this.#failuresInARow = 0;
    this.#signIns += 1;
    let refused: string;
    try {
      const grants = await client.subscribeAsync([...this.#options.filters], { qos: 1 });
      refused = grants.flatMap(({ topic, qos }) => (Number(qos) >= SUBACK_FAILURE ? [topic] : [])).join(', ');
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error);
    }
    // A connection that ended meanwhile has told its own reason.
    if (this.#client !== client || !client.connected) return;
    if (refused === '') this.#become({ status: 'up' });
    else
      this.#become({ status: 'degraded', reason: 'subscribe-refused' }, `subscription refused: ${refused}`);
  }

  #onClosed(client: MqttClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#held = undefined;
    client.end(true);
    this.#failuresInARow += 1;
    this.#failedAttempts += 1;
    const { reason, message } = this.#lastError ?? {
      reason: 'closed' as const,
      message: 'it closed the connection',
    };
    this.#become({ status: 'down', reason }, message);
    const limitMs = reason === 'bad-credentials' ? BACKOFF_LIMIT_CREDENTIALS_MS : BACKOFF_LIMIT_MS;
    const backoffMs = Math.min(limitMs, BACKOFF_START_MS * 2 ** (this.#failuresInARow - 1));
    this.#retryTimer = setTimeout(() => this.#connect(), backoffMs * (0.5 + this.#rng.next() / 2));
  }

  #take(client: MqttClient, packet: IPublishPacket, done: () => void): void {
    const { topic, qos } = packet;
    // What the centre itself tells the broker comes back with everything else on the prefix.
    if (topic.startsWith(`${this.#options.prefix ?? 'city/v1/'}out/`)) return done();
    const entry = this.#topics.entryOf(topic);
    const whole = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const refusal = refusalOf(entry, whole.length);
    this.#received += 1;
    if (refusal !== undefined) this.#refused += 1;
    const hasRoom = this.#options.sink.onPublish({
      clientId: this.#clientId,
      principal: this.#principal,
      entry,
      bytes: whole,
      start: 0,
      end: refusal === undefined ? whole.length : Math.min(whole.length, REFUSED_PAYLOAD_BYTES),
      qos,
      retain: packet.retain && entry.mayRetain,
      ack: noAck,
      refusal,
    });
    if (hasRoom || this.#client !== client) done();
    else this.#held = done;
  }

  #goOn(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#lastHeardMs = this.#monotonicMs();
    held?.();
  }

  /** mqtt.js has missed half-open connections before: three keepalives without a byte are the end. */
  #checkLiveness(): void {
    const client = this.#client;
    if (client?.connected !== true || this.#held !== undefined) return;
    const silentMs = this.#monotonicMs() - this.#lastHeardMs;
    if (silentMs < (this.#options.keepaliveS ?? DEFAULT_KEEPALIVE_S) * 3_000) return;
    this.#lastError = { reason: 'silent', message: `nothing heard for ${Math.round(silentMs)} ms` };
    client.stream.destroy();
  }

  #become(next: Condition, message?: string): void {
    const before = this.#condition;
    this.#condition =
      message === undefined ? next : { ...next, message: `the broker ${this.#host}: ${message}` };
    if (before.status !== next.status || before.reason !== next.reason)
      this.#options.onHealth?.(this.health());
  }
}

function refusalOf({ kind }: TopicEntry, payloadBytes: number): DoorRefusal | undefined {
  if (kind === 'malformed' || kind === 'foreign' || kind === 'system') return 'unknown-topic';
  return payloadBytes > DEFAULT_GUARD_LIMITS.maxPayloadBytes ? 'oversize' : undefined;
}

function makeClientId(host: string, feed: string): string {
  const digest = createHash('sha256').update(`${hostname()} ${host} ${feed}`).digest('hex');
  // 23 characters are what every MQTT 3.1.1 broker must take [MQTT-3.1.3-5].
  return `metropane-${digest.slice(0, 12)}`;
}
