import type { Result } from '@metropane/base';
import type { RejectCode } from '@metropane/city';

import {
  type DecodeResult,
  type FeedDecoder,
  type FeedMessage,
  refusedMessage,
  wholeMessages,
} from './feed-decoder.ts';
import { type Checked, isJsonObject, shown } from './json-field.ts';
import { readJsonItems } from './json-payload.ts';
import { makeLineStream } from './line-stream.ts';
import { toCaseEvent } from './metropane-case.ts';
import { toEntityDescription } from './metropane-entity.ts';
import { toIndicatorFigure } from './metropane-indicator.ts';
import type { ObservationTarget } from './metropane-observation.ts';
import { toReport } from './metropane-report.ts';
import { type MetropaneRoute, readMetropaneTopic } from './metropane-topic.ts';
import { ObservationTopic, readObservations, SharedScanner, sortedByIndex } from './observation-topic.ts';
import { parseRfc3339 } from './rfc3339.ts';

/** Topics remembered with their reading: 100,000 sensors cost about 20 MB, and a flood of made-up topics no more. */
const MAX_KNOWN_TOPICS = 200_000;

/** The product's own payloads (CONTRACT "MQTT in"), one decoder per transport. */
export interface MetropaneOptions {
  /**
   * `mqtt`: topics under `prefix` say what a payload is and whose.
   * `http`: the topic is `observations`, `reports`, `cases` or `indicators`; items name their domain, entity, source, system.
   */
  form: 'mqtt' | 'http';
  /** With its final slash; `mqtt` only. */
  prefix?: string;
}

export const DEFAULT_PREFIX = 'city/v1/';

export function makeMetropaneDecoder({ form, prefix = DEFAULT_PREFIX }: MetropaneOptions): FeedDecoder {
  const known = new Map<string, MetropaneRoute>();
  const routeOf = (topic: string): Checked<MetropaneRoute> => {
    const route = known.get(topic);
    if (route !== undefined) return { ok: true, value: route };
    const read = readMetropaneTopic(topic, prefix);
    if (read.ok) {
      if (known.size >= MAX_KNOWN_TOPICS) known.clear();
      known.set(topic, read.value);
    }
    return read;
  };
  const decode = (message: FeedMessage): DecodeResult => {
    if (form === 'http') return decodeHttpBody(message);
    const route = routeOf(message.topic);
    return route.ok ? decodeRoute(route.value, message) : refusedMessage(route.code, route.message);
  };
  const shared = new SharedScanner();
  return {
    decode,
    ofTopic(topic) {
      const route = form === 'http' ? undefined : readMetropaneTopic(topic, prefix);
      if (route?.ok !== true) return wholeMessages(topic, decode);
      const { value } = route;
      return value.kind === 'observation'
        ? new ObservationTopic(shared, value.place)
        : wholeMessages(topic, (message) => decodeRoute(value, message));
    },
    openStream: () => makeLineStream((line, arrivalMs) => decodeLine(decode, line.bytes, arrivalMs)),
  };
}

function decodeRoute(route: MetropaneRoute, message: FeedMessage): DecodeResult {
  switch (route.kind) {
    case 'observation':
      return decodeObservations(message, route);
    case 'report':
      return decodeList(message, 'reports', (item) => toReport(item, route.source, message.arrivalMs));
    case 'case':
      return decodeList(message, 'cases', (item) => toCaseEvent(item, route.system, message.arrivalMs));
    case 'indicator':
      return decodeList(message, 'indicators', (item) => toIndicatorFigure(item, route, message.arrivalMs));
    case 'entity':
      return decodeEntity(message, route);
    case 'status':
      return decodeStatus(message, route.feed);
  }
}

