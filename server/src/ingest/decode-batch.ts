import type {
  CaseEvent,
  EntityUpdate,
  IndicatorFigure,
  ReadingsFrameBuilder,
  RejectCode,
  Report,
} from '@metropane/city';
import { REJECT_CODES } from '@metropane/city';
import type { DecodeResult, FeedMessage, FeedStatus, MessageSpan, TopicDecoder } from '@metropane/feeds';
import type { DeadLetter } from './dead-letter-store.ts';
import type { FeedRegistry, FeedRuntime } from './feed-registry.ts';
import { MessageOrigins } from './message-origins.ts';
import type { TopicRoute } from './topic-routes.ts';
import type { RawBatch } from '../broker/raw-batch.ts';

const KEPT_BYTES = 64 * 1024;

/** What a batch held besides observations, which went into the feeds' frame builders. */
export interface Decoded {
  /** Feeds whose builder now holds rows. */
  touched: Set<FeedRuntime>;
  rejected: { feed: string; code: RejectCode; n: number; arrivalMs: number }[];
  deadLetters: DeadLetter[];
  facts: Fact[];
  /** Which readings each message of the batch became. */
  origins: MessageOrigins;
}

/** What must be durable in the journal before it is acknowledged. `feed` is where it came from. */
export type Fact =
  | { kind: 'report'; feed: string; report: Report }
  | { kind: 'case'; feed: string; event: CaseEvent }
  | { kind: 'indicator'; feed: string; figure: IndicatorFigure }
  | { kind: 'entity'; feed: string; update: EntityUpdate }
  | { kind: 'status'; feed: string; status: FeedStatus };

export function emptyDecoded(messages = 0): Decoded {
  return {
    touched: new Set(),
    rejected: [],
    deadLetters: [],
    facts: [],
    origins: new MessageOrigins(messages),
  };
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
  const decoded = emptyDecoded(batch.ends.length);
  countShed(decoded, batch);
  const { routes } = registry;
  routes.learn(batch);
  const span = { bytes: batch.payloads, start: 0, end: 0, arrivalMs: 0 };
  let last: FeedRuntime | undefined;
  for (let i = 0; i < batch.ends.length; i++) {
    span.start = span.end;
    span.end = batch.ends[i]!;
    span.arrivalMs = batch.arrivalMs[i]!;
    const route = routes.at(batch.feeds[batch.feedIndex[i]!]!, batch.topicIndex[i]!);
    const { feed, decoder } = route;
    const refusal = batch.refused[i]!;
    if (refusal > 0 || feed === undefined || decoder === undefined) {
      const code = refusal > 0 ? REJECT_CODES[refusal - 1]! : 'unknown-topic';
      refuse(decoded, feed?.binding.id ?? 'mqtt', { message: wholeMessage(route, span), code });
      continue;
    }
    const result = faulted.has(feed.binding.id)
      ? refusedByFault(faulted.get(feed.binding.id)!)
      : decodeSpan(decoder, span, feed.builder);
    decoded.origins.note(i, feed);
    if (result.rejected.length > 0) reject(decoded, feed, { message: wholeMessage(route, span), result });
    collectFacts(decoded, feed, result);
    if (feed === last) continue;
    last = feed;
    if (feed.builder.observationCount > 0) decoded.touched.add(feed);
    else last = undefined;
  }
  return decoded;
}

function countShed(decoded: Decoded, batch: RawBatch): void {
  for (const { feed, n } of batch.shed) {
    decoded.rejected.push({
      feed: feed === '' ? 'mqtt' : feed,
      code: 'shed',
      n,
      arrivalMs: batch.arrivalMs[0] ?? Number.NEGATIVE_INFINITY,
    });
  }
}

function wholeMessage({ topic }: TopicRoute, { bytes, start, end, arrivalMs }: MessageSpan): FeedMessage {
  return { topic, payload: bytes.subarray(start, end), arrivalMs };
}

/** One message that is not part of a batch. As `decodeBatch`, it never throws. */
export function decodeOne(feed: FeedRuntime, message: FeedMessage, fault: string | undefined): DecodeResult {
  if (fault !== undefined) return refusedByFault(fault);
  try {
    return feed.decoder.decode(message);
  } catch (error) {
    return refusedByBug(error);
  }
}

function decodeSpan(decoder: TopicDecoder, span: MessageSpan, frame: ReadingsFrameBuilder): DecodeResult {
  try {
    return decoder.decodeInto(span, frame);
  } catch (error) {
    return refusedByBug(error);
  }
}

/** A decoder that throws is a bug of ours, and still no reason to stop the stream: its message is kept with what it said. */
function refusedByBug(error: unknown): DecodeResult {
  const said = error instanceof Error ? error.message : String(error);
  return wholeRefused('malformed', `the decoder failed: ${said}`);
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

/** Puts one decoded message where its parts belong. */
export function collect(
  decoded: Decoded,
  feed: FeedRuntime,
  { message, result }: { message: FeedMessage; result: DecodeResult },
): void {
  for (const observation of result.observations) feed.builder.add(observation);
  if (feed.builder.observationCount > 0) decoded.touched.add(feed);
  collectFacts(decoded, feed, result);
  reject(decoded, feed, { message, result });
}

function collectFacts(decoded: Decoded, feed: FeedRuntime, result: DecodeResult): void {
  const { reports, cases, indicators, entities, statuses } = result;
  const id = feed.binding.id;
  // Asked one by one: most messages hold none of these, and a loop over nothing is not free a million times a second.
  if (reports !== undefined)
    for (const report of reports) decoded.facts.push({ kind: 'report', feed: id, report });
  if (cases !== undefined) for (const event of cases) decoded.facts.push({ kind: 'case', feed: id, event });
  if (indicators !== undefined)
    for (const figure of indicators) decoded.facts.push({ kind: 'indicator', feed: id, figure });
  if (entities !== undefined)
    for (const update of entities) decoded.facts.push({ kind: 'entity', feed: id, update });
  if (statuses !== undefined)
    for (const status of statuses) decoded.facts.push({ kind: 'status', feed: id, status });
}

function reject(
  decoded: Decoded,
  feed: FeedRuntime,
  { message, result }: { message: FeedMessage; result: DecodeResult },
): void {
  const id = feed.binding.id;
  for (const rejection of result.rejected) {
    decoded.rejected.push({ feed: id, code: rejection.code, n: 1, arrivalMs: message.arrivalMs });
    decoded.deadLetters.push(letter(id, message, rejection));
  }
}

function refuse(
  decoded: Decoded,
  feed: string,
  { message, code }: { message: FeedMessage; code: RejectCode },
): void {
  decoded.rejected.push({ feed, code, n: 1, arrivalMs: message.arrivalMs });
  decoded.deadLetters.push(
    letter(feed, message, { index: -1, code, detail: `refused at the door: ${code}` }),
  );
}

function letter(
  feed: string,
  message: FeedMessage,
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
