import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Clock } from '@metropane/base';
import type { ActionMessage, ActionReply, UpEvent } from '@metropane/protocol';
import type { ExpectedRoom } from './screen-board.ts';

/** Who is behind a connection, as far as fan-out must know; `isRevoked` is asked on every beat. */
export interface FanoutPrincipal {
  readonly kind: string;
  readonly id: string;
  readonly role: string;
  /** What people call them. */
  readonly label?: string;
  readonly realm: string;
  /** Both set for a wall, which may show nothing but this screen. */
  readonly room?: string;
  readonly screen?: string;
  readonly agency?: string;
  /** True once the session or token was taken away or has expired; absent = cannot be taken away. */
  isRevoked?(): boolean;
}

/** What a client brought to sign in: the cookie of its upgrade request, or a token. */
export interface FanoutHandshake {
  readonly headers: IncomingMessage['headers'];
  /** `auth.token` of the Socket.IO handshake; never in a URL. */
  readonly token: string | undefined;
  readonly address: string;
}

/** Calls `task` every `everyMs`; the answer stops it. Injected, so that tests decide when a beat is due. */
export type Every = (everyMs: number, task: () => void) => () => void;

export interface FanoutLimits {
  /** Un-acknowledged frames per client; then its changes wait. */
  creditFrames: number;
  /** Oldest un-acknowledged frame, ms; then the client is cut. */
  unackedMs: number;
  /** Packets that Socket.IO holds for a client; more and it is cut. Not `bufferedAmount`: that stays low while this grows. */
  writeBufferPackets: number;
  /** Diffs kept for resume: until one of both is reached. */
  ringMs: number;
  ringBytes: number;
  /** Encoded diffs to be merged for one client; beyond it a snapshot is cheaper. */
  mergeBytes: number;
  maxClients: number;
  /** From connection to hello, ms. */
  helloMs: number;
  beatMs: number;
  /** How often who looks at what is told, at most, ms. */
  presenceMs: number;
  /** How often the screens of walls are judged, ms. */
  screensMs: number;
  /** From a publish to the moment at which the screens of a room paint it together, ms: time for the slowest of them to have it. */
  paintLeadMs: number;
  /** Messages of one client: so many at once, and so many per second over time. */
  messageBurst: number;
  messagesPerS: number;
}

export const DEFAULT_FANOUT_LIMITS: FanoutLimits = {
  creditFrames: 4,
  unackedMs: 20_000,
  writeBufferPackets: 64,
  ringMs: 60_000,
  ringBytes: 32 * 1024 * 1024,
  mergeBytes: 2 * 1024 * 1024,
  maxClients: 2_000,
  helloMs: 10_000,
  beatMs: 2_000,
  presenceMs: 250,
  screensMs: 1_000,
  paintLeadMs: 150,
  messageBurst: 200,
  messagesPerS: 50,
};

export interface FanoutOptions<P extends FanoutPrincipal> {
  httpServer: HttpServer;
  clock: Clock;
  build: string;
  epoch: number;
  /** `live` or `exercise:<id>`: the realm of this state. Others are opened beside it (`FanoutHandle.openRealm`). */
  realm?: string;
  /** Whether somebody may watch a realm; absent = only that of the session. */
  mayWatchRealm?(principal: P, realm: string): boolean;
  /** A realm that is not open was asked for. True: it is being opened, the client asks again in a moment. */
  onClosedRealm?(principal: P, realm: string): boolean;
  /** Undefined = not signed in: the connection is refused. A rejection refuses too, and is reported. */
  authenticate(handshake: FanoutHandshake): P | undefined | Promise<P | undefined>;
  mayEmit(principal: P, event: UpEvent): boolean;
  /** `realm`: of the room in which the client acts. */
  onAction(principal: P, action: ActionMessage, realm: string): Promise<ActionReply>;
  /** Host and Origin check of the upgrade request; absent = all are allowed. */
  allowRequest?(request: IncomingMessage): boolean;
  /** Screens of the walls that are missed when they are not there. */
  expectedScreens?: readonly ExpectedRoom[];
  every?: Every;
  limits?: Partial<FanoutLimits>;
  /** Told about failures behind the socket that no client may see. */
  report?(failure: { part: string; error: unknown }): void;
}

/** Timers that do not keep the process alive. */
export const everyByTimer: Every = (everyMs, task) => {
  const timer = setInterval(task, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
