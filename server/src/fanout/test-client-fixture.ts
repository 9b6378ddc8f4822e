/** Only for tests: a client that does what the browser does. */
import {
  applyDiff,
  applySnapshot,
  emptyState,
  joinParts,
  relationOf,
  snapshotPartOf,
  stateHash,
  withoutCoveredCells,
} from '@metropane/live-state';
import type { Channel, CityState } from '@metropane/live-state';
import { decodeFrame, LIVE_NAMESPACE, PROTOCOL } from '@metropane/protocol';
import type {
  BeatMessage,
  DiffHeader,
  DownEvents,
  ErrorMessage,
  HelloMessage,
  PresenceList,
  SnapshotHeader,
  UpEvents,
  WelcomeMessage,
} from '@metropane/protocol';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';

/** The hash of what these channels of a state show; every row is looked at, as no server would. */
export function hashOfChannels(state: CityState, channels: readonly Channel[]): string {
  const { epoch, seq, atMs } = state;
  const parts = withoutCoveredCells(channels).map((channel) => snapshotPartOf(state, channel));
  const seen = emptyState(epoch);
  const isThere = parts.filter((part) => part !== undefined);
  applyDiff(seen, joinParts({ epoch, from: 0, seq, atMs }, isThere));
  return stateHash(seen);
}

export interface ClientOptions {
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
  /** Every list of who looks at what, in order. */
  readonly presences: PresenceList[] = [];
  readonly log: (
    | { kind: 'snapshot'; seq: number; channels: string[]; dropped?: string[] }
    | { kind: 'diff'; from: number; seq: number }
  )[] = [];
  /** Channels of which it has the rows. */
  held = new Set<Channel>();
  /** Parts of all frames so far. */
  partCount = 0;
  /** Hears of every frame, after it was applied. */
  onFrame: () => void = () => undefined;
  /** False = applies, but never acknowledges. */
  givesCredit = true;
  #waiting: (() => void)[] = [];
  #failure: unknown;
  #wasConnected = false;
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
    this.socket.on('presence', (list) => this.#note(() => this.presences.push(list)));
    this.socket.on('error', (message) => this.#note(() => this.errors.push(message)));
    this.socket.on('connect', () => this.#note(() => (this.#wasConnected = true)));
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

  /** Waits until so many lists of who looks at what have come in all. */
  presence(count: number): Promise<void> {
    return this.#until(() => this.presences.length >= count);
  }

  /** Resolves when the server has read everything that was sent before. */
  roundTrip(): Promise<void> {
    const probe = { incidentId: 'SC-000000', action: 'note', expectedRevision: 0 };
    return new Promise((resolve) => this.socket.emit('action', probe, () => resolve()));
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
    const { seq, channels, dropped } = header;
    this.partCount += header.parts.length;
    if (header.epoch !== this.state.epoch) this.held.clear();
    applySnapshot(this.state, frame.value, [...channels, ...(dropped ?? [])] as Channel[]);
    for (const channel of channels) this.held.add(channel as Channel);
    for (const channel of dropped ?? []) this.held.delete(channel as Channel);
    this.onFrame();
    this.log.push({ kind: 'snapshot', seq, channels, ...(dropped === undefined ? {} : { dropped }) });
    if (this.givesCredit) this.credit();
  }

  #onDiff(header: DiffHeader, body: Uint8Array): void {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error(frame.message);
    this.partCount += header.parts.length;
    const relation = relationOf(this.state, header);
    const isResumedAtOnce = relation === 'old' && header.parts.length === 0;
    if (relation === 'next') applyDiff(this.state, frame.value);
    else if (!isResumedAtOnce)
      throw new Error(`a diff is ${relation}: ${JSON.stringify(header)} at ${this.state.seq}`);
    this.onFrame();
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

  async #until(isDone: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      if (isDone()) return;
      if (this.#wasConnected && !this.socket.connected) {
        throw new Error(`the connection ended: ${JSON.stringify(this.errors)}`);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}
