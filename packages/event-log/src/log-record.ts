/**
 * The shapes of the telemetry log. Payloads are opaque here: what a reading is, only the writer and the fold know.
 * A position is `{epoch, offset}`: `offset` counts frame bytes since the log began, across segments, and is never reset;
 * `epoch` counts process starts and is itself a record, so that a position stays unambiguous when a lost tail is rewritten.
 */
import type { DamageCode } from './codes.ts';

/** What a record is. 8…31 are reserved for this log, 32…255 are free for users. */
export const RECORD_KIND = {
  readings: 1,
  tick: 2,
  ref: 3,
  rejected: 4,
  gap: 5,
  skip: 6,
  epoch: 7,
} as const;

/** A moment in the log. Compare by offset; the epoch says whose bytes they were. */
export interface Position {
  readonly epoch: number;
  readonly offset: number;
}

/**
 * One record as a reader shows it. `payload` is a view into the reader's buffer: valid only until the visitor returns, copy it
 * to keep it. `offset` is where the frame begins, `endOffset` where the next one does.
 */
export interface LogRecord {
  readonly kind: number;
  readonly payload: Uint8Array;
  readonly offset: number;
  readonly endOffset: number;
}

/** A half-open stretch of offsets `[fromOffset, toOffset)`. */
export interface OffsetSpan {
  readonly fromOffset: number;
  readonly toOffset: number;
}

/** A damaged stretch: nothing between `offset` and `resumeOffset` can be read. Equal offsets: only a header is lost. */
export interface Damage {
  readonly code: DamageCode;
  readonly offset: number;
  readonly resumeOffset: number;
}

/** Payload of an `epoch` record: u32 epoch, f64 milliseconds since 1970, little endian. */
export function encodeEpochPayload(epoch: number, startedAtMs: number): Uint8Array {
  const payload = Buffer.alloc(12);
  payload.writeUInt32LE(epoch, 0);
  payload.writeDoubleLE(startedAtMs, 4);
  return payload;
}

/** Reads the payload of an `epoch` record; null if it is not one. */
export function decodeEpochPayload(payload: Uint8Array): { epoch: number; startedAtMs: number } | null {
  if (payload.length < 12) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  return { epoch: view.getUint32(0, true), startedAtMs: view.getFloat64(4, true) };
}
