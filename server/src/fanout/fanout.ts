import type { CityDiff, CityState } from '@metropane/live-state';
import type { SnapshotHeader } from '@metropane/protocol';
import type { Connection, LiveNamespace } from './connection.ts';
import { cut, queuedPackets } from './connection.ts';
import type { FanoutLimits, FanoutOptions, FanoutPrincipal } from './fanout-options.ts';
import type { FanoutStats } from './fanout-stats.ts';
import { FrameSource } from './frame-source.ts';
import { InterestRooms } from './interest-rooms.ts';
import { PresenceBoard } from './presence-board.ts';
import { ScreenBoard, type SeenScreen } from './screen-board.ts';

/** Beats that may wait for a client that is behind, before they are left out. */
const WAITING_BEATS = 8;

/**
 * Who gets which frame when. A client that keeps up is in the room of its interest and gets broadcasts; one that has used up its
 * credit leaves the room, costs nothing while it is silent, and is brought up to date with one merged diff (or a snapshot) when its
 * credit returns. [P9]–[P13]
 */
export class Fanout<P extends FanoutPrincipal> {
  readonly source: FrameSource;
  /** Whose state this is. */
  readonly realm: string;
  readonly limits: FanoutLimits;
  readonly presence = new PresenceBoard();
  readonly screens: ScreenBoard;
  readonly #options: FanoutOptions<P>;
  readonly #namespace: LiveNamespace<P>;
  readonly #rooms: InterestRooms<P>;
  readonly #connections = new Set<Connection<P>>();
  readonly #counts = { broadcasts: 0, frames: 0, frameBytes: 0, mergedFrames: 0, snapshots: 0 };
  readonly #cuts = new Map<string, number>();
  /** When all screens of a room paint the newest publish. [P21] */
  #paintAtMs = 0;

  constructor(namespace: LiveNamespace<P>, options: FanoutOptions<P>, limits: FanoutLimits) {
    this.#namespace = namespace;
    this.#options = options;
    this.limits = limits;
    this.realm = options.realm ?? 'live';
    this.#rooms = new InterestRooms<P>(this.realm);
    this.source = new FrameSource(options.epoch, limits);
    // Screens hang in the control room of the city, not in an exercise.
    const expected = this.realm === 'live' ? (options.expectedScreens ?? []) : [];
    this.screens = new ScreenBoard(expected, options.clock.nowMs());
  }

  get clientCount(): number {
    return this.#connections.size;
  }

