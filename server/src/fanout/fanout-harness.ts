/**
 * Only for tests: a fan-out on a real HTTP server with a clock and a beat that stand still until told, clients that do what the
 * browser does, and a city that changes at random from a seed.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Rng } from '@metropane/base';
import {
  applyDiff,
  applySnapshot,
  copyState,
  emptyDiff,
  emptyState,
  LayerDiffBuilder,
  pickChannels,
  relationOf,
  snapshotOf,
  stateHash,
} from '@metropane/live-state';
import type { Channel, CityDiff, CityState, IncidentRecord } from '@metropane/live-state';
import { decodeFrame, LIVE_NAMESPACE, PROTOCOL } from '@metropane/protocol';
import type {
  BeatMessage,
  DiffHeader,
  DownEvents,
  ErrorMessage,
  HelloMessage,
  SnapshotHeader,
  UpEvents,
  WelcomeMessage,
} from '@metropane/protocol';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { FanoutOptions, FanoutPrincipal } from './fanout-options.ts';
import { startFanout } from './start-fanout.ts';
import type { FanoutHandle } from './start-fanout.ts';

export const EPOCH = 7;
export const CHANNELS: readonly Channel[] = [
  'layer:air',
  'layer:traffic',
  'records:incident',
  'records:system',
  'records:timeline',
];

/** Tokens are role names; `wall` is of screen main/1. */
const PRINCIPALS: Readonly<Record<string, FanoutPrincipal>> = Object.fromEntries(
  ['viewer', 'operator', 'supervisor', 'agency', 'simulator', 'feed', 'admin'].map((role) => [
    role,
    { kind: 'token', id: `t-${role}`, role, realm: 'live' },
  ]),
);
const WALL: FanoutPrincipal = {
  kind: 'token',
  id: 't-wall',
  role: 'wall',
  realm: 'live',
  room: 'main',
  screen: '1',
};

export class FanoutHarness {
  readonly fanout: FanoutHandle;
  readonly url: string;
  readonly revoked = new Set<string>();
  readonly failures: { part: string; error: unknown }[] = [];
  /** What the server should hold: the oracle. */
  readonly truth: CityState = emptyState(EPOCH);
  nowMs = 1_000_000;
  readonly #beat: () => void;
  readonly #stop: () => Promise<void>;
  readonly #clients: TestClient[] = [];

  private constructor(parts: {
    make: (harness: FanoutHarness) => { fanout: FanoutHandle; beat: () => void };
    url: string;
    stop: () => Promise<void>;
  }) {
    const { fanout, beat } = parts.make(this);
    this.fanout = fanout;
    this.#beat = beat;
    this.url = parts.url;
    this.#stop = parts.stop;
  }

  static async start(options: Partial<FanoutOptions<FanoutPrincipal>> = {}): Promise<FanoutHarness> {
    const httpServer = createServer();
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    const { port } = httpServer.address() as AddressInfo;
    const make = (harness: FanoutHarness): { fanout: FanoutHandle; beat: () => void } => {
      let beat: () => void = () => undefined;
      const fanout = startFanout<FanoutPrincipal>({
        httpServer,
        clock: { nowMs: () => harness.nowMs },
        build: 'test',
        epoch: EPOCH,
        authenticate: ({ token }) => harness.#principalOf(token),
        mayEmit: (principal, event) =>
          ['simulator', 'feed'].includes(principal.role)
            ? false
            : event !== 'action' || !['viewer', 'wall'].includes(principal.role),
        onAction: (_, action) =>
          Promise.resolve({ ok: true, incidentId: action.incidentId, revision: action.expectedRevision + 1 }),
        every: (_, task) => {
          beat = task;
          return () => undefined;
        },
        report: (failure) => harness.failures.push(failure),
        ...options,
      });
      return { fanout, beat: () => beat() };
    };
    const stop = (): Promise<void> =>
      new Promise((resolve) => {
        httpServer.closeAllConnections();
        httpServer.close(() => resolve());
      });
    return new FanoutHarness({ make, url: `http://127.0.0.1:${port}`, stop });
  }

  client(token: string, options: Partial<ClientOptions> = {}): TestClient {
    const client = new TestClient(this.url, { token, ...options });
    this.#clients.push(client);
    return client;
  }

