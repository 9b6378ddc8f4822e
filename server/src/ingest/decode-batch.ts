import type { CaseEvent, EntityUpdate, IndicatorFigure, RejectCode, Report } from '@metropane/city';
import { REJECT_CODES } from '@metropane/city';
import type { DecodeResult, FeedMessage, FeedStatus } from '@metropane/feeds';
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

/** What must be durable in the journal before it is acknowledged. `feed` is where it came from. */
export type Fact =
  | { kind: 'report'; feed: string; report: Report }
  | { kind: 'case'; feed: string; event: CaseEvent }
  | { kind: 'indicator'; feed: string; figure: IndicatorFigure }
  | { kind: 'entity'; feed: string; update: EntityUpdate }
  | { kind: 'status'; feed: string; status: FeedStatus };

export function emptyDecoded(): Decoded {
  return { touched: new Set(), rejected: [], deadLetters: [], facts: [] };
}

/**
 * Decodes every message of a batch with the feed that its topic belongs to. Nothing in a message can make this throw.
 * `faulted`: feeds of which a record broke the fold; a repeat of it would end the process again, so they are refused whole.
 */
export function decodeBatch(
  registry: FeedRegistry,
  batch: RawBatch,
  faulted: ReadonlyMap<string, string> = new Map(),
): Decoded {
  const decoded = emptyDecoded();
  for (const { feed, n } of batch.shed) {
    decoded.rejected.push({
      feed: feed === '' ? 'mqtt' : feed,
      code: 'shed',
      n,
      arrivalMs: batch.arrivalMs[0] ?? Number.NEGATIVE_INFINITY,
    });
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
    const fault = faulted.get(feed.binding.id);
    const result =
      fault === undefined
        ? decodeSafely(() => feed.decoder.decodeInto(message, feed.builder))
        : refusedByFault(fault);
    collect(decoded, feed, { message, result });
  }
  return decoded;
}

/** One message that is not part of a batch. As `decodeBatch`, it never throws. */
export function decodeOne(feed: FeedRuntime, message: FeedMessage, fault: string | undefined): DecodeResult {
  return fault === undefined ? decodeSafely(() => feed.decoder.decode(message)) : refusedByFault(fault);
}

/** A decoder that throws is a bug of ours, and still no reason to stop the stream: its message is kept with what it said. */
function decodeSafely(decode: () => DecodeResult): DecodeResult {
  try {
    return decode();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return wholeRefused('malformed', `the decoder failed: ${said}`);
  }
}

function refusedByFault(fault: string): DecodeResult {
  return wholeRefused(
    'unsafe',
    `a record of this feed stopped the centre, the feed is shut until a restart: ${fault}`,
  );
}

function wholeRefused(code: RejectCode, detail: string): DecodeResult {
  return { observations: [], rejected: [{ index: -1, code, detail: detail.slice(0, 300) }] };
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
  for (const status of result.statuses ?? []) decoded.facts.push({ kind: 'status', feed: id, status });
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