  /** Takes the next publish in and sends it to every room that it concerns. */
  publish(diff: CityDiff): void {
    this.source.publish(diff);
    const nowMs = this.#options.clock.nowMs();
    this.#paintAtMs = nowMs + this.limits.paintLeadMs;
    for (const room of this.#rooms.all()) {
      const frame = this.source.diffFrame(room.interest, room.from);
      if (frame === undefined) continue;
      const header = { ...frame.header, paintAtMs: this.#paintAtMs };
      this.#namespace.to(room.key).emit('diff', header, frame.body);
      this.#counts.broadcasts += 1;
      this.#counts.frames += room.members.size;
      this.#counts.frameBytes += room.members.size * frame.body.length;
      room.from = diff.seq;
      for (const member of [...room.members]) {
        member.client.sent(diff.seq, nowMs);
        if (member.client.unackedFrames >= this.limits.creditFrames) this.#leave(member);
      }
    }
  }

  /** Starts over from another state (a new epoch): everybody gets a snapshot as soon as credit allows. */
  setState(state: CityState): void {
    for (const connection of this.#connections) this.#leave(connection);
    this.source.setState(state);
    for (const connection of this.#connections) {
      connection.client.forgetHeld();
      this.serve(connection);
    }
  }

  add(connection: Connection<P>): void {
    this.#connections.add(connection);
  }

  remove(connection: Connection<P>): void {
    this.#rooms.leave(connection);
    this.presence.remove(connection);
    this.#connections.delete(connection);
  }

  /** False once it was cut or lost: what it sent before may still be on its way through Socket.IO. */
  has(connection: Connection<P>): boolean {
    return this.#connections.has(connection);
  }

  /** Ends a connection for a reason that is counted, once. */
  cut(connection: Connection<P>, reason: Parameters<typeof cut>[1]): void {
    if (!this.has(connection)) return;
    this.#cuts.set(reason.code, (this.#cuts.get(reason.code) ?? 0) + 1);
    this.remove(connection);
    cut(connection, reason);
  }

  /** Brings a client up to date if it has credit, and lets it take part in broadcasts if it then still has some. */
  serve(connection: Connection<P>): void {
    const { client } = connection;
    if (!client.hasSaidHello || client.unackedFrames >= this.limits.creditFrames) return;
    if (client.roomKey !== undefined && client.wanted.length === 0) return;
    this.#leave(connection);
    this.#catchUp(connection);
    if (client.wanted.length + client.dropped.length > 0 || client.isOwedFrame)
      this.#sendSnapshot(connection);
    client.served(this.source.state.seq, this.source.state.atMs);
    if (client.unackedFrames < this.limits.creditFrames) this.#rooms.join(connection);
  }

  /** The client is in no room any more; what it was sent so far is what it is served up to. */
  leaveRoom(connection: Connection<P>): void {
    this.#leave(connection);
  }

  /** From now on the client is told who looks at what. */
  tellPresenceTo({ socket }: Connection<P>): void {
    void socket.join(this.#presenceRoom);
    socket.emit('presence', this.presence.list());
    socket.emit('screens', this.screens.list(this.#options.clock.nowMs()));
  }

  /** Judges the screens of the walls, and tells desks when one stopped or came back. */
  tellScreens(): void {
    const nowMs = this.#options.clock.nowMs();
    this.screens.look(seenScreens(this.#connections), nowMs);
    const list = this.screens.takeChange(nowMs);
    if (list !== undefined) this.#namespace.to(this.#presenceRoom).emit('screens', list);
  }

  /** Tells who looks at what, if that has changed. */
  tellPresence(): void {
    const list = this.presence.takeChange();
    if (list !== undefined) this.#namespace.to(this.#presenceRoom).emit('presence', list);
  }

  get #presenceRoom(): string {
    return `${this.realm} presence`;
  }

  /** Cuts who must go, and tells the others that the server lives and how far it has sent. */
  beat(): void {
    const serverTime = this.#options.clock.nowMs();
    for (const connection of [...this.#connections]) {
      const { client, socket } = connection;
      if (this.#cutIfDue(connection, serverTime)) continue;
      const isBehind = client.hasSaidHello && client.roomKey === undefined;
      if (!isBehind || queuedPackets(connection) > WAITING_BEATS) continue;
      socket.emit('beat', { serverTime, seq: client.servedSeq, atMs: client.servedAtMs });
    }
    const { seq, atMs } = this.source.state;
    this.#namespace.to(this.#rooms.current).emit('beat', { serverTime, seq, atMs });
  }

  /** Ends every connection for one reason. */
  closeAll(reason: Parameters<typeof cut>[1]): void {
    for (const connection of [...this.#connections]) this.cut(connection, reason);
  }

  stats(): FanoutStats {
    const { state, ring, counts } = this.source;
    const clients = [...this.#connections].map(({ client }) => client);
    return {
      epoch: state.epoch,
      seq: state.seq,
      clients: clients.length,
      behind: clients.filter((client) => client.hasSaidHello && client.roomKey === undefined).length,
      rooms: this.#rooms.size,
      ...counts,
      ...this.#counts,
      ringDiffs: ring.size,
      ringBytes: ring.bytes,
      cuts: Object.fromEntries(this.#cuts),
      screens: clients
        .filter((client) => client.screen !== undefined)
        .map(({ room, screen, frameSeq, paintedMs, lastCreditMs }) => ({
          room: room ?? '',
          screen: screen ?? '',
          seq: frameSeq,
          ...(paintedMs === undefined ? {} : { paintedMs }),
          ...(lastCreditMs === undefined ? {} : { lastCreditMs }),
        })),
    };
  }

  #leave(connection: Connection<P>): void {
    if (connection.client.roomKey === undefined) return;
    connection.client.served(this.source.state.seq, this.source.state.atMs);
    this.#rooms.leave(connection);
  }

  /** Sends what the held channels missed as one diff; what the ring cannot tell becomes wanted. */
  #catchUp(connection: Connection<P>): void {
    const { client, socket } = connection;
    const channels = [...client.held, ...client.dropped].sort();
    if (channels.length === 0) return;
    const interest = { audience: client.audience, channels };
    const frame = this.source.mergedFrame(interest, client.servedSeq);
    if (frame === undefined) {
      client.forgetHeld();
      return;
    }
    if (frame.header.parts.length === 0 && !client.isOwedFrame) return;
    socket.emit('diff', { ...frame.header, paintAtMs: this.#paintAtMs }, frame.body);
    this.#sent(connection, frame);
    this.#counts.mergedFrames += 1;
  }

  #sendSnapshot(connection: Connection<P>): void {
    const { client, socket } = connection;
    const interest = { audience: client.audience, channels: client.wanted };
    const frame = this.source.snapshotFrame(interest, client.dropped);
    socket.emit('snapshot', frame.header, frame.body);
    client.held = [...client.held, ...client.wanted].sort();
    client.wanted = [];
    client.dropped = [];
    this.#sent(connection, frame);
    this.#counts.snapshots += 1;
  }

  #sent({ client }: Connection<P>, frame: { header: Pick<SnapshotHeader, 'seq'>; body: Uint8Array }): void {
    client.sent(frame.header.seq, this.#options.clock.nowMs());
    client.isOwedFrame = false;
    this.#counts.frames += 1;
    this.#counts.frameBytes += frame.body.length;
  }

  #cutIfDue(connection: Connection<P>, nowMs: number): boolean {
    const { client } = connection;
    const { unackedMs, writeBufferPackets, helloMs } = this.limits;
    if (client.principal.isRevoked?.() === true) {
      this.cut(connection, { code: 'revoked', message: 'the session has ended; sign in again' });
      return true;
    }
    if (!client.hasSaidHello && nowMs - client.connectedMs > helloMs) {
      this.cut(connection, { code: 'bad-message', message: 'no hello came' });
      return true;
    }
    const isSilent = nowMs - (client.oldestUnackedMs ?? nowMs) > unackedMs;
    if (!isSilent && queuedPackets(connection) <= writeBufferPackets) return false;
    const message = isSilent ? `no credit for ${unackedMs} ms` : 'too much is waiting to be read';
    this.cut(connection, { code: 'slow', message, retryAfterMs: 2_000 });
    return true;
  }
}

/** Connections that said which screen they are. */
function* seenScreens<P extends FanoutPrincipal>(connections: Iterable<Connection<P>>): Iterable<SeenScreen> {
  for (const { client } of connections) {
    const { room, screen, connectedMs, paintedMs, lastCreditMs, principal } = client;
    if (room === undefined || screen === undefined) continue;
    yield { room, screen, connectedMs, paintedMs, lastCreditMs, isBound: principal.screen !== undefined };
  }
}
