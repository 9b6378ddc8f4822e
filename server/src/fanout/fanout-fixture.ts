/** Only for tests: a fan-out on a real HTTP server with a clock and a beat that stand still until told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applyDiff, emptyState } from '@metropane/live-state';
import type { Channel, CityDiff, CityState } from '@metropane/live-state';
import type { BeatMessage } from '@metropane/protocol';
import { DEFAULT_FANOUT_LIMITS } from './fanout-options.ts';
import type { FanoutOptions, FanoutPrincipal } from './fanout-options.ts';
import { EPOCH } from './random-city-fixture.ts';
import { startFanout } from './start-fanout.ts';
import type { FanoutHandle } from './start-fanout.ts';
import { hashOfChannels, TestClient } from './test-client-fixture.ts';
import type { ClientOptions } from './test-client-fixture.ts';

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
/** Officers of agencies: tokens like `agency fire`. */
const officer = (agency: string): FanoutPrincipal => ({
  kind: 'token',
  id: `t-${agency}`,
  role: 'agency',
  realm: 'live',
  agency,
});
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
  #tellPresence: () => void = () => undefined;
  #tellScreens: () => void = () => undefined;

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
            : !['action', 'presence'].includes(event) || !['viewer', 'wall'].includes(principal.role),
        onAction: (_, action) =>
          Promise.resolve({ ok: true, incidentId: action.incidentId, revision: action.expectedRevision + 1 }),
        every: (everyMs, task) => {
          if (everyMs === DEFAULT_FANOUT_LIMITS.presenceMs) harness.#tellPresence = task;
          else if (everyMs === DEFAULT_FANOUT_LIMITS.screensMs) harness.#tellScreens = task;
          else beat = task;
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

  /** Lets changed presence be told. */
  tellPresence(): void {
    this.#tellPresence();
  }

  /** Lets the screens of walls be judged and told. */
  tellScreens(): void {
    this.#tellScreens();
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
    if (token?.startsWith('agency ') === true) return officer(token.slice('agency '.length));
    const principal =
      token === 'wall' ? WALL : Object.hasOwn(PRINCIPALS, token ?? '') ? PRINCIPALS[token!] : undefined;
    return principal && { ...principal, isRevoked: () => this.revoked.has(principal.id) };
  }
}
