import type { KeptPayload, PayloadStats } from '@metropane/event-log';

/** From the pipeline worker, in log order. Columns are transferred. */
export type ToPayloads =
  /** `lost`: messages whose payload a store before this one took and may not have written, or that came while there was none. */
  | { type: 'open'; epoch: number; startOffset: number; lost: number }
  | { type: 'batch'; batch: PayloadBatch }
  | { type: 'message'; message: KeptPayload; missed: number };

/** The messages of one `RawBatch` and where their readings lie in the log. */
export interface PayloadBatch {
  /** As in `RawBatch`: topics come once, by number. */
  readonly topics: string[];
  readonly topicsFrom: number;
  /** Null: the readings' payloads were left out (see `missed`), only the topics are told. */
  readonly columns: PayloadColumns | null;
  /** Messages whose payload the pipeline has not sent since the word before. */
  readonly missed: number;
}

export interface PayloadColumns {
  readonly topicIndex: Uint32Array;
  readonly payloads: Uint8Array;
  readonly ends: Uint32Array;
  readonly arrivalMs: Float64Array;
  /** As in `MessageOrigins`. */
  readonly feeds: string[];
  readonly feedOf: Uint16Array;
  readonly readingsTo: Uint32Array;
  /** By feed: the offset of the log record that carries its readings; -1 = it has none. */
  readonly recordOffset: number[];
}

/** To the pipeline worker: so many bytes are off the way, and so many of the messages that it sent need no further thought. */
export interface PayloadsTaken {
  readonly bytes: number;
  /** Written, or counted as lost. */
  readonly settled: number;
}

/** From main. */
export type AskPayloads = { type: 'at'; id: number; offset: number } | { type: 'stop' };

/** To main. */
export type FromPayloads =
  | { type: 'found'; id: number; payload: KeptPayload | null }
  | { type: 'refused'; id: number; code: string; message: string }
  | { type: 'status'; status: PayloadStatus };

export interface PayloadStatus extends PayloadStats {
  /** Why payloads are not kept at present, for a person; null: they are. */
  readonly fault: string | null;
  /** What lies on disk. */
  readonly diskBytes: number;
}
