import type { RejectCode } from '@metropane/city';

import { asciiText } from './ascii-text.ts';
import { MAX_DEPTH, MAX_ITEM_BYTES, MAX_ITEMS, MAX_MESSAGE_BYTES, type Rejection } from './feed-decoder.ts';

/**
 * Reads a JSON message that may be one item or an array of items, without trusting it: size and nesting are measured on the
 * bytes before a parser sees them, so depth 10,000 costs one scan. An item that is too large or too deep is blanked and
 * refused alone; the others live. Duplicate keys: the last wins (as `JSON.parse`). A byte order mark is not JSON.
 */
export interface JsonItems {
  /** The items in order; an item refused here is undefined. */
  items: unknown[];
  rejected: Rejection[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];
const UNSAFE_START = new Uint8Array(256);
for (const key of UNSAFE_KEYS) UNSAFE_START[key.charCodeAt(0)] = 1;
/** Signs of `survey`: brackets outside strings nest too deep; bytes of 0x80 or more; a text that may be an unsafe key. */
const TOO_DEEP = 1;
const NOT_ASCII = 2;
const ODD_TEXT = 4;
const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The items of `payload`; no item and one rejection with index -1 if the message as a whole cannot be used. */
export function readJsonItems(payload: Uint8Array): JsonItems {
  if (payload.length > MAX_MESSAGE_BYTES) {
    return refused('oversize', `${payload.length} bytes, at most ${MAX_MESSAGE_BYTES}`);
  }
  const seen = survey(payload);
  const isSuspect = (seen & TOO_DEEP) !== 0 || payload.length > MAX_ITEM_BYTES;
  const blanked: Rejection[] = [];
  const text = decodeUtf8(isSuspect ? blankBadItems(payload, blanked) : payload, (seen & NOT_ASCII) === 0);
  if (text === undefined) return refused('malformed', 'not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const unsafe = blanked.find((rejection) => rejection.code === 'unsafe');
    return unsafe === undefined
      ? refused('malformed', describeSyntax(text, error))
      : refused('unsafe', unsafe.detail);
  }
  return collectItems(value, blanked, (seen & ODD_TEXT) !== 0 && mayHoldUnsafeKey(text));
}

function collectItems(value: unknown, blanked: Rejection[], mayBeUnsafe: boolean): JsonItems {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (items.length === 0) return refused('schema', 'an empty array holds nothing');
  if (items.length > MAX_ITEMS) return refused('schema', `${items.length} items, at most ${MAX_ITEMS}`);
  for (const rejection of blanked) items[rejection.index] = undefined;
  if (!mayBeUnsafe) return { items, rejected: blanked };
  const rejected = [...blanked];
  for (let index = 0; index < items.length; index++) {
    const key = unsafeKeyIn(items[index]);
    if (key === undefined) continue;
    rejected.push({ index, code: 'unsafe', detail: `the key ${key} is not allowed` });
    items[index] = undefined;
  }
  return { items, rejected };
}

/** The text of `bytes`, or undefined if they are not UTF-8. */
export function decodeUtf8(
  bytes: Uint8Array,
  isAscii = (survey(bytes) & NOT_ASCII) === 0,
): string | undefined {
  if (isAscii) return asciiText(bytes, 0, bytes.length);
  try {
    return fatalUtf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What one look at all bytes tells, as a set of the three signs below. */
function survey(bytes: Uint8Array): number {
  let signs = 0;
  let union = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    union |= byte;
    if (byte === QUOTE) {
      const first = at + 1;
      for (at = first; at < bytes.length && bytes[at] !== QUOTE; at++) {
        union |= bytes[at]!;
        if (bytes[at] !== BACKSLASH) continue;
        signs |= ODD_TEXT;
        at++;
        // What is escaped may be anything, also the last byte.
        if (at < bytes.length) union |= bytes[at]!;
      }
      if (first < bytes.length && UNSAFE_START[bytes[first]!] === 1) signs |= ODD_TEXT;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH) signs |= TOO_DEEP;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return union < 0x80 ? signs : signs | NOT_ASCII;
}

/** Position of the quote that closes the string opened at `at`, or of the last byte. */
function stringEnd(bytes: Uint8Array, at: number): number {
  for (let next = at + 1; next < bytes.length; next++) {
    if (bytes[next] === QUOTE) return next;
    if (bytes[next] === BACKSLASH) next++;
  }
  return bytes.length - 1;
}

/** A copy in which every too deep or too large item is written as `0`; those items are told in `rejected`. */
function blankBadItems(bytes: Uint8Array, rejected: Rejection[]): Uint8Array {
  const copy = bytes.slice();
  let first = 0;
  while (first < bytes.length && bytes[first]! <= 0x20) first++;
  const isArray = bytes[first] === 0x5b;
  const base = isArray ? 1 : 0;
  let start = isArray ? first + 1 : first;
  let depth = 0;
  let deepest = 0;
  let index = 0;
  const closeItem = (end: number): void => {
    const refusal = refusalOfSpan(end - start, deepest + (isArray ? 1 : 0));
    if (refusal !== undefined) {
      rejected.push({ index, ...refusal });
      copy.fill(0x20, start, end);
      copy[start] = 0x30;
    }
    start = end + 1;
    deepest = 0;
    index++;
  };
  for (let at = first; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      deepest = Math.max(deepest, depth - base);
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      if (isArray && depth === 0) closeItem(at);
    } else if (isArray && byte === COMMA && depth === 1) closeItem(at);
  }
  if (depth > 0 || !isArray) closeItem(bytes.length);
  return copy;
}

function refusalOfSpan(length: number, depth: number): { code: RejectCode; detail: string } | undefined {
  if (depth > MAX_DEPTH) return { code: 'unsafe', detail: `nested deeper than ${MAX_DEPTH}` };
  if (length > MAX_ITEM_BYTES)
    return { code: 'oversize', detail: `an item of ${length} bytes, at most ${MAX_ITEM_BYTES}` };
  return undefined;
}

/** False only if no key can be an unsafe one: a key may also be spelt with escapes. */
function mayHoldUnsafeKey(text: string): boolean {
  return text.includes('\\u') || UNSAFE_KEYS.some((key) => text.includes(key));
}

/** The first unsafe key anywhere in `value`. The depth was checked before, so recursion is bounded. */
function unsafeKeyIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) {
    for (const key of UNSAFE_KEYS) if (Object.hasOwn(value, key)) return key;
  }
  for (const child of Object.values(value)) {
    const key = unsafeKeyIn(child);
    if (key !== undefined) return key;
  }
  return undefined;
}

function describeSyntax(text: string, error: unknown): string {
  if (text.startsWith('\uFEFF')) return 'not JSON: starts with a byte order mark';
  if (/[:,[]\s*-?(?:NaN|Infinity)\s*[,}\]]/.test(text))
    return 'not JSON: NaN and Infinity do not exist there; null says "no reading"';
  return `not JSON: ${String(error instanceof Error ? error.message : error).slice(0, 120)}`;
}

function refused(code: RejectCode, detail: string): JsonItems {
  return { items: [], rejected: [{ index: -1, code, detail }] };
}
