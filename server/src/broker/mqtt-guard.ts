/**
 * The listening socket of the embedded broker and everybody behind it: bounds on connections, keepalive, revocation.
 * aedes has no packet limit, times an idle connect out after 30 s and counts a client as silent that only publishes (its
 * publishes no longer pass aedes), so all three are settled here.
 */
import net from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import tls from 'node:tls';
import type { Principal } from '../access/principal.ts';
import type { BrokerSink, DoorRefusal } from './broker-sink.ts';
import type { GuardLimits } from './guard-limits.ts';
import { GuardedConnection } from './guarded-connection.ts';
import type { ConnectionHost, CutReason } from './guarded-connection.ts';
import type { TopicTable } from './topic-table.ts';

export interface GuardOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer } | undefined;
  readonly limits: GuardLimits;
  readonly topics: TopicTable;
  readonly sink: BrokerSink;
  /** Monotone milliseconds: a step of the wall clock must not end every session. */
  readonly monotonicMs: () => number;
  readonly isActive: (principal: Principal) => boolean;
  readonly onConnectFrame: (connection: GuardedConnection) => void;
  readonly onClosed: (connection: GuardedConnection) => void;
  readonly onCut: (connection: GuardedConnection, reason: CutReason) => void;
  readonly onListenerError: (error: Error) => void;
  readonly mirror: ConnectionHost['mirror'];
  readonly hasSubscribers: ConnectionHost['hasSubscribers'];
}

export interface GuardCounters {
  received: number;
  refused: Record<DoorRefusal, number>;
  cut: Partial<Record<CutReason, number>>;
  /** Connections turned away at accept: too many, or too many of one address. */
  turnedAway: number;
}

interface PerAddress {
  all: number;
  pending: number;
}

const SWEEP_MS = 1_000;
/** A client may be silent for one and a half keepalive periods [MQTT-3.1.2-24]. */
const KEEPALIVE_GRACE = 1.5;

/** Starts to listen; rejects with the socket's error (`EADDRINUSE`, `EACCES`). */
export async function startMqttGuard(options: GuardOptions): Promise<MqttGuard> {
  const guard = new MqttGuard(options);
  await guard.listen();
  return guard;
}

export class MqttGuard {
  readonly counters: GuardCounters = {
    received: 0,
    refused: { forbidden: 0, 'unknown-topic': 0, oversize: 0 },
    cut: {},
    turnedAway: 0,
  };
  readonly connections = new Set<GuardedConnection>();
  readonly #options: GuardOptions;
  readonly #server: Server;
  readonly #perAddress = new Map<string, PerAddress>();
  readonly #pending = new Set<GuardedConnection>();
  readonly #host: ConnectionHost;
  readonly #stopDrain: () => void;
  #sweepTimer: NodeJS.Timeout | undefined;

  constructor(options: GuardOptions) {
    this.#options = options;
    const accept = (socket: Socket): void => this.#accept(socket);
    this.#server = options.tls
      ? tls.createServer({ ...options.tls, handshakeTimeout: options.limits.connectTimeoutMs }, accept)
      : net.createServer(accept);
    // A failed handshake is the peer's business; tls destroys the socket itself.
    this.#server.on('tlsClientError', () => (this.counters.turnedAway += 1));
    this.#stopDrain = options.sink.onDrain(() => {
      for (const connection of this.connections) connection.resumeAfterDrain();
    });
    this.#host = {
      limits: options.limits,
      topics: options.topics,
      sink: options.sink,
      nowMs: options.monotonicMs,
      onConnectFrame: options.onConnectFrame,
      mirror: options.mirror,
      hasSubscribers: options.hasSubscribers,
      onPublished: (refusal) => {
        this.counters.received += 1;
        if (refusal !== undefined) this.counters.refused[refusal] += 1;
      },
      onCut: (connection, reason) => {
        this.counters.cut[reason] = (this.counters.cut[reason] ?? 0) + 1;
        options.onCut(connection, reason);
      },
      onClosed: (connection) => this.#onClosed(connection),
    };
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 1_024 }, () => {
        this.#server.removeListener('error', reject);
        resolve();
      });
    });
    this.#server.on('error', this.#options.onListenerError);
    this.#sweepTimer = setInterval(() => this.sweep(), SWEEP_MS);
    this.#sweepTimer.unref();
  }

  /** The signed-in connection of a client id. */
  connectionOf(clientId: string): GuardedConnection | undefined {
    for (const connection of this.connections) {
      if (connection.clientId === clientId && !connection.destroyed) return connection;
    }
    return undefined;
  }

  /** The client has signed in: it no longer counts as half-open. */
  completeSignIn(connection: GuardedConnection): void {
    this.#settlePending(connection);
    connection.completeSignIn();
  }

  /** Ends the connections of silent clients and of revoked principals; runs every second. */
  sweep(): void {
    const nowMs = this.#options.monotonicMs();
    for (const connection of this.connections) {
      if (!connection.isSignedIn || connection.principal === undefined) continue;
      const isSilent =
        connection.keepaliveMs > 0 &&
        !connection.isHeld &&
        nowMs - connection.lastHeardMs > connection.keepaliveMs * KEEPALIVE_GRACE;
      if (isSilent) connection.cut('keepalive');
      else if (!this.#options.isActive(connection.principal)) connection.cut('revoked');
    }
  }

  cutAll(reason: CutReason): void {
    for (const connection of [...this.connections]) connection.cut(reason);
  }

  /** Stops listening and ends all connections. */
  async close(): Promise<void> {
    clearInterval(this.#sweepTimer);
    this.#stopDrain();
    const isClosed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cutAll('closing');
    await isClosed;
  }

  #accept(socket: Socket): void {
    const { limits } = this.#options;
    const address = socket.remoteAddress;
    const known = this.#perAddress.get(address ?? '') ?? { all: 0, pending: 0 };
    const isFull =
      this.connections.size >= limits.maxConnections ||
      known.all >= limits.maxConnectionsPerIp ||
      known.pending >= limits.maxPendingPerIp;
    // Without an address the peer is gone already.
    if (isFull || address === undefined) {
      this.counters.turnedAway += 1;
      socket.on('error', () => socket.destroy());
      socket.destroy();
      return;
    }
    known.all += 1;
    known.pending += 1;
    this.#perAddress.set(address, known);
    const connection = new GuardedConnection(socket, this.#host, this.#options.tls !== undefined);
    this.connections.add(connection);
    this.#pending.add(connection);
  }

  #onClosed(connection: GuardedConnection): void {
    if (!this.connections.delete(connection)) return;
    this.#settlePending(connection);
    const known = this.#perAddress.get(connection.address);
    if (known !== undefined) {
      known.all -= 1;
      if (known.all === 0) this.#perAddress.delete(connection.address);
    }
    this.#options.onClosed(connection);
  }

  #settlePending(connection: GuardedConnection): void {
    if (!this.#pending.delete(connection)) return;
    const known = this.#perAddress.get(connection.address);
    if (known !== undefined) known.pending -= 1;
  }
}
