import { assert } from '@metropane/base';
import { REJECT_CODES } from '@metropane/city';
import { homeRealm } from '../access/principal.ts';
import type { Principal, Realm } from '../access/principal.ts';
import type { IncomingPublish } from './broker-sink.ts';
import type { RawBatch, ShedCount } from './raw-batch.ts';
import { TopicList } from './topic-list.ts';

const REFUSAL_NUMBER = {
  forbidden: REJECT_CODES.indexOf('forbidden') + 1,
  'unknown-topic': REJECT_CODES.indexOf('unknown-topic') + 1,
  oversize: REJECT_CODES.indexOf('oversize') + 1,
} as const;

/** A batch that was sealed: what travels, and who waits for it. */
export interface SealedBatch {
  readonly batch: RawBatch;
  readonly acks: readonly (() => void)[];
}

/** Collects messages into columns; the scratch arrays stay, `seal` copies exactly what was used. */
export class OpenBatch {
  count = 0;
  payloadBytes = 0;
  readonly #usualBytes: number;
  readonly #topics = new TopicList();
  readonly #feeds = new Interner<string>();
  readonly #realms = new Interner<Realm>();
  readonly #topicIndex: Uint32Array;
  readonly #feedIndex: Uint32Array;
  readonly #realmIndex: Uint8Array;
  readonly #ends: Uint32Array;
  readonly #arrivalMs: Float64Array;
  readonly #refused: Uint8Array;
  readonly #flags: Uint8Array;
  #payloads: Buffer;
  #sender: Principal | undefined;
  #feed = 0;
  #realm = 0;
  #acks: (() => void)[] = [];

  constructor(maxMessages: number, usualBytes: number) {
    this.#usualBytes = usualBytes;
    this.#topicIndex = new Uint32Array(maxMessages);
    this.#feedIndex = new Uint32Array(maxMessages);
    this.#realmIndex = new Uint8Array(maxMessages);
    this.#ends = new Uint32Array(maxMessages);
    this.#arrivalMs = new Float64Array(maxMessages);
    this.#refused = new Uint8Array(maxMessages);
    this.#flags = new Uint8Array(maxMessages);
    this.#payloads = Buffer.alloc(usualBytes);
  }

  /** Copies one message in; the caller seals before `count` reaches the maximum. */
  add(publish: IncomingPublish, arrivalMs: number): void {
    const at = this.count;
    assert(at < this.#ends.length, 'a full batch must be sealed first', { count: at });
    const end = this.payloadBytes + publish.end - publish.start;
    if (end > this.#payloads.length) this.#grow(end);
    publish.bytes.copy(this.#payloads, this.payloadBytes, publish.start, publish.end);
    if (publish.principal !== this.#sender) this.#enter(publish.principal);
    this.#topicIndex[at] = this.#topics.numberOf(publish.entry);
    this.#feedIndex[at] = this.#feed;
    this.#realmIndex[at] = this.#realm;
    this.#ends[at] = end;
    this.#arrivalMs[at] = arrivalMs;
    this.#refused[at] = publish.refusal === undefined ? 0 : REFUSAL_NUMBER[publish.refusal];
    this.#flags[at] = publish.qos | (publish.retain ? 4 : 0);
    if (publish.qos > 0) this.#acks.push(publish.ack);
    this.payloadBytes = end;
    this.count = at + 1;
  }

  /** Ends the batch and starts the next one in the same scratch arrays. */
  seal(id: number, shed: ShedCount[]): SealedBatch {
    const n = this.count;
    const batch: RawBatch = {
      id,
      ...this.#topics.takeFresh(),
      topicIndex: this.#topicIndex.slice(0, n),
      payloads: Uint8Array.prototype.slice.call(this.#payloads, 0, this.payloadBytes),
      ends: this.#ends.slice(0, n),
      arrivalMs: this.#arrivalMs.slice(0, n),
      feeds: this.#feeds.take(),
      feedIndex: this.#feedIndex.slice(0, n),
      refused: this.#refused.slice(0, n),
      flags: this.#flags.slice(0, n),
      realms: this.#realms.take(),
      realmIndex: this.#realmIndex.slice(0, n),
      shed,
    };
    const acks = this.#acks;
    this.#acks = [];
    this.count = 0;
    this.payloadBytes = 0;
    this.#sender = undefined;
    if (this.#payloads.length > this.#usualBytes) this.#payloads = Buffer.alloc(this.#usualBytes);
    return { batch, acks };
  }

  /** Neighbours mostly have one sender: who it is, is looked up when it changes. */
  #enter(sender: Principal): void {
    this.#sender = sender;
    this.#feed = this.#feeds.indexOf(sender.feed ?? '');
    this.#realm = this.#realms.indexOf(homeRealm(sender));
  }

  #grow(bytes: number): void {
    const bigger = Buffer.alloc(bytes);
    bigger.set(this.#payloads.subarray(0, this.payloadBytes));
    this.#payloads = bigger;
  }
}

/** Numbers the distinct values of one batch in order of appearance. */
class Interner<T> {
  #values: T[] = [];
  readonly #indices = new Map<T, number>();

  indexOf(value: T): number {
    let index = this.#indices.get(value);
    if (index === undefined) {
      index = this.#values.push(value) - 1;
      this.#indices.set(value, index);
    }
    return index;
  }

  take(): T[] {
    const values = this.#values;
    this.#values = [];
    this.#indices.clear();
    return values;
  }
}
