import type { CaseEvent, EntityUpdate, IndicatorFigure, RejectCode, Report } from '@metropane/city';
import { REJECT_CODES } from '@metropane/city';
import type { DecodeResult } from '@metropane/feeds';
import type { DeadLetter } from './dead-letter-store.ts';
import type { FeedRegistry, FeedRuntime } from './feed-registry.ts';
import type { RawBatch } from '../broker/raw-batch.ts';

const KEPT_BYTES = 64 * 1024;

/** What a batch held besides observations, which went into the feeds' frame builders. */
export interface Decoded {
  /** Feeds whose builder now holds rows. */
  touched: Set<FeedRuntime>;
  rejected: { feed: string; code: RejectCode; n: number; arrivalMs: number }[];
  deadLetters: DeadLetter[];
  facts: Fact[];
}

/** What must be durable in the journal before it is acknowledged. */
export type Fact =
  | { kind: 'report'; feed: string; report: Report }
  | { kind: 'case'; feed: string; event: CaseEvent }
  | { kind: 'indicator'; feed: string; figure: IndicatorFigure }
  | { kind: 'entity'; feed: string; update: EntityUpdate };

export function emptyDecoded(): Decoded {
  return { touched: new Set(), rejected: [], deadLetters: [], facts: [] };
}

/** Decodes every message of a batch with the feed that its topic belongs to. Nothing in a message can make this throw. */
export function decodeBatch(registry: FeedRegistry, batch: RawBatch): Decoded {
  const decoded = emptyDecoded();
  for (const { feed, n } of batch.shed) {
    decoded.rejected.push({ feed: feed === '' ? 'mqtt' : feed, code: 'shed', n, arrivalMs: batch.arrivalMs[0] ?? Number.NEGATIVE_INFINITY });
  }
  let start = 0;
  for (let i = 0; i < batch.ends.length; i++) {
    const end = batch.ends[i]!;
    const topic = batch.topics[batch.topicIndex[i]!]!;
    const message = { topic, payload: batch.payloads.subarray(start, end), arrivalMs: batch.arrivalMs[i]! };
    start = end;
    const bound = batch.feeds[batch.feedIndex[i]!]!;
    const feed = bound === '' ? registry.ofTopic(topic) : registry.get(bound);
    const refusal = batch.refused[i]!;
    if (refusal > 0 || feed === undefined) {
      const code = refusal > 0 ? REJECT_CODES[refusal - 1]! : 'unknown-topic';
      refuse(decoded, feed?.binding.id ?? 'mqtt', { message, code });
      continue;
    }
    collect(decoded, feed, { message, result: feed.decoder.decodeInto(message, feed.builder) });
  }
  return decoded;
}

/** Puts one decoded message where its parts belong; returns the number of observations taken. */
export function collect(
  decoded: Decoded,
  feed: FeedRuntime,
  {
    message,
    result,
  }: { message: { topic: string; payload: Uint8Array; arrivalMs: number }; result: DecodeResult },
): void {
  const id = feed.binding.id;
  for (const observation of result.observations) feed.builder.add(observation);
  if (feed.builder.observationCount > 0) decoded.touched.add(feed);
  for (const report of result.reports ?? []) decoded.facts.push({ kind: 'report', feed: id, report });
  for (const event of result.cases ?? []) decoded.facts.push({ kind: 'case', feed: id, event });
  for (const figure of result.indicators ?? []) decoded.facts.push({ kind: 'indicator', feed: id, figure });
  for (const update of result.entities ?? []) decoded.facts.push({ kind: 'entity', feed: id, update });
  for (const rejection of result.rejected) {
    decoded.rejected.push({ feed: id, code: rejection.code, n: 1, arrivalMs: message.arrivalMs });
    decoded.deadLetters.push(letter(id, message, rejection));
  }
}

function refuse(
  decoded: Decoded,
  feed: string,
  { message, code }: { message: { topic: string; payload: Uint8Array; arrivalMs: number }; code: RejectCode },
): void {
  decoded.rejected.push({ feed, code, n: 1, arrivalMs: message.arrivalMs });
  decoded.deadLetters.push(
    letter(feed, message, { index: -1, code, detail: `refused at the door: ${code}` }),
  );
}

function letter(
  feed: string,
  message: { topic: string; payload: Uint8Array; arrivalMs: number },
  rejection: { index: number; code: RejectCode; detail: string },
): DeadLetter {
  return {
    feed,
    ...rejection,
    topic: message.topic,
    payload: message.payload.slice(0, KEPT_BYTES),
    payloadBytes: message.payload.length,
    arrivalMs: message.arrivalMs,
  };
}