  /** A client that has said hello and has its first frame. */
  async watching(token: string, channels: readonly Channel[] = CHANNELS): Promise<TestClient> {
    const client = this.client(token);
    await client.connected();
    client.hello({ channels: [...channels] });
    await client.frames(1);
    return client;
  }

  publish(diff: CityDiff): void {
    applyDiff(this.truth, diff);
    this.fanout.publish(diff);
  }

  /** Lets a beat happen, and waits until every one of `clients` has heard it: whatever was sent before has arrived too. */
  async beat(...clients: TestClient[]): Promise<BeatMessage[]> {
    const heard = clients.map((client) => client.nextBeat());
    this.#beat();
    return Promise.all(heard);
  }

  /** Beats, letting credits pass in between, until every client has been sent everything. */
  async settle(...clients: TestClient[]): Promise<void> {
    for (let round = 0; round < 200; round++) {
      const beats = await this.beat(...clients);
      if (beats.every((beat) => beat.seq === this.truth.seq)) return;
    }
    throw new Error('clients never became current');
  }

  /** The hash of what a desk sees of these channels. */
  hashOf(channels: readonly Channel[]): string {
    return hashOfChannels(this.truth, channels);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.fanout.close();
    await this.#stop();
  }

  #principalOf(token: string | undefined): FanoutPrincipal | undefined {
    const principal = token === 'wall' ? WALL : Object.hasOwn(PRINCIPALS, token ?? '') ? PRINCIPALS[token!] : undefined;
    return principal && { ...principal, isRevoked: () => this.revoked.has(principal.id) };
  }
}

export function hashOfChannels(state: CityState, channels: readonly Channel[]): string {
  const seen = emptyState(state.epoch);
  applyDiff(seen, { ...pickChannels(snapshotOf(copyState(state)), channels), from: 0 });
  return stateHash(seen);
}

interface ClientOptions {
  token: string;
  headers: Record<string, string>;
  /** The state to go on from after a cut. */
  state: CityState;
}

/** The browser's side: applies frames, checks that each follows on, gives credit. */
export class TestClient {
  readonly socket: Socket<DownEvents, UpEvents>;
  readonly state: CityState;
  readonly welcomes: WelcomeMessage[] = [];
  readonly errors: ErrorMessage[] = [];
  readonly log: ({ kind: 'snapshot'; seq: number; channels: string[] } | { kind: 'diff'; from: number; seq: number })[] = [];
  /** False = applies, but never acknowledges. */
  givesCredit = true;
  #waiting: (() => void)[] = [];
  #beats: BeatMessage[] = [];

