import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { assert } from '@metropane/base';
import type { CityDiff, CityState } from '@metropane/live-state';
import { LIVE_NAMESPACE } from '@metropane/protocol';
import type { DownEvents, UpEvents } from '@metropane/protocol';
import type { DefaultEventsMap } from 'socket.io';
import { Server } from 'socket.io';
import { audienceOf } from './channel-rights.ts';
import type { Connection, LiveSocket, SocketData } from './connection.ts';
import { Fanout } from './fanout.ts';
import { DEFAULT_FANOUT_LIMITS, everyByTimer } from './fanout-options.ts';
import type { Every, FanoutLimits, FanoutOptions, FanoutPrincipal } from './fanout-options.ts';
import type { FanoutStats } from './fanout-stats.ts';
import { LiveClient } from './live-client.ts';
import { MessageRate } from './message-rate.ts';
import { listenToClient } from './up-messages.ts';

/** Largest message from a client, bytes; Socket.IO cuts the connection beyond it. */
const MAX_UP_BYTES = 64 * 1024;
/** A connection that does not get as far as a namespace in this time is closed. */
const CONNECT_TIMEOUT_MS = 5_000;
const PING_MS = 10_000;

/** The way of one realm's diffs to its clients. */
export interface RealmFanout {
  /** The next publish: `from` is at most the `seq` so far. Throws on a gap or another epoch: that is a bug behind the view. */
  publish(diff: CityDiff): void;
  /** Another state to start over from, owned by fan-out afterwards. */
  setState(state: CityState): void;
  stats(): FanoutStats;
}

export interface FanoutHandle extends RealmFanout {
  /** Serves another realm beside the first; a client chooses its realm with its first hello. `close` sends its clients away. */
  openRealm(realm: string, epoch: number): RealmFanout & { close(message: string): void };
  /** Tells clients that the server stops, ends their connections and stops the beat. The HTTP server stays the caller's. */
  close(): Promise<void>;
}

/**
 * Serves the namespace `/live` on an HTTP server. WebSocket only (no sticky sessions, no polling parser to attack), without
 * per-message deflate (it costs 15 to 49 times a broadcast, and gigabytes at thousands of sockets) and without Socket.IO's own
 * connection recovery (best effort only: resume is ours, by sequence).
 */
export function startFanout<P extends FanoutPrincipal>(options: FanoutOptions<P>): FanoutHandle {
  const limits: FanoutLimits = { ...DEFAULT_FANOUT_LIMITS, ...options.limits };
  const io = makeSocketServer(options);
  const wires = trackWires(io);
  // Nobody is served outside /live.
  io.use((_socket, next) => next(new Error('forbidden')));
  const namespace = io.of(LIVE_NAMESPACE);
  const fanout = new Fanout<P>(namespace, options, limits);
  const realms = new Map([[fanout.realm, fanout]]);
  const clientCount = (): number => [...realms.values()].reduce((sum, one) => sum + one.clientCount, 0);
  namespace.use((socket, next) => {
    const isFull = clientCount() >= limits.maxClients;
    void admit(socket, { options, isFull }).then(next);
  });
  namespace.on('connection', (socket) => {
    const nowMs = options.clock.nowMs();
    const { principal } = socket.data;
    const connection: Connection<P> = {
      socket,
      client: new LiveClient(principal, { audience: audienceOf(principal), nowMs }),
      rate: new MessageRate(options.clock, { burst: limits.messageBurst, perS: limits.messagesPerS }),
    };
    fanout.add(connection);
    // It waits in the first realm until its hello says where it belongs.
    const desk = { fanout, realms, options, connection };
    socket.on('disconnect', () => desk.fanout.remove(connection));
    listenToClient(desk);
  });
  const stopTimers = startTimers(realms, options.every ?? everyByTimer, limits);
  return {
    ...handleOf(fanout),
    openRealm(realm, epoch) {
      assert(!realms.has(realm), 'a realm is opened once', { realm });
      const opened = new Fanout<P>(namespace, { ...options, realm, epoch }, limits);
      realms.set(realm, opened);
      return { ...handleOf(opened), close: (message) => closeRealm(realms, opened, message) };
    },
    async close() {
      stopTimers();
      for (const one of realms.values())
        one.closeAll({ code: 'closing', message: 'the server is stopping', retryAfterMs: 2_000 });
      // Not `io.close()`: that would close the HTTP server, which is not ours.
      await namespace.adapter.close();
      io.engine.close();
      await new Promise(setImmediate);
      for (const wire of wires) {
        // The HTTP server's own close would wait for ever for a frozen browser to read what is left.
        if (wire.writableLength > 0) wire.destroy();
        else wire.destroySoon();
      }
    },
  };
}

function startTimers<P extends FanoutPrincipal>(
  realms: ReadonlyMap<string, Fanout<P>>,
  every: Every,
  { beatMs, presenceMs, screensMs }: FanoutLimits,
): () => void {
  const stopBeat = every(beatMs, () => realms.forEach((one) => one.beat()));
  const stopPresence = every(presenceMs, () => realms.forEach((one) => one.tellPresence()));
  const stopScreens = every(screensMs, () => realms.forEach((one) => one.tellScreens()));
  return () => {
    stopBeat();
    stopPresence();
    stopScreens();
  };
}

function closeRealm<P extends FanoutPrincipal>(
  realms: Map<string, Fanout<P>>,
  fanout: Fanout<P>,
  message: string,
): void {
  realms.delete(fanout.realm);
  fanout.closeAll({ code: 'realm', message });
}

function handleOf<P extends FanoutPrincipal>(fanout: Fanout<P>): RealmFanout {
  return {
    publish: (diff) => fanout.publish(diff),
    setState: (state) => fanout.setState(state),
    stats: () => fanout.stats(),
  };
}

type LiveServer<P extends FanoutPrincipal> = Server<UpEvents, DownEvents, DefaultEventsMap, SocketData<P>>;

function makeSocketServer<P extends FanoutPrincipal>(options: FanoutOptions<P>): LiveServer<P> {
  return new Server(options.httpServer, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_UP_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    allowRequest: (request, decide) => decide(null, options.allowRequest?.(request) ?? true),
  });
}

/** The TCP connections that are open, also those of clients that were sent away and have not gone yet. */
function trackWires<P extends FanoutPrincipal>(io: LiveServer<P>): ReadonlySet<Socket> {
  const wires = new Set<Socket>();
  io.engine.on('connection', (conn: { request: IncomingMessage }) => {
    const wire = conn.request.socket;
    wires.add(wire);
    wire.once('close', () => wires.delete(wire));
  });
  return wires;
}

/** Undefined lets the socket in; else the error that the client sees as `connect_error`. */
async function admit<P extends FanoutPrincipal>(
  socket: LiveSocket<P>,
  { options, isFull }: { options: FanoutOptions<P>; isFull: boolean },
): Promise<Error | undefined> {
  if (isFull) return new Error('too-many');
  const auth: Readonly<Record<string, unknown>> = socket.handshake.auth;
  const token = typeof auth.token === 'string' && auth.token !== '' ? auth.token : undefined;
  const { headers, address } = socket.handshake;
  try {
    const principal = await options.authenticate({ headers, token, address });
    if (principal === undefined || principal.isRevoked?.() === true) return new Error('unauthenticated');
    socket.data.principal = principal;
    return undefined;
  } catch (error) {
    options.report?.({ part: 'authenticate', error });
    return new Error('internal');
  }
}
