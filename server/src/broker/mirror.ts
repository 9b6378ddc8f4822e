import type { GuardLimits } from './guard-limits.ts';
import type { GuardedConnection } from './guarded-connection.ts';
import type { TopicEntry } from './topic-table.ts';

export interface MirrorPacket {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/**
 * Copies what the guard took for itself to those who subscribed (`record`, an admin's client), and keeps the last description
 * and status for later subscribers. Ingest never waits for it: when too many copies are on their way, the subscribers that do
 * not drain are cut (all of them, if none stands out), because a visible end is better than a recording with a silent hole.
 */
export class Mirror {
  dropped = 0;
  retainRefused = 0;
  readonly #limits: GuardLimits;
  readonly #send: (packet: MirrorPacket, done: () => void) => void;
  readonly #subscribers = new Map<GuardedConnection, Set<string>>();
  readonly #retained = new Set<string>();
  #inFlight = 0;

  constructor(limits: GuardLimits, send: (packet: MirrorPacket, done: () => void) => void) {
    this.#limits = limits;
    this.#send = send;
  }

  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  addSubscriptions(connection: GuardedConnection, filters: readonly string[]): void {
    const known = this.#subscribers.get(connection) ?? new Set();
    for (const filter of filters) known.add(filter);
    if (known.size > 0) this.#subscribers.set(connection, known);
  }

  removeSubscriptions(connection: GuardedConnection, filters: readonly string[]): void {
    const known = this.#subscribers.get(connection);
    for (const filter of filters) known?.delete(filter);
    if (known?.size === 0) this.#subscribers.delete(connection);
  }

  forget(connection: GuardedConnection): void {
    this.#subscribers.delete(connection);
  }

  /** Nothing that was sent will be confirmed any more: the broker inside was replaced, its retained messages with it. */
  reset(): void {
    this.#inFlight = 0;
    this.#retained.clear();
    this.#subscribers.clear();
  }

  /** Passes one message on if anybody wants it or it is to be retained; copies the payload. */
  offer(entry: TopicEntry, publish: { payload: Uint8Array; qos: 0 | 1 | 2; retain: boolean }): void {
    const retain = publish.retain && this.#mayKeep(entry.topic, publish.payload.length > 0);
    if (!retain && this.#subscribers.size === 0) return;
    if (this.#inFlight >= this.#limits.maxMirrorMessages) {
      this.dropped += 1;
      this.#cutSlowSubscribers();
      return;
    }
    this.#inFlight += 1;
    const packet = { topic: entry.topic, payload: Buffer.from(publish.payload), qos: publish.qos, retain };
    this.#send(packet, () => {
      this.#inFlight = Math.max(0, this.#inFlight - 1);
    });
  }

  #mayKeep(topic: string, hasPayload: boolean): boolean {
    if (!hasPayload) return this.#retained.delete(topic);
    if (!this.#retained.has(topic)) {
      if (this.#retained.size >= this.#limits.maxRetainedTopics) {
        this.retainRefused += 1;
        return false;
      }
      this.#retained.add(topic);
    }
    return true;
  }

  #cutSlowSubscribers(): void {
    const all = [...this.#subscribers.keys()];
    const slow = all.filter((connection) => connection.writableNeedDrain);
    for (const connection of slow.length > 0 ? slow : all) {
      this.forget(connection);
      connection.cut('slow-subscriber');
    }
  }
}