  constructor(url: string, { token, headers, state }: Partial<ClientOptions>) {
    this.state = state ?? emptyState();
    this.socket = io(`${url}${LIVE_NAMESPACE}`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: token === undefined ? {} : { token },
      ...(headers === undefined ? {} : { extraHeaders: headers }),
    });
    this.socket.on('welcome', (message) => this.#note(() => this.welcomes.push(message)));
    this.socket.on('snapshot', (header, body) => this.#note(() => this.#onSnapshot(header, body)));
    this.socket.on('diff', (header, body) => this.#note(() => this.#onDiff(header, body)));
    this.socket.on('beat', (message) => this.#note(() => this.#beats.push(message)));
    this.socket.on('error', (message) => this.#note(() => this.errors.push(message)));
    this.socket.on('connect', () => this.#note(() => undefined));
    this.socket.on('connect_error', () => this.#note(() => undefined));
    this.socket.on('disconnect', () => this.#note(() => undefined));
  }

  connected(): Promise<void> {
    return this.#until(() => this.socket.connected);
  }

  /** Why the connection was refused. */
  async refused(): Promise<string> {
    return new Promise((resolve) => this.socket.on('connect_error', (error) => resolve(error.message)));
  }

  async ended(): Promise<void> {
    await this.#until(() => !this.socket.connected);
  }

  hello(message: Partial<HelloMessage> = {}): void {
    this.socket.emit('hello', { protocol: PROTOCOL, realm: 'live', ...message });
  }

  /** Says hello with the state it holds. */
  resume(channels: readonly Channel[]): void {
    this.hello({ channels: [...channels], resume: { epoch: this.state.epoch, seq: this.state.seq } });
  }

  credit(): void {
    this.socket.emit('credit', { upTo: this.state.seq });
  }

  /** Waits until so many frames have come in all. */
  frames(count: number): Promise<void> {
    return this.#until(() => this.log.length >= count);
  }

  error(code: string): Promise<void> {
    return this.#until(() => this.errors.some((message) => message.code === code));
  }

  async nextBeat(): Promise<BeatMessage> {
    const before = this.#beats.length;
    await this.#until(() => this.#beats.length > before);
    return this.#beats[before]!;
  }

  close(): void {
    this.socket.disconnect();
  }

  #onSnapshot(header: SnapshotHeader, body: Uint8Array): void {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error(frame.message);
    applySnapshot(this.state, frame.value, header.channels as Channel[]);
    this.log.push({ kind: 'snapshot', seq: header.seq, channels: header.channels });
    if (this.givesCredit) this.credit();
  }

  #onDiff(header: DiffHeader, body: Uint8Array): void {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error(frame.message);
    const relation = relationOf(this.state, header);
    const isResumedAtOnce = relation === 'old' && header.parts.length === 0;
    if (relation === 'next') applyDiff(this.state, frame.value);
    else if (!isResumedAtOnce) throw new Error(`a diff is ${relation}: ${JSON.stringify(header)} at ${this.state.seq}`);
    this.log.push({ kind: 'diff', from: header.from, seq: header.seq });
    if (this.givesCredit) this.credit();
  }

  /** A throw inside a Socket.IO handler would end the process; kept, it fails the test that waits. */
  #note(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.#failure = error;
    }
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #failure: unknown;

  async #until(isDone: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      if (isDone()) return;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** Publishes 1, 2, 3, … of a small city that changes at random; each touches some channels, some touch none. */
export class RandomCity {
  readonly #rng: Rng;
  #seq = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  next(): CityDiff {
    const rng = this.#rng;
    const diff = emptyDiff({ epoch: EPOCH, from: this.#seq, seq: ++this.#seq, atMs: 1_000_000 + this.#seq * 100 });
    if (rng.next() < 0.5) diff.layers.set('air', this.#layer('air', ['pm25UgM3']));
    if (rng.next() < 0.5) diff.layers.set('traffic', this.#layer('traffic', ['speedKmh', 'flowVehPerH']));
    if (rng.next() < 0.3) diff.records.incident = this.#incidents();
    if (rng.next() < 0.2) {
      const row = { id: 'broker', status: 'ok' as const, detail: `${rng.u32()}`, sinceMs: 1 };
      diff.records.system = { upserts: new Map([['broker', row]]), removed: new Set() };
    }
    if (rng.next() < 0.2) {
      const items = [{ atMs: 1, kind: 'note' as const, actor: 'An', text: `${rng.u32()}`, journalSeq: 1 }];
      const row = { incidentId: 'SC-000001', items };
      diff.records.timeline = { upserts: new Map([['SC-000001', row]]), removed: new Set() };
    }
    return diff;
  }

  #layer(id: string, metrics: string[]): ReturnType<LayerDiffBuilder['take']> {
    const rng = this.#rng;
    const builder = new LayerDiffBuilder({ id, metrics });
    for (let i = 1 + rng.int(6); i > 0; i--) {
      const row = rng.int(20);
      const kind = rng.int(6);
      if (kind === 0) builder.remove(row);
      else if (kind === 1) builder.name(row, `${id}-${row}`);
      else if (kind === 2) builder.move(row, 106 + rng.next(), 10 + rng.next());
      else builder.measure(row, 1_763_881_500_000 + rng.int(100_000), metrics.map(() => rng.int(1_000) / 10));
    }
    return builder.take();
  }

  #incidents(): { upserts: Map<string, IncidentRecord>; removed: Set<string> } {
    const id = `SC-${String(1 + this.#rng.int(5)).padStart(6, '0')}`;
    if (this.#rng.next() < 0.2) return { upserts: new Map(), removed: new Set([id]) };
    return { upserts: new Map([[id, incidentRow(id, this.#rng.int(100))]]), removed: new Set() };
  }
}

export function incidentRow(id: string, revision: number): IncidentRecord {
  return {
    id,
    revision,
    priority: 2,
    state: 'new',
    category: 'fire',
    title: 'Cháy nhà, gọi 0903 123 456, xe 51F-123.45',
    description: 'Bà Lê Thị A, 12/3 hẻm 45',
    loc: [106.70123, 10.77689],
    source: '114',
    reports: 1,
    openedAtMs: 1,
    knownAtMs: 1,
    updatedAtMs: revision,
    claimedBy: 'Trần B',
    simulated: false,
  };
}
