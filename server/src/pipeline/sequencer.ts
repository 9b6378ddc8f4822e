import { assert } from '@metropane/base';
import type { TelemetryLogWriter } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import type { LogEntry } from '../fold/log-entry.ts';
import { encodeLogEntry } from '../fold/log-entry-codec.ts';

type Sequenced = Exclude<LogEntry, { kind: 'epoch' }>;

/**
 * The one place where order is made: an entry is appended to the log and folded in the same breath, so the order of the log is
 * the order of the fold. `flush` writes what was appended; nothing may be acknowledged before it returned true.
 */
export class Sequencer {
  readonly #log: TelemetryLogWriter;
  readonly #room: ControlRoom;
  readonly #onFlushed: (offset: number) => void;
  #failure: string | null = null;

  constructor(log: TelemetryLogWriter, room: ControlRoom, onFlushed: (offset: number) => void) {
    this.#log = log;
    this.#room = room;
    this.#onFlushed = onFlushed;
  }

  /** Why the log cannot be written at present; null = it can. */
  get failure(): string | null {
    return this.#failure;
  }

  get flushedOffset(): number {
    return this.#log.flushedOffset;
  }

  /** Appends and folds. */
  take(entry: Sequenced): void {
    if (entry.kind === 'journal') {
      assert(entry.seq > this.#room.lastJournalSeq, 'refs enter in journal order', {
        seq: entry.seq,
        last: this.#room.lastJournalSeq,
      });
    }
    const { kind, payload } = encodeLogEntry(entry);
    const offset = this.#log.append(kind, payload);
    this.#room.fold(entry, offset);
  }

  /**
   * Writes the queue. While the disk refuses, folding goes on unlogged (DESIGN 9.16): what could not be logged at all is
   * recorded as a gap as soon as writing works again.
   */
  flush(): boolean {
    const flushed = this.#log.flush();
    if (!flushed.ok) {
      this.#failure = `${flushed.code}: ${flushed.message}`;
      return false;
    }
    this.#failure = null;
    const { unlogged, flushedOffset } = flushed.value;
    if (unlogged !== null) {
      const bytes = unlogged.toOffset - unlogged.fromOffset;
      this.take({ kind: 'gap', bytes, reason: `${unlogged.records} records could not be written` });
      return this.flush();
    }
    this.#onFlushed(flushedOffset);
    return true;
  }

  /** Makes what was flushed survive a power loss; at most once a second. */
  sync(): void {
    const synced = this.#log.sync();
    if (!synced.ok) this.#failure = `${synced.code}: ${synced.message}`;
  }
}
