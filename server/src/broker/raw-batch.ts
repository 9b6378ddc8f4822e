import type { Realm } from '../access/principal.ts';

/** Messages as they came, in arrival order, in columns that are transferred to the worker and not shared afterwards. */
export interface RawBatch {
  readonly id: number;
  /** Topics that the receiver does not know yet, in the order of their numbers (see `TopicList`). */
  readonly topics: string[];
  /** Number of the first of `topics`; 0 = the numbering begins anew. */
  readonly topicsFrom: number;
  /** Per message the number of its topic. */
  readonly topicIndex: Uint32Array;
  readonly payloads: Uint8Array;
  /** End of message i in `payloads`; its start is the end of the one before. */
  readonly ends: Uint32Array;
  /** Wall clock at the door, milliseconds since the epoch. */
  readonly arrivalMs: Float64Array;
  /** Feed that the sender is bound to; '' = by topic. */
  readonly feeds: string[];
  readonly feedIndex: Uint32Array;
  /** 0 = decode it; else 1 + index into `REJECT_CODES`: refused at the door, only to be counted and kept as a dead letter. */
  readonly refused: Uint8Array;
  /** Bits 0-1: QoS; bit 2: retain. */
  readonly flags: Uint8Array;
  readonly realms: Realm[];
  readonly realmIndex: Uint8Array;
  /** Messages dropped under overload since the batch before, per realm and feed: the log counts them as rejected `shed`. */
  readonly shed: ShedCount[];
}

export interface ShedCount {
  readonly realm: Realm;
  /** As `feedOf` of the batcher says. */
  readonly feed: string;
  readonly n: number;
}

/** The buffers of a batch, for the transfer list of `postMessage`. */
export function transferList(batch: RawBatch): ArrayBuffer[] {
  const { topicIndex, payloads, ends, arrivalMs, feedIndex, refused, flags, realmIndex } = batch;
  const columns = [topicIndex, payloads, ends, arrivalMs, feedIndex, refused, flags, realmIndex];
  return columns.map((column) => column.buffer as ArrayBuffer);
}
