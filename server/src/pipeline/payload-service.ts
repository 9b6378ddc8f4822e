import { join } from 'node:path';
import type { Clock } from '@metropane/base';
import {
  type FileSystem,
  type KeptPayload,
  PayloadStoreReader,
  PayloadStoreWriter,
  removeExpiredSegments,
} from '@metropane/event-log';
import type { PayloadBatch, PayloadColumns, PayloadStatus } from './payload-messages.ts';
import { PipelineRefusal } from './pipeline-refusal.ts';

/** How much is kept of payloads as they came; whichever is reached first. */
export interface PayloadRetention {
  maxAgeMs: number;
  maxBytes: number;
}

/**
 * A day, so that a shift can look at what the shift before was sent; 4 GiB, which hold some 150 million city messages of 100
 * bytes. The log keeps readings longer, history longest.
 */
export const DEFAULT_PAYLOAD_RETENTION: PayloadRetention = { maxAgeMs: 86_400_000, maxBytes: 4 * 1024 ** 3 };

/** Where the payloads of a data folder lie. */
export function payloadFolder(dataDir: string): string {
  return join(dataDir, 'raw');
}

/** The payload store at work: takes what the pipeline sends, in log order, and answers which message brought a reading. */
export class PayloadService {
  readonly #parts: { folder: string; clock: Clock; retention: PayloadRetention; fs?: FileSystem };
  readonly #reader: PayloadStoreReader;
  #start: { epoch: number; startOffset: number } | null = null;
  #writer: PayloadStoreWriter | null = null;
  /** By number, as the batches tell them. */
  readonly #topics: string[] = [];
  #openFailure: string | null = null;
  #retentionFailure: string | null = null;
  /** Messages that never reached the writer. */
  #missed = 0;
  #missedBefore = 0;
  #isMissing = false;
  #diskBytes = 0;

  constructor(parts: { folder: string; clock: Clock; retention: PayloadRetention; fs?: FileSystem }) {
    this.#parts = parts;
    this.#reader = new PayloadStoreReader(parts);
  }

  /**
   * The log has begun its epoch, or goes on behind `startOffset`; nothing is kept and nothing found before. `lost`: messages that
   * the store before this one took along when it ended, or that came while there was none.
   */
  open({ epoch, startOffset, lost }: { epoch: number; startOffset: number; lost: number }): void {
    this.#start = { epoch, startOffset };
    this.#missed += lost;
    this.#missedBefore += lost;
    this.#tryOpen();
  }

  take(batch: PayloadBatch): void {
    if (batch.topicsFrom === 0) this.#topics.length = 0;
    for (const topic of batch.topics) this.#topics.push(topic);
    this.#missed += batch.missed;
    if (batch.columns !== null) this.#takeColumns(batch.columns);
  }

  takeMessage(message: KeptPayload, missed: number): void {
    this.#missed += missed;
    if (this.#writer === null) this.#missed += 1;
    else this.#writer.add(message);
  }

  /** The message that brought the reading at this place in the log; null: not kept, or no longer. Throws `PipelineRefusal`. */
  at(offset: number): KeptPayload | null {
    if (this.#start === null)
      throw new PipelineRefusal('payloads-unavailable', 'the payload store is not open yet');
    const waiting = this.#writer?.findWaiting(offset) ?? null;
    if (waiting !== null) return waiting;
    const found = this.#reader.at(offset);
    if (found.ok) return found.value;
    throw new PipelineRefusal('payload-damaged', `the payload store cannot show ${offset}: ${found.message}`);
  }

  /** Once a second: what waits is written, and whether anything went missing is told. False: something still waits. */
  tick(): boolean {
    const isWritten = this.#writer?.flush().ok ?? true;
    this.#isMissing = this.#missed > this.#missedBefore;
    this.#missedBefore = this.#missed;
    return isWritten;
  }

  /** Once a minute: old payloads go, and a store that could not be opened is tried again. */
  tidy(): void {
    if (this.#writer === null) this.#tryOpen();
    const { folder, clock, retention, fs } = this.#parts;
    const removed = removeExpiredSegments({
      folder,
      ...retention,
      keepFromOffset: Infinity,
      nowMs: clock.nowMs(),
      ...(fs === undefined ? {} : { fs }),
    });
    if (removed.ok) this.#diskBytes = removed.value.keptBytes;
    this.#retentionFailure = removed.ok ? null : `old payloads could not be removed: ${removed.message}`;
  }

  status(): PayloadStatus {
    const stats = this.#writer?.stats ?? { kept: 0, payloadBytes: 0, storedBytes: 0, lost: 0 };
    return { ...stats, lost: stats.lost + this.#missed, fault: this.#fault(), diskBytes: this.#diskBytes };
  }

  close(): void {
    this.#writer?.close();
  }

  #fault(): string | null {
    const writing = this.#writer?.failure ?? null;
    if (this.#openFailure !== null) return `payloads are not kept: ${this.#openFailure}`;
    if (writing !== null) return `payloads are not kept: ${writing}`;
    if (this.#isMissing) return 'payloads come faster than they can be written; some are not kept';
    return this.#retentionFailure;
  }

  #tryOpen(): void {
    if (this.#start === null) return;
    const { folder, clock, fs } = this.#parts;
    const opened = PayloadStoreWriter.open({
      folder,
      clock,
      ...this.#start,
      ...(fs === undefined ? {} : { fs }),
    });
    this.#openFailure = opened.ok ? null : `${opened.code}: ${opened.message}`;
    if (opened.ok) this.#writer = opened.value;
  }

  /** Record by record, so that places ascend: the messages of two feeds may come in turns. */
  #takeColumns(columns: PayloadColumns): void {
    const { recordOffset, feedOf, readingsTo } = columns;
    const records = [...recordOffset.entries()].filter(([, offset]) => offset >= 0);
    for (const [index, offset] of records.sort(([, a], [, b]) => a - b)) {
      const feed = index + 1;
      let before = 0;
      for (let i = 0; i < feedOf.length; i++) {
        if (feedOf[i] !== feed) continue;
        const readings = readingsTo[i]!;
        if (readings > before) {
          this.takeMessage(
            messageAt(columns, i, {
              topic: this.#topics[columns.topicIndex[i]!]!,
              fromOffset: offset + before,
              toOffset: offset + readings,
            }),
            0,
          );
        }
        before = readings;
      }
    }
  }
}

function messageAt(
  { payloads, ends, arrivalMs, feeds, feedOf }: PayloadColumns,
  i: number,
  known: Pick<KeptPayload, 'topic' | 'fromOffset' | 'toOffset'>,
): KeptPayload {
  return {
    ...known,
    feed: feeds[feedOf[i]! - 1]!,
    payload: payloads.subarray(i === 0 ? 0 : ends[i - 1]!, ends[i]!),
    arrivalMs: arrivalMs[i]!,
  };
}
