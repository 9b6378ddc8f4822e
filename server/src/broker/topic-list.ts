import type { RawBatch } from './raw-batch.ts';
import type { TopicEntry } from './topic-table.ts';

/** Topics that a list numbers before it begins anew: a flood of made-up names costs both threads a bounded memory. */
const MAX_LISTED = 0x4_0000;

/**
 * The sender's half of a dictionary that two threads share: a topic crosses once, as a text; from then on its number does.
 * With 100,000 sensors the texts of every batch cost the receiver more than everything else that it does with them.
 * The other half is `TopicRoutes`.
 */
export class TopicList {
  #token: object = {};
  #count = 0;
  #fresh: string[] = [];
  #freshFrom = 0;
  readonly #limit: number;

  constructor(limit = MAX_LISTED) {
    this.#limit = limit;
  }

  /** The number of a topic, given to it now if need be. */
  numberOf(entry: TopicEntry): number {
    if (entry.list === this.#token) return entry.number;
    entry.list = this.#token;
    entry.number = this.#count++;
    this.#fresh.push(entry.topic);
    return entry.number;
  }

  /** The topics that were numbered since the last call, for the batch that is leaving. The next batch may begin a new list. */
  takeFresh(): Pick<RawBatch, 'topics' | 'topicsFrom'> {
    const taken = { topics: this.#fresh, topicsFrom: this.#freshFrom };
    if (this.#count >= this.#limit) {
      this.#token = {};
      this.#count = 0;
    }
    this.#fresh = [];
    this.#freshFrom = this.#count;
    return taken;
  }
}
