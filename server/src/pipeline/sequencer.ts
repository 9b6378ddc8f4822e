import { assert } from '@metropane/base';
import { ReadingsFrameEncoder } from '@metropane/city';
import type { TelemetryLogWriter } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import { feedOfEntry, type LogEntry } from '../fold/log-entry.ts';
import { encodeLogEntry } from '../fold/log-entry-codec.ts';
import { FoldFault } from './fold-fault.ts';

type Sequenced = Exclude<LogEntry, { kind: 'epoch' }>;

/**
 * The one place where order is made: an entry is appended to the log and folded in the same breath, so the order of the log is
 * the order of the fold. `flush` writes what was appended; what promises to survive a crash waits until it returned true.
 *
 * A disk that refuses (DESIGN 9.16): folding goes on, entries wait in memory (16 MiB), and are written when space returns. Beyond
 * that they are left out and the log says `gap`. Who can be told is told: HTTP gets 507, files wait. MQTT readings are
 * acknowledged all the same: an MQTT sender cannot be told anything, and holding its acknowledgements back would stop the stream
 * and leave the wall blind in just that hour. They are lost only if the process dies too before space returns.
 */
export class Sequencer {
  readonly #frames = new ReadingsFrameEncoder();
  readonly #log: TelemetryLogWriter;
  readonly #room: ControlRoom;
  readonly #onFlushed: (offset: number) => void;
  readonly #onFault: (fault: FoldFault) => void;
  readonly #waiting: (() => void)[] = [];
  #flushFailure: string | null = null;
  #syncFailure: string | null = null;
  #fault: FoldFault | null = null;
  #unloggedRecords = 0;

  /** `onFault`: told once, before `take` throws: leaves the marker that the next start needs. */
  constructor(
    log: TelemetryLogWriter,
    room: ControlRoom,
    on: { flushed: (offset: number) => void; fault?: (fault: FoldFault) => void },
  ) {
    this.#log = log;
    this.#room = room;
    this.#onFlushed = on.flushed;
    this.#onFault = on.fault ?? (() => undefined);
  }

  /** Why the log cannot be written at present; null = it can. */
  get failure(): string | null {
    return this.#flushFailure ?? this.#syncFailure;
  }

  /** Whether everything taken so far survives the death of the process. */
  get isWritten(): boolean {
    return this.#flushFailure === null;
  }

  /** Entries that this process folded and the log will never have: from the first on a replay differs from the live fold. */
  get unloggedRecords(): number {
    return this.#unloggedRecords;
  }

  get flushedOffset(): number {
    return this.#log.flushedOffset;
  }

  /** Everything below survives a loss of power. */
  get syncedOffset(): number {
    return this.#log.syncedOffset;
  }

  /** Everything taken so far lies below. */
  get nextOffset(): number {
    return this.#log.nextOffset;
  }

  /**
   * Appends and folds. A fold that throws leaves the room half changed: from then on every `take` throws the same `FoldFault`,
   * and the process has to end. Returns the offset of the record.
   */
  take(entry: Sequenced): number {
    if (this.#fault !== null) throw this.#fault;
    if (entry.kind === 'journal') {
      assert(entry.seq > this.#room.lastJournalSeq, 'refs enter in journal order', {
        seq: entry.seq,
        last: this.#room.lastJournalSeq,
      });
    }
    const { kind, payload } = encodeLogEntry(entry, this.#frames);
    const offset = this.#log.append(kind, payload);
    try {
      this.#room.fold(entry, offset);
    } catch (error) {
      this.#fault = new FoldFault({ offset, feed: feedOfEntry(entry) }, error);
      // Written at once, so that the next start meets it at this offset.
      this.#log.flush();
      this.#onFault(this.#fault);
      throw this.#fault;
    }
    return offset;
  }

  /** Writes the queue. False while the disk refuses; the next call tries again. */
  flush(): boolean {
    const flushed = this.#log.flush();
    if (!flushed.ok) {
      this.#flushFailure = `${flushed.code}: ${flushed.message}`;
      return false;
    }
    const { unlogged, flushedOffset } = flushed.value;
    if (unlogged !== null) {
      this.#unloggedRecords += unlogged.records;
      const bytes = unlogged.toOffset - unlogged.fromOffset;
      this.take({ kind: 'gap', bytes, reason: `${unlogged.records} records could not be written` });
      return this.flush();
    }
    this.#flushFailure = null;
    this.#onFlushed(flushedOffset);
    for (const resolve of this.#waiting.splice(0)) resolve();
    return true;
  }

  /** Resolves when everything taken so far is written, at once if it is. Somebody else keeps flushing (the tick does). */
  whenWritten(): Promise<void> {
    return this.isWritten ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Makes what was flushed survive a power loss: once a second, and before anything that must not outlive its cause. */
  sync(): void {
    const synced = this.#log.sync();
    this.#syncFailure = synced.ok ? null : `${synced.code}: ${synced.message}`;
  }
}
