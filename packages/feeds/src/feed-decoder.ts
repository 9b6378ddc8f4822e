import type {
  CaseEvent,
  EntityUpdate,
  IndicatorFigure,
  Observation,
  ReadingsFrameBuilder,
  RejectCode,
  Report,
  RowPlace,
} from '@metropane/city';

/** One message as it came to the door. `arrivalMs` is processing time there: a decoder has no clock. */
export interface FeedMessage {
  topic: string;
  payload: Uint8Array;
  arrivalMs: number;
}

/** One refusal, counted once. `index`: the array item (0 for a message that is one item); -1: the message as a whole. */
export interface Rejection {
  index: number;
  code: RejectCode;
  /** For a person; never repeats more than a few characters of the payload. */
  detail: string;
}

export interface FeedStatus {
  feed: string;
  status: 'up' | 'down';
}

/** What a message held. Every item is in exactly one of the lists; `index` of a rejection is its place in the message. */
export interface DecodeResult {
  observations: Observation[];
  rejected: Rejection[];
  reports?: Report[];
  entities?: EntityUpdate[];
  cases?: CaseEvent[];
  indicators?: IndicatorFigure[];
  statuses?: FeedStatus[];
  /** Items that were read and on purpose hold nothing for us (an event type that the binding leaves out, a comment line). */
  skipped?: number;
}

/** Bytes of a file or a long body, in order. A rejection's `index` is the 1-based line number. */
export interface DecodeStream {
  push(chunk: Uint8Array, arrivalMs: number): DecodeResult;
  end(arrivalMs: number): DecodeResult;
}

/** A message of a batch: `bytes[start, end)`. One object may serve for all of them. */
export interface MessageSpan {
  bytes: Uint8Array;
  start: number;
  end: number;
  arrivalMs: number;
}

/** Decodes messages of one topic: what the topic says is read once, not with every message. */
export interface TopicDecoder {
  /** As `decode`, but observations go into `frame` and the result lists none: many times faster for the usual message. */
  decodeInto(span: MessageSpan, frame: ReadingsFrameBuilder): DecodeResult;
}

/** Turns messages of one feed into the city's vocabulary. Pure: equal messages give equal results. Never throws on input. */
export interface FeedDecoder {
  decode(message: FeedMessage): DecodeResult;
  ofTopic(topic: string): TopicDecoder;
  /** Reads a recording or a file of the format; `name` is the file's name, for messages. */
  openStream(name: string): DecodeStream;
}

/** Contract limits. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
export const MAX_ITEM_BYTES = 64 * 1024;
export const MAX_ITEMS = 1_000;
export const MAX_METRICS = 64;
export const MAX_DEPTH = 32;
export const FUTURE_TOLERANCE_MS = 60_000;
/** Ids and other short texts of a payload, in UTF-16 units. */
export const MAX_ID_LENGTH = 256;

/**
 * The decoder of one topic, for formats that have no faster way than reading each message whole. `place`: of all observations
 * of the topic, when it has one.
 */
export function wholeMessages(topic: string, decode: FeedDecoder['decode'], place?: RowPlace): TopicDecoder {
  return {
    decodeInto({ bytes, start, end, arrivalMs }, frame) {
      const result = decode({ topic, payload: bytes.subarray(start, end), arrivalMs });
      for (const observation of result.observations) frame.add(observation, place);
      result.observations.length = 0;
      return result;
    },
  };
}

/** A result that holds one refusal of the whole message. */
export function refusedMessage(code: RejectCode, detail: string, index = -1): DecodeResult {
  return { observations: [], rejected: [{ index, code, detail }] };
}
