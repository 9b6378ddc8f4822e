/**
 * The live link: hello → welcome → snapshot → diff …, one credit after each applied frame. After a break it resumes at
 * the last applied `(epoch, seq)`; over a gap, a foreign epoch or an unreadable frame it asks for a snapshot. Every message is
 * proof of life; what happens without one is the link state's business, not the socket's.
 */
import { RECORD_TABLE_NAMES, relationOf } from '@metropane/live-state';
import type { Channel } from '@metropane/live-state';
import { decodeFrame, LIVE_NAMESPACE, PROTOCOL } from '@metropane/protocol';
import type {
  BeatMessage,
  DiffHeader,
  DownEvents,
  ErrorMessage,
  SnapshotHeader,
  UpEvents,
  WelcomeMessage,
} from '@metropane/protocol';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Centre } from '../live/centre-context.ts';
import type { ScreenPlace } from '../live/centre-port.ts';
import { lastPaintedMs } from '../live/paint-watch.ts';

const LOOK_EVERY_MS = 250;
const RETRY_AFTER_MS = 2_000;

/** Connects until the returned function is called. */
export function connectLive(centre: Centre, place: ScreenPlace | null): () => void {
  const socket: Socket<DownEvents, UpEvents> = io(LIVE_NAMESPACE, {
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
  const session = new LiveSession(centre, place, socket);
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on('connect', () => session.sayHello(true));
  socket.on('welcome', (message) => session.onWelcome(message));
  socket.on('snapshot', (header, body) => session.onSnapshot(header, body));
  socket.on('diff', (header, body) => session.onDiff(header, body));
  socket.on('beat', (message) => session.onBeat(message));
  socket.on('error', (message) => {
    centre.live.tellLink({ kind: 'refused', code: message.code, message: message.message });
    if (message.isFinal) retry = setTimeout(() => socket.connect(), retryDelayMs(message));
  });
  socket.on('connect_error', (error) => {
    centre.live.tellLink({ kind: 'attempt' });
    // A refused handshake is not tried again by the library itself.
    if (!socket.active) {
      centre.live.tellLink({ kind: 'refused', code: error.message, message: error.message });
      retry = setTimeout(() => socket.connect(), 5 * RETRY_AFTER_MS);
    }
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') retry = setTimeout(() => socket.connect(), RETRY_AFTER_MS);
  });
  const look = setInterval(() => centre.live.tellLink({ kind: 'look' }), LOOK_EVERY_MS);
  return () => {
    clearInterval(look);
    clearTimeout(retry);
    socket.close();
  };
}

function retryDelayMs(message: ErrorMessage): number {
  return message.retryAfterMs ?? 15 * RETRY_AFTER_MS;
}

class LiveSession {
  readonly #centre: Centre;
  readonly #place: ScreenPlace | null;
  readonly #socket: Socket<DownEvents, UpEvents>;
  readonly #channels: Channel[];

  constructor(centre: Centre, place: ScreenPlace | null, socket: Socket<DownEvents, UpEvents>) {
    this.#centre = centre;
    this.#place = place;
    this.#socket = socket;
    this.#channels = [
      ...RECORD_TABLE_NAMES.filter((table) => table !== 'timeline' || place === null).map(
        (table): Channel => `records:${table}`,
      ),
      ...centre.ground.layers.map((layer): Channel => `layer:${layer.id}`),
    ];
  }

  sayHello(mayResume: boolean): void {
    const { epoch, seq } = this.#centre.live.state;
    this.#socket.emit('hello', {
      protocol: PROTOCOL,
      realm: this.#centre.session.realm,
      channels: this.#channels,
      ...(mayResume && seq > 0 ? { resume: { epoch, seq } } : {}),
      ...this.#place,
    });
  }

  onWelcome({ serverTime, build }: WelcomeMessage): void {
    const { live } = this.#centre;
    live.clock.learn(serverTime);
    live.serverBuild.setState({ build });
    live.tellLink({ kind: 'heard', serverTimeMs: serverTime });
  }

  onSnapshot(header: SnapshotHeader, body: Uint8Array): void {
    const frame = decodeFrame(header, body);
    if (!frame.ok) return this.sayHello(false);
    this.#centre.live.applySnapshot(frame.value, header.channels as Channel[]);
    this.#applied(header.atMs);
  }

  onDiff(header: DiffHeader, body: Uint8Array): void {
    const { live } = this.#centre;
    const relation = relationOf(live.state, header);
    if (relation === 'gap' || relation === 'other-epoch') return this.sayHello(relation === 'gap');
    if (relation === 'next') {
      const frame = decodeFrame(header, body);
      if (!frame.ok) return this.sayHello(false);
      live.applyDiff(frame.value);
    }
    this.#applied(header.atMs);
  }

  onBeat({ serverTime }: BeatMessage): void {
    this.#centre.live.clock.learn(serverTime);
    this.#centre.live.tellLink({ kind: 'heard', serverTimeMs: serverTime });
    this.#credit();
  }

  #applied(atMs: number): void {
    const { live } = this.#centre;
    live.tellLink({ kind: 'heard', serverTimeMs: atMs, delayMs: Math.max(0, live.clock.nowMs() - atMs) });
    this.#credit();
  }

  #credit(): void {
    const { live } = this.#centre;
    this.#socket.emit('credit', { upTo: live.state.seq, paintedMs: Math.round(lastPaintedMs(live.clock)) });
  }
}