function decodeHttpBody(message: FeedMessage): DecodeResult {
  const { arrivalMs } = message;
  switch (message.topic) {
    case 'observations':
      return decodeObservations(message, undefined);
    case 'reports':
      return decodeList(message, 'reports', (item) => toReport(item, undefined, arrivalMs));
    case 'cases':
      return decodeList(message, 'cases', (item) => toCaseEvent(item, undefined, arrivalMs));
    case 'indicators':
      return decodeList(message, 'indicators', (item) => toIndicatorFigure(item, undefined, arrivalMs));
    default:
      return refusedMessage('unknown-topic', `no such resource: ${shown(message.topic)}`);
  }
}

function decodeObservations(message: FeedMessage, target: ObservationTarget | undefined): DecodeResult {
  const observations: DecodeResult['observations'] = [];
  const rejected = readObservations(message, target, (observation) => observations.push(observation));
  return { observations, rejected };
}

function decodeList<K extends 'reports' | 'cases' | 'indicators'>(
  message: FeedMessage,
  kind: K,
  toItem: (item: unknown) => Result<NonNullable<DecodeResult[K]>[number], RejectCode>,
): DecodeResult {
  const { items, rejected } = readJsonItems(message.payload);
  const accepted: NonNullable<DecodeResult[K]>[number][] = [];
  items.forEach((item, index) => {
    if (item === undefined) return;
    const read = toItem(item);
    if (read.ok) accepted.push(read.value);
    else rejected.push({ index, code: read.code, detail: read.message });
  });
  return { observations: [], rejected: sortedByIndex(rejected), [kind]: accepted };
}

function decodeEntity(
  { payload, arrivalMs }: FeedMessage,
  { domain, entity }: ObservationTarget,
): DecodeResult {
  if (payload.length === 0)
    return { observations: [], rejected: [], entities: [{ domain, entity, arrivalMs, description: null }] };
  const one = readOne(payload);
  if (!('item' in one)) return one;
  const description = toEntityDescription(one.item);
  if (!description.ok) return refusedMessage(description.code, description.message, 0);
  return {
    observations: [],
    rejected: [],
    entities: [{ domain, entity, arrivalMs, description: description.value }],
  };
}

function decodeStatus({ payload }: FeedMessage, feed: string): DecodeResult {
  const one = readOne(payload);
  if (!('item' in one)) return one;
  const status = isJsonObject(one.item) ? one.item['status'] : undefined;
  if (status !== 'up' && status !== 'down')
    return refusedMessage('schema', `status: expected up or down, got ${shown(status)}`, 0);
  return { observations: [], rejected: [], statuses: [{ feed, status }] };
}

/** The only item of a payload that must not be an array, or the refusal. */
function readOne(payload: Uint8Array): { item: unknown } | DecodeResult {
  const { items, rejected } = readJsonItems(payload);
  if (rejected.length > 0) return { observations: [], rejected };
  if (items.length > 1) return refusedMessage('schema', `expected one object, got ${items.length}`);
  return { item: items[0] };
}

/** A line of a recording (`{at, topic, text | b64}`), or a bare HTTP-form observation. */
function decodeLine(decode: FeedDecoder['decode'], bytes: Uint8Array, arrivalMs: number): DecodeResult {
  const one = readOne(bytes);
  if (!('item' in one)) return one;
  const { item } = one;
  if (!isJsonObject(item) || typeof item['topic'] !== 'string') {
    return decodeObservations({ topic: '', payload: bytes, arrivalMs }, undefined);
  }
  const { at, topic, text, b64 } = item;
  const recordedMs = typeof at === 'string' ? parseRfc3339(at) : typeof at === 'number' ? at : arrivalMs;
  if (!Number.isFinite(recordedMs))
    return refusedMessage('schema', `at: expected RFC 3339, got ${shown(at)}`);
  const payload =
    typeof b64 === 'string'
      ? Buffer.from(b64, 'base64')
      : Buffer.from(typeof text === 'string' ? text : '', 'utf8');
  return decode({ topic, payload, arrivalMs: recordedMs });
}
