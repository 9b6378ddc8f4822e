/**
 * The live link: hello → welcome → snapshot → diff …, one credit after each applied frame. After a break it resumes at
 * the last applied `(epoch, seq)` with the channels that it holds, and says then what the page wants by now; over a gap, a foreign
 * epoch or an unreadable frame it asks for a snapshot. Every message is proof of life; what happens without one is the link
 * state's business, not the socket's.
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
import { FrameHold } from '../live/frame-hold.ts';
import { DelayMeter } from '../live/link-state.ts';
import { lastPaintedMs } from '../live/paint-watch.ts';
import { LIVE } from '../live/realm.ts';

const LOOK_EVERY_MS = 250;
const RETRY_AFTER_MS = 2_000;
/** Who may tell where they are (roles of the centre). */
const CONTROL_ROOM = new Set(['operator', 'supervisor', 'admin']);

/** Connects until the returned function is called. */
export function connectLive(centre: Centre, place: ScreenPlace | null): () => void {
  const socket: Socket<DownEvents, UpEvents> = io(LIVE_NAMESPACE, {
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
  if (centre.session.realm !== LIVE) centre.live.clock.standOnTicks();
  const session = new LiveSession(centre, place, socket);
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on('connect', () => session.sayHello(true));
  socket.on('welcome', (message) => session.onWelcome(message));
  socket.on('snapshot', (header, body) => session.onSnapshot(header, body));
  socket.on('diff', (header, body) => session.onDiff(header, body));
  socket.on('beat', (message) => session.onBeat(message));
  socket.on('presence', (list) => centre.live.presence.learn(list));
  socket.on('screens', (list) => centre.live.screens.setState({ list }));
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
  const unwatch = session.followInterest();
  const unfollow = session.followPresence();
  socket.on('disconnect', (reason) => {
    session.onDisconnect();
    if (reason === 'io server disconnect') retry = setTimeout(() => socket.connect(), RETRY_AFTER_MS);
  });
  const look = setInterval(() => centre.live.tellLink({ kind: 'look' }), LOOK_EVERY_MS);
  return () => {
    unwatch();
    unfollow();
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
  /** Always wanted; layers are wanted when a part of the page claims them. */
  readonly #tables: Channel[];
  /** What the server was last told, ascending; null = it knows nothing of this session. */
  #asked: string | null = null;
  /** A hello without resume is on its way: the next snapshot is all there is. */
  #isAnew = false;
  readonly #delays = new DelayMeter();
  /** Of a wall: its screens paint together. A desk shows everything at once. */
  readonly #hold: FrameHold | null;
  #shown: { seq: number; atMs: number } | null = null;

  constructor(centre: Centre, place: ScreenPlace | null, socket: Socket<DownEvents, UpEvents>) {
    this.#centre = centre;
    this.#place = place;
    this.#socket = socket;
    this.#hold = place === null ? null : this.#makeHold();
    const isHidden = (table: string): boolean =>
      (table === 'timeline' && place !== null) ||
      (centre.session.role === 'agency' && (table === 'timeline' || table === 'incident'));
    this.#tables = RECORD_TABLE_NAMES.filter((table) => !isHidden(table)).map(
      (table): Channel => `records:${table}`,
    );
  }

  sayHello(mayResume: boolean): void {
    const { live, session } = this.#centre;
    this.#hold?.clear();
    const { epoch, seq } = live.state;
    const isResumed = mayResume && seq > 0;
    const channels = isResumed ? [...live.held] : this.#wanted();
    this.#isAnew = !isResumed;
    this.#socket.emit('hello', {
      protocol: PROTOCOL,
      realm: session.realm,
      channels,
      ...(isResumed ? { resume: { epoch, seq } } : {}),
      ...this.#place,
    });
    this.#asked = keyOf(channels);
    this.#askInterest();
  }

  onDisconnect(): void {
    this.#asked = null;
    this.#centre.live.presence.forget();
    this.#centre.live.screens.setState({ list: null });
  }

  /** Tells the server what the page wants whenever that changes, until the returned function is called. */
  followInterest(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = this.#centre.live.interest.channels.subscribe(() => {
      // A part that is replaced by another one releases and claims in one breath.
      timer ??= setTimeout(() => {
        timer = undefined;
        this.#askInterest();
      });
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }

  /** Tells the others where this desk is, until the returned function is called. */
  followPresence(): () => void {
    return this.#centre.live.presence.here.subscribe(() => this.#tellPresence());
  }

  /** Only the control room is asked for it; before the welcome nobody listens. */
  #tellPresence(): void {
    const { live, session } = this.#centre;
    if (this.#asked === null || !CONTROL_ROOM.has(session.role)) return;
    this.#socket.emit('presence', live.presence.here.getState());
  }

  #askInterest(): void {
    const channels = this.#wanted();
    if (this.#asked === null || this.#asked === keyOf(channels)) return;
    this.#asked = keyOf(channels);
    this.#socket.emit('interest', { channels });
  }

  #wanted(): Channel[] {
    return [...this.#tables, ...this.#centre.live.interest.channels.getState()];
  }

  onWelcome({ serverTime, build, id }: WelcomeMessage): void {
    const { live } = this.#centre;
    live.presence.meet(id);
    this.#tellPresence();
    live.clock.learn(serverTime);
    live.serverBuild.setState({ build });
    live.tellLink({ kind: 'heard', serverTimeMs: serverTime });
  }

  onSnapshot(header: SnapshotHeader, body: Uint8Array): void {
    const frame = decodeFrame(header, body);
    if (!frame.ok) return this.sayHello(false);
    this.#hold?.drain();
    const { live } = this.#centre;
    const named = new Set(header.channels);
    const held = [...live.held].filter((channel) => !named.has(channel));
    live.applySnapshot(
      frame.value,
      header.channels as Channel[],
      this.#isAnew ? held : (header.dropped as Channel[] | undefined),
    );
    this.#isAnew = false;
    live.tellLink({ kind: 'heard', serverTimeMs: header.atMs });
    this.#applied(header.atMs);
  }

  onDiff(header: DiffHeader, body: Uint8Array): void {
    const { live } = this.#centre;
    const delay = this.#told(this.#delays.ofDiff(header.atMs, live.clock.nowMs()));
    live.tellLink({ kind: 'heard', serverTimeMs: header.atMs, ...delay });
    if (this.#hold === null) this.#applyDiff(header, body);
    else this.#hold.put(header.paintAtMs ?? 0, () => this.#applyDiff(header, body));
  }

  #applyDiff(header: DiffHeader, body: Uint8Array): void {
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

  onBeat({ serverTime, atMs }: BeatMessage): void {
    const { clock } = this.#centre.live;
    clock.learn(serverTime);
    clock.tick(atMs);
    const delay = this.#told(this.#delays.ofBeat(serverTime, clock.nowMs()));
    this.#centre.live.tellLink({ kind: 'heard', serverTimeMs: serverTime, ...delay });
    this.#credit();
  }

  #applied(atMs: number): void {
    this.#centre.live.clock.tick(atMs);
    this.#credit();
  }

  /** What was applied in an animation frame is told and drawn in it; that it was painted is known when the next frame begins. */
  #makeHold(): FrameHold {
    const { live } = this.#centre;
    return new FrameHold({
      serverMs: () => live.clock.serverMs(),
      onFrame: (work) => void requestAnimationFrame(work),
      after(delayMs, work) {
        const timer = setTimeout(work, delayMs);
        return () => clearTimeout(timer);
      },
      applied: () => {
        const { seq } = live.state;
        live.paintNow();
        requestAnimationFrame(() => (this.#shown = { seq, atMs: Math.round(live.clock.serverMs()) }));
      },
    });
  }

  /** How long a message was under way is not told by a clock that only messages move. */
  #told(delayMs: number | undefined): { delayMs?: number } {
    return delayMs === undefined || this.#centre.live.clock.isOnTicks ? {} : { delayMs };
  }

  #credit(): void {
    const { live } = this.#centre;
    const shown = this.#shown;
    this.#shown = null;
    this.#socket.emit('credit', {
      upTo: live.state.seq,
      paintedMs: Math.round(lastPaintedMs(live.clock)),
      ...(shown === null ? {} : { shown }),
    });
  }
}

function keyOf(channels: readonly Channel[]): string {
  return channels.toSorted().join(' ');
}
