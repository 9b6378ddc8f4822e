/**
 * The broker of `npm start`: a guard in front, aedes behind it, one sink for whatever arrives. It promises that a stranger
 * costs a bounded amount, that a frozen subscriber never stops ingest, and that a refused message is counted and answered.
 * It does not decode payloads, and it keeps nothing over a restart.
 */
import type { Principal } from '../access/principal.ts';
import { homeRealm } from '../access/principal.ts';
import { mayPublish, maySubscribe } from '../access/roles.ts';
import { makeTopicSpace } from '../access/topic-space.ts';
import { AedesCore } from './aedes-core.ts';
import type { AedesHooks, WillPacket } from './aedes-core.ts';
import { noAck } from './broker-sink.ts';
import type { BrokerSink } from './broker-sink.ts';
import { DEFAULT_GUARD_LIMITS } from './guard-limits.ts';
import type { GuardLimits } from './guard-limits.ts';
import type { CutReason, GuardedConnection } from './guarded-connection.ts';
import { Mirror } from './mirror.ts';
import { startMqttGuard } from './mqtt-guard.ts';
import type { GuardCounters, MqttGuard } from './mqtt-guard.ts';
import { signIn } from './sign-in.ts';
import { TopicTable } from './topic-table.ts';

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly access: {
    verifyToken(bearer: string): Principal | undefined;
    isActive(principal: Principal): boolean;
  };
  readonly sink: BrokerSink;
  /** Ends with `/`; default `city/v1/`. */
  readonly prefix?: string;
  /** Topic filters outside the prefix that feed bindings listen to. */
  readonly claims?: readonly string[];
  readonly anonymousIngest?: boolean;
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer } | undefined;
  readonly limits?: Partial<GuardLimits>;
  /** Monotone milliseconds; default the process's own. */
  readonly monotonicMs?: () => number;
  readonly onEvent?: (event: BrokerEvent) => void;
}

/** What an operator of the centre should find in the log; each at most once per client and reason. */
export type BrokerEvent =
  | { readonly kind: 'cut'; readonly reason: CutReason; readonly clientId: string; readonly address: string }
  | { readonly kind: 'sign-in-refused'; readonly clientId: string; readonly address: string }
  | { readonly kind: 'client-error'; readonly clientId: string; readonly message: string }
  | { readonly kind: 'restarted'; readonly missedBeats: number }
  | { readonly kind: 'listener-error'; readonly message: string };

export interface EmbeddedBrokerHealth extends GuardCounters {
  readonly status: 'up' | 'degraded' | 'closed';
  readonly connections: number;
  readonly subscribers: number;
  /** Copies for subscribers that were dropped because these were too slow. */
  readonly mirrorDropped: number;
  readonly retainRefused: number;
  readonly missedBeats: number;
  readonly restarts: number;
}

export interface EmbeddedBroker {
  readonly port: number;
  health(): EmbeddedBrokerHealth;
  /** Publishes to subscribers; resolves when handed to all of them. */
  publish(topic: string, payload: Uint8Array, options?: { qos?: 0 | 1 | 2; retain?: boolean }): Promise<void>;
  /** Replaces the topic filters claimed by feed bindings. */
  setClaims(claims: readonly string[]): void;
  close(): Promise<void>;
}

const CLOSE_BOUND_MS = 2_000;
const MAX_REMEMBERED_EVENTS = 1_000;

/** Starts listening; rejects with the socket's error (`EADDRINUSE`, `EACCES`). */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const broker = new RunningBroker(options);
  await broker.start();
  return broker;
}

