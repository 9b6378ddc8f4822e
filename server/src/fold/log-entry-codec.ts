import { decodeReadingsFrame, type ReadingsFrameEncoder, type RejectCode } from '@metropane/city';
import { decodeEpochPayload, RECORD_KIND } from '@metropane/event-log';
import type { JournalFact, LogEntry } from './log-entry.ts';

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A log entry as it lies in the telemetry log. A journal entry is only referred to: its content lives in the journal. The payload
 * may lie in the encoder of frames: it is valid until the next call.
 */
export function encodeLogEntry(
  entry: Exclude<LogEntry, { kind: 'epoch' }>,
  frames: ReadingsFrameEncoder,
): { kind: number; payload: Uint8Array } {
  switch (entry.kind) {
    case 'readings':
      return { kind: RECORD_KIND.readings, payload: frames.encode(entry.frame) };
    case 'tick':
      return { kind: RECORD_KIND.tick, payload: numberBytes(entry.nowMs) };
    case 'journal':
      return { kind: RECORD_KIND.ref, payload: numberBytes(entry.seq) };
    case 'rejected':
      return {
        kind: RECORD_KIND.rejected,
        payload: jsonBytes([entry.feed, entry.code, entry.n, entry.arrivalMs]),
      };
    case 'gap':
      return { kind: RECORD_KIND.gap, payload: jsonBytes([entry.bytes, entry.reason]) };
    case 'skip':
      return { kind: RECORD_KIND.skip, payload: jsonBytes([entry.offset, entry.feed, entry.error]) };
  }
}

/** Reads a record back; `resolve` finds the journal entry of a `ref`. Throws when the record does not decode: the log is damaged. */
export function decodeLogEntry(
  record: { kind: number; payload: Uint8Array },
  resolve: (seq: number) => JournalFact,
): LogEntry {
  switch (record.kind) {
    case RECORD_KIND.readings:
      return { kind: 'readings', frame: decodeReadingsFrame(record.payload) };
    case RECORD_KIND.tick:
      return { kind: 'tick', nowMs: numberIn(record.payload) };
    case RECORD_KIND.ref: {
      const seq = numberIn(record.payload);
      return { kind: 'journal', seq, entry: resolve(seq) };
    }
    case RECORD_KIND.rejected: {
      // JSON has no -Infinity (shed messages have no arrival of their own) and writes null.
      const [feed, code, n, arrivalMs] = jsonIn(record.payload) as [
        string,
        RejectCode,
        number,
        number | null,
      ];
      return { kind: 'rejected', feed, code, n, arrivalMs: arrivalMs ?? Number.NEGATIVE_INFINITY };
    }
    case RECORD_KIND.gap: {
      const [bytes, reason] = jsonIn(record.payload) as [number, string];
      return { kind: 'gap', bytes, reason };
    }
    case RECORD_KIND.skip: {
      const [offset, feed, error] = jsonIn(record.payload) as [number, string, string];
      return { kind: 'skip', offset, feed, error };
    }
    case RECORD_KIND.epoch:
      return { kind: 'epoch', epoch: decodeEpochPayload(record.payload)?.epoch ?? 0 };
    default:
      throw new Error(`record kind ${record.kind} is newer than this build`);
  }
}

function numberBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}

function numberIn(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(0, true);
}

function jsonBytes(value: unknown): Uint8Array {
  return utf8.encode(JSON.stringify(value));
}

function jsonIn(bytes: Uint8Array): unknown {
  return JSON.parse(fromUtf8.decode(bytes));
}
