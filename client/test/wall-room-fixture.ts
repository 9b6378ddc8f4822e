/** A room with a grid of screens: a city that has one, and light screens that do all of a wall page but draw. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIVE_NAMESPACE, PROTOCOL } from '@metropane/protocol';
import type { DownEvents, ScreensList, UpEvents } from '@metropane/protocol';
import { io, type Socket } from 'socket.io-client';
import { TOKEN } from '../../server/test/start-centre-fixture.ts';
import { FrameHold } from '../src/live/frame-hold.ts';
import { ServerClock } from '../src/live/server-clock.ts';

export interface GridCity {
  folder: string;
  remove(): void;
}

/** The built-in city with one room `hall` of this grid, in a folder of its own: give it to `--city`. */
export function makeGridCity(columns: number, rows: number): GridCity {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-hall-'));
  writeFileSync(join(folder, 'city.yaml'), 'extends: hcmc\nid: hall\n');
  // Nothing calls: a wall that an alarm takes over shows another scene.
  writeFileSync(join(folder, 'rules.yaml'), 'rules: []\n');
  writeFileSync(
    join(folder, 'scenes.yaml'),
    `scenes:
  - id: overview
    name: { vi: Tổng quan, en: Overview }
    left: [incidents]
    right: [feeds]
  - id: traffic
    name: { vi: Giao thông, en: Traffic }
    left: [incidents]
    right: [alarms]
walls:
  - room: hall
    playlist: [overview]
    grid: { columns: ${columns}, rows: ${rows} }
    bezelMm: { x: 8, y: 8 }
    pitchMm: 0.53
`,
  );
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

const CHANNELS = ['records:feed', 'records:system', 'records:wall', 'layer:river'];

/**
 * One screen of the room over a socket of its own: the clock and the hold of the page, frames of 60 Hz at a phase of its own, and a line on
 * which every message needs up to `lineMs`.
 */
export class LightScreen {
  readonly #socket: Socket<DownEvents, UpEvents>;
  readonly #clock = new ServerClock();
  readonly #hold: FrameHold;
  readonly #frames: (() => void)[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #lineMs: number;
  #line = Promise.resolve();
  #seq = 0;
  #shown: { seq: number; atMs: number } | null = null;
  #onPaint: (() => void)[] = [];

  constructor(http: string, { screen, lineMs }: { screen: string; lineMs: number }) {
    this.#lineMs = lineMs;
    this.#hold = new FrameHold({
      serverMs: () => this.#clock.serverMs(),
      onFrame: (work) => void this.#frames.push(work),
      after(delayMs, work) {
        const timer = setTimeout(work, delayMs);
        return () => clearTimeout(timer);
      },
      applied: () => {
        const seq = this.#seq;
        this.#frames.push(() => {
          this.#shown = { seq, atMs: Math.round(this.#clock.serverMs()) };
          for (const tell of this.#onPaint.splice(0)) tell();
        });
      },
    });
    this.#timer = setInterval(() => {
      for (const work of this.#frames.splice(0)) work();
    }, 1_000 / 60);
    this.#socket = io(`${http}${LIVE_NAMESPACE}`, {
      ...{ transports: ['websocket'], forceNew: true, auth: { token: TOKEN } },
    });
    this.#socket.on('connect', () =>
      this.#socket.emit('hello', {
        protocol: PROTOCOL,
        realm: 'live',
        channels: CHANNELS,
        room: 'hall',
        screen,
      }),
    );
    this.#socket.on('welcome', ({ serverTime }) => this.#clock.learn(serverTime));
    this.#socket.on('beat', ({ serverTime }) => {
      this.#clock.learn(serverTime);
      this.#credit();
    });
    this.#socket.on('snapshot', ({ seq }) => this.#overLine(() => this.#apply(seq)));
    this.#socket.on('diff', ({ seq, paintAtMs }) =>
      this.#overLine(() => this.#hold.put(paintAtMs ?? 0, () => this.#apply(seq))),
    );
  }

  nextPaint(): Promise<void> {
    return new Promise((painted) => this.#onPaint.push(painted));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  /** In order, each after a delay of its own. */
  #overLine(work: () => void): void {
    const delayMs = Math.random() * this.#lineMs;
    const arrived = new Promise<void>((resolve) => setTimeout(resolve, delayMs));
    this.#line = this.#line.then(() => arrived).then(work);
  }

  #apply(seq: number): void {
    this.#seq = seq;
    this.#credit();
  }

  #credit(): void {
    const shown = this.#shown;
    this.#shown = null;
    const paintedMs = Math.round(this.#clock.serverMs());
    this.#socket.emit('credit', { upTo: this.#seq, paintedMs, ...(shown === null ? {} : { shown }) });
  }
}

/** A desk that hears of the screens. */
export function listenToScreens(http: string): { last(): ScreensList | null; close(): void } {
  const socket: Socket<DownEvents, UpEvents> = io(`${http}${LIVE_NAMESPACE}`, {
    ...{ transports: ['websocket'], forceNew: true, auth: { token: TOKEN } },
  });
  let last: ScreensList | null = null;
  socket.on('connect', () =>
    socket.emit('hello', { protocol: PROTOCOL, realm: 'live', channels: ['records:system'] }),
  );
  socket.on('screens', (list) => (last = list));
  return { last: () => last, close: () => void socket.close() };
}