class RunningBroker implements EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #limits: GuardLimits;
  readonly #prefix: string;
  readonly #topics: TopicTable;
  readonly #mirror: Mirror;
  readonly #told = new Set<string>();
  #core!: AedesCore;
  #guard!: MqttGuard;
  #beatTimer: NodeJS.Timeout | undefined;
  #missedBeats = 0;
  #restarts = 0;
  #isClosed = false;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_GUARD_LIMITS, ...options.limits };
    this.#prefix = options.prefix ?? 'city/v1/';
    this.#topics = new TopicTable(makeTopicSpace(this.#prefix, options.claims));
    this.#mirror = new Mirror(this.#limits, (packet, done) => this.#core.publish(packet, done));
  }

  async start(): Promise<void> {
    const { host, port, tls, sink, access } = this.#options;
    this.#core = await this.#startCore();
    this.#guard = await startMqttGuard({
      ...{ host, port, tls, sink, limits: this.#limits, topics: this.#topics },
      monotonicMs: this.#options.monotonicMs ?? (() => performance.now()),
      isActive: (principal) => access.isActive(principal),
      onConnectFrame: (connection) => this.#core.adopt(connection),
      onClosed: (connection) => this.#mirror.forget(connection),
      onCut: ({ clientId, address }, reason) => this.#tell({ kind: 'cut', reason, clientId, address }),
      onListenerError: (error) => this.#tell({ kind: 'listener-error', message: error.message }),
      mirror: (entry, publish) => this.#mirror.offer(entry, publish),
      hasSubscribers: () => this.#mirror.subscriberCount > 0,
    });
    this.#beatTimer = setInterval(() => void this.#beat(), this.#limits.heartbeatMs);
    this.#beatTimer.unref();
  }

  get port(): number {
    return this.#guard.port;
  }

  health(): EmbeddedBrokerHealth {
    return {
      ...this.#guard.counters,
      status: this.#isClosed ? 'closed' : this.#missedBeats > 1 ? 'degraded' : 'up',
      connections: this.#guard.connections.size,
      subscribers: this.#mirror.subscriberCount,
      mirrorDropped: this.#mirror.dropped,
      retainRefused: this.#mirror.retainRefused,
      missedBeats: this.#missedBeats,
      restarts: this.#restarts,
    };
  }

  async publish(
    topic: string,
    payload: Uint8Array,
    { qos = 0, retain = false }: { qos?: 0 | 1 | 2; retain?: boolean } = {},
  ): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#core.publish({ topic, payload: Buffer.from(payload), qos, retain }, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  setClaims(claims: readonly string[]): void {
    this.#topics.useSpace(makeTopicSpace(this.#prefix, claims));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#beatTimer);
    await this.#guard.close();
    await this.#core.close(CLOSE_BOUND_MS);
  }

  async #startCore(): Promise<AedesCore> {
    const core = await AedesCore.start(this.#limits, this.#hooks());
    core.listenToBeats(() => (this.#missedBeats = 0));
    return core;
  }

  #hooks(): AedesHooks {
    return {
      signIn: (connection, request) => this.#signIn(connection, request),
      onSignedIn: (connection) => this.#guard.completeSignIn(connection),
      maySubscribe: ({ principal }, filter) =>
        principal !== undefined && maySubscribe(principal, filter, this.#prefix),
      onSubscribe: (connection, filters) => this.#mirror.addSubscriptions(connection, filters),
      onUnsubscribe: (connection, filters) => this.#mirror.removeSubscriptions(connection, filters),
      onWill: (connection, will) => this.#onWill(connection, will),
      onError: (connection, error) =>
        this.#tell({ kind: 'client-error', clientId: connection?.clientId ?? '', message: error.message }),
    };
  }

  #signIn(
    connection: GuardedConnection,
    { clientId, password }: { clientId: string; password: string | undefined },
  ): 'signed-in' | 'refused' | 'id-taken' {
    const { isLoopback, isEncrypted, address } = connection;
    const policy = {
      verifyToken: (bearer: string) => this.#options.access.verifyToken(bearer),
      anonymousIngest: this.#options.anonymousIngest === true,
    };
    const principal = signIn({ password, isLoopback, isEncrypted }, policy);
    if (principal === undefined) {
      this.#tell({ kind: 'sign-in-refused', clientId, address });
      return 'refused';
    }
    // A second sign-in under one client id ends the first; only the same token may do that to somebody.
    const holder = this.#guard.connectionOf(clientId)?.principal;
    if (holder !== undefined && holder.id !== principal.id) return 'id-taken';
    connection.identify(principal, clientId);
    return 'signed-in';
  }

  #onWill(connection: GuardedConnection, will: WillPacket): 'publish' | 'publish-retained' | 'keep-back' {
    const { principal, clientId } = connection;
    if (principal === undefined) return 'keep-back';
    const entry = this.#topics.entryOf(will.topic);
    const isAllowed = mayPublish(principal, entry.kind);
    if (entry.kind === 'foreign' && isAllowed) return 'publish';
    const refusal = entry.kind === 'malformed' ? 'unknown-topic' : isAllowed ? undefined : 'forbidden';
    const retain = will.retain && entry.mayRetain;
    const bytes = Buffer.from(will.payload);
    const span = { bytes, start: 0, end: bytes.length };
    const { qos } = will;
    this.#options.sink.onPublish({ clientId, principal, entry, ...span, qos, retain, refusal, ack: noAck });
    if (refusal !== undefined || homeRealm(principal) !== 'live') return 'keep-back';
    return retain ? 'publish-retained' : 'publish';
  }

  /** A broker whose dispatch is stuck (every slot waits for a client) is replaced; clients reconnect by themselves. */
  async #beat(): Promise<void> {
    if (this.#missedBeats >= this.#limits.maxMissedBeats) {
      const missedBeats = this.#missedBeats;
      this.#missedBeats = 0;
      this.#restarts += 1;
      const stuck = this.#core;
      this.#core = await this.#startCore();
      this.#mirror.reset();
      this.#guard.cutAll('broker-restart');
      this.#tell({ kind: 'restarted', missedBeats });
      await stuck.close(CLOSE_BOUND_MS);
      return;
    }
    this.#missedBeats += 1;
    this.#core.beat();
  }

  /** Once per client and reason: mqtt.js sends an oversize QoS 1 message again after every cut, for ever. */
  #tell(event: BrokerEvent): void {
    if (event.kind !== 'restarted' && event.kind !== 'listener-error') {
      const key = JSON.stringify(
        event.kind === 'cut' ? [event.reason, event.clientId] : [event.kind, event.clientId],
      );
      if (this.#told.has(key)) return;
      if (this.#told.size >= MAX_REMEMBERED_EVENTS) this.#told.clear();
      this.#told.add(key);
    }
    this.#options.onEvent?.(event);
  }
}
