import type { FanoutPrincipal } from './fanout-options.ts';
import type { Connection } from './connection.ts';
import type { Interest } from './frame-source.ts';

/** The clients of one interest that are up to date and have credit: one broadcast serves them. */
export interface InterestRoom<P extends FanoutPrincipal> {
  readonly key: string;
  readonly interest: Interest;
  readonly members: Set<Connection<P>>;
  /** Every member's state has at least this `seq`, and nothing of the interest changed between it and the state's `seq`. */
  from: number;
}

/** Puts connections of identical interest together. */
export class InterestRooms<P extends FanoutPrincipal> {
  /** Everybody who is up to date, whatever the interest: beats go here. */
  readonly current: string;
  readonly #realm: string;
  readonly #rooms = new Map<string, InterestRoom<P>>();

  /** The rooms of different realms share a namespace and never a key. */
  constructor(realm: string) {
    this.#realm = realm;
    this.current = `${realm} current`;
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** A copy, so that members may leave while it is walked. */
  all(): InterestRoom<P>[] {
    return [...this.#rooms.values()];
  }

  /** The connection is up to date. */
  join(connection: Connection<P>): void {
    const { client, socket } = connection;
    const interest: Interest = { audience: client.audience, channels: client.held };
    const key = `${this.#realm} interest ${interest.audience} ${interest.channels.join(' ')}`;
    let room = this.#rooms.get(key);
    if (room === undefined) {
      room = { key, interest, members: new Set(), from: client.frameSeq };
      this.#rooms.set(key, room);
    }
    room.members.add(connection);
    room.from = Math.min(room.from, client.frameSeq);
    client.roomKey = key;
    void socket.join([key, this.current]);
  }

  /** The connection gets no more broadcasts; does nothing when it is in no room. */
  leave(connection: Connection<P>): void {
    const { client, socket } = connection;
    const key = client.roomKey;
    if (key === undefined) return;
    client.roomKey = undefined;
    const room = this.#rooms.get(key);
    room?.members.delete(connection);
    if (room?.members.size === 0) this.#rooms.delete(key);
    void socket.leave(key);
    void socket.leave(this.current);
  }
}
