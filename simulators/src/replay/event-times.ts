/**
 * Event times inside payloads of the contract: read for pacing and moved for `--shift-to`. A payload of another form is left
 * alone, and said to be foreign: moving the times of a format that we do not know would invent data.
 */
import { TOPIC_PREFIX } from '../message.ts';
import type { SimMessage } from '../message.ts';

const TIMED = new Set(['obs', 'report', 'case', 'indicator']);
const TIMELESS = new Set(['entity', 'feed']);

type Timed = { t?: unknown };

/** Newest event time in a message; `none` where its kind has no time; `foreign` where its payload is not of the contract. */
export function newestEventMs(message: SimMessage): number | 'none' | 'foreign' {
  const kind = kindOf(message.topic);
  if (TIMELESS.has(kind)) return 'none';
  const items = TIMED.has(kind) ? readItems(message) : undefined;
  if (items === undefined) return 'foreign';
  const times = items.map((one) => toMs(one.t));
  return times.some((time) => !Number.isFinite(time)) ? 'foreign' : Math.max(...times);
}

/** The same message with its event times (and its sending time) `byMs` later; a message without times keeps its bytes. */
export function shiftTimes(message: SimMessage, byMs: number): SimMessage {
  const atMs = message.atMs + byMs;
  const items = TIMED.has(kindOf(message.topic)) ? readItems(message) : undefined;
  if (items === undefined || byMs === 0) return { ...message, atMs };
  for (const one of items) one.t = toMs(one.t) + byMs;
  const isList = textOf(message).trimStart().startsWith('[');
  return { ...message, atMs, payload: JSON.stringify(isList ? items : items[0]) };
}

function kindOf(topic: string): string {
  return topic.startsWith(TOPIC_PREFIX) ? (topic.slice(TOPIC_PREFIX.length).split('/')[0] ?? '') : '';
}

function readItems(message: SimMessage): Timed[] | undefined {
  try {
    const value: unknown = JSON.parse(textOf(message));
    const items = Array.isArray(value) ? (value as unknown[]) : [value];
    const isTimed = (item: unknown): item is Timed =>
      typeof item === 'object' && item !== null && 't' in item;
    return items.length > 0 && items.every(isTimed) ? items : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function textOf({ payload }: SimMessage): string {
  return typeof payload === 'string' ? payload : Buffer.from(payload).toString('utf8');
}

function toMs(time: unknown): number {
  return typeof time === 'number' ? time : typeof time === 'string' ? Date.parse(time) : Number.NaN;
}
