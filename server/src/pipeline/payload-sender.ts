import type { MessagePort } from 'node:worker_threads';
import type { RawBatch } from '../broker/raw-batch.ts';
import type { Decoded } from '../ingest/decode-batch.ts';
import type { MessageOrigins } from '../ingest/message-origins.ts';
import type { PayloadsTaken, ToPayloads } from './payload-messages.ts';

/** Payload bytes that may be under way to the store; beyond it payloads are left out: ingest waits for no receipt. */
const MAX_UNDER_WAY_BYTES = 32 * 1024 * 1024;

/** Where the pipeline puts the bytes of what it has folded. */
export interface PayloadSink {
  /** `loggedAt`: by feed, the offset of the record that carries its readings. Takes the batch's columns away. */
  keepBatch(batch: RawBatch, decoded: Pick<Decoded, 'origins'>, loggedAt: ReadonlyMap<string, number>): void;
  /** One message that is not part of a batch, with `readings` readings in the record at `offset`. Copies it. */
  keepMessage(
    message: { topic: string; payload: Uint8Array; arrivalMs: number },
    place: { feed: string; offset: number; readings: number },
  ): void;
}

type Line = Pick<MessagePort, 'postMessage' | 'on' | 'close'>;

/**
 * The pipeline's end of the payload store: hands buffers over and never waits. A store that ends takes with it what it had not
 * written; the next one is told how many messages that may be, and every topic by its number.
 */
export class PayloadSender implements PayloadSink {
  readonly #epoch: number;
  readonly #maxBytes: number;
  /** Null: there is no store at present. */
  #port: Line | null = null;
  readonly #topics: string[] = [];
  #underWayBytes = 0;
  /** Messages that were sent and are neither written nor counted as lost. */
  #unsettled = 0;
  #missed = 0;

  constructor(
    port: Line,
    log: { epoch: number; startOffset: number },
    maxUnderWayBytes = MAX_UNDER_WAY_BYTES,
  ) {
    this.#epoch = log.epoch;
    this.#maxBytes = maxUnderWayBytes;
    this.attach(port, log.startOffset);
  }

  /** The line to a store; `startOffset`: nothing that lies in the log before it will be sent. */
  attach(port: Line, startOffset: number): void {
    this.#detach();
    this.#port = port;
    port.on('message', ({ bytes, settled }: PayloadsTaken) => {
      if (this.#port !== port) return;
      this.#underWayBytes -= bytes;
      this.#unsettled -= settled;
    });
    port.on('close', () => {
      if (this.#port === port) this.#detach();
    });
    this.#post({ type: 'open', epoch: this.#epoch, startOffset, lost: this.#takeMissed() }, []);
    if (this.#topics.length === 0) return;
    const told = { topics: this.#topics, topicsFrom: 0, columns: null, missed: 0 };
    this.#post({ type: 'batch', batch: told }, []);
  }

  keepBatch(
    batch: RawBatch,
    { origins }: { origins: MessageOrigins },
    loggedAt: ReadonlyMap<string, number>,
  ): void {
    const { topics, topicsFrom, topicIndex, payloads, ends, arrivalMs } = batch;
    const { feeds, feedOf, readingsTo } = origins;
    if (topicsFrom === 0) this.#topics.length = 0;
    for (const topic of topics) this.#topics.push(topic);
    const isKept = loggedAt.size > 0 && this.#takes(payloads.length, feedOf.length);
    // The numbers of later batches stand on the topics of this one.
    if (this.#port === null || (!isKept && topics.length === 0 && topicsFrom > 0)) return;
    const recordOffset = feeds.map((feed) => loggedAt.get(feed) ?? -1);
    const columns = { topicIndex, payloads, ends, arrivalMs, feeds, feedOf, readingsTo, recordOffset };
    const told = { topics, topicsFrom, columns: isKept ? columns : null, missed: this.#takeMissed() };
    const moved = isKept ? [topicIndex, payloads, ends, arrivalMs, feedOf, readingsTo] : [];
    this.#post({ type: 'batch', batch: told }, moved);
  }

  keepMessage(
    { topic, payload, arrivalMs }: { topic: string; payload: Uint8Array; arrivalMs: number },
    { feed, offset, readings }: { feed: string; offset: number; readings: number },
  ): void {
    if (!this.#takes(payload.length, 1)) return;
    const copy = new Uint8Array(payload);
    const message = {
      topic,
      feed,
      payload: copy,
      arrivalMs,
      fromOffset: offset,
      toOffset: offset + readings,
    };
    this.#post({ type: 'message', message, missed: this.#takeMissed() }, [copy]);
  }

  close(): void {
    this.#port?.close();
  }

  #takes(bytes: number, messages: number): boolean {
    const isFull = this.#underWayBytes > 0 && this.#underWayBytes + bytes > this.#maxBytes;
    if (isFull || this.#port === null) {
      this.#missed += messages;
      return false;
    }
    this.#underWayBytes += bytes;
    this.#unsettled += messages;
    return true;
  }

  #detach(): void {
    this.#port?.close();
    this.#port = null;
    this.#missed += this.#unsettled;
    this.#unsettled = 0;
    this.#underWayBytes = 0;
  }

  /** For a message to the store, which may end before it has counted them. */
  #takeMissed(): number {
    const missed = this.#missed;
    this.#missed = 0;
    this.#unsettled += missed;
    return missed;
  }

  #post(message: ToPayloads, moved: readonly ArrayBufferView[]): void {
    const buffers = moved.flatMap(({ buffer, byteLength }) =>
      // A view of something larger is somebody else's too: it is copied instead.
      buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : [],
    );
    this.#port?.postMessage(message, buffers);
  }
}
