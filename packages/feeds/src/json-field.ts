import { err, ok, type Result } from '@metropane/base';
import type { RejectCode } from '@metropane/city';

import { FUTURE_TOLERANCE_MS, MAX_ID_LENGTH } from './feed-decoder.ts';
import { parseRfc3339 } from './rfc3339.ts';

/** Checks that several payloads share: one field in, a value or a refusal out. */
export type JsonObject = Readonly<Record<string, unknown>>;
export type Checked<T> = Result<T, RejectCode>;

const ENTITY = /^[A-Za-z0-9_.:~-]{1,128}$/;
const DOMAIN = /^[a-z0-9-]{1,32}$/;

/** `[A-Za-z0-9_.:~-]{1,128}`: entities, report sources, indicator codes. */
export function isEntityId(text: string): boolean {
  return ENTITY.test(text);
}

/** `[a-z0-9-]{1,32}`: domains and systems. */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An event time in epoch milliseconds: RFC 3339 with offset, or a number of milliseconds (a fraction is cut).
 * Before 1970 is `schema`, more than 60 s after arrival `future`. Whether a number means seconds is never guessed.
 */
export function readTime(t: unknown, arrivalMs: number): Checked<number> {
  if (t === undefined || t === null) return err('no-time', 't is missing');
  let ms = Number.NaN;
  if (typeof t === 'number') ms = Math.floor(t);
  else if (typeof t === 'string') ms = parseRfc3339(t);
  else return err('no-time', `t: expected RFC 3339 with offset or epoch milliseconds, got ${typeName(t)}`);
  if (Number.isNaN(ms))
    return err('no-time', `t: expected RFC 3339 with offset or epoch milliseconds, got ${shown(t)}`);
  if (!Number.isFinite(ms)) return err('not-finite', 't is not finite');
  return checkTimeRange(ms, arrivalMs);
}

/** Refuses a time before 1970 or more than 60 s ahead of arrival. */
export function checkTimeRange(ms: number, arrivalMs: number): Checked<number> {
  if (ms < 0) return err('schema', `t: ${ms} lies before 1970`);
  if (ms > arrivalMs + FUTURE_TOLERANCE_MS) {
    return err('future', `t lies ${Math.round((ms - arrivalMs) / 1000)} s ahead of arrival, at most 60`);
  }
  return ok(ms === 0 ? 0 : ms);
}

/** `[longitude, latitude]` (an altitude is dropped); undefined or null = no place. */
export function readLoc(loc: unknown): Checked<readonly [number, number] | undefined> {
  if (loc === undefined || loc === null) return ok(undefined);
  if (!Array.isArray(loc) || loc.length < 2 || loc.length > 3)
    return err('schema', 'loc: expected [longitude, latitude]');
  const [lon, lat] = loc as unknown[];
  if (typeof lon !== 'number' || typeof lat !== 'number') return err('schema', 'loc: expected two numbers');
  return checkLoc(lon, lat);
}

/** Refuses a place that is not on the globe. */
export function checkLoc(lon: number, lat: number): Checked<readonly [number, number]> {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return err('not-finite', 'loc is not finite');
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90)
    return err('schema', `loc: ${lon}, ${lat} is not on the globe`);
  return ok([lon + 0, lat + 0]);
}

/** A non-empty well-formed text of at most `maxLength`; undefined = absent. Ids: a lone surrogate is refused, not repaired. */
export function readId(value: unknown, name: string): Checked<string | undefined> {
  if (value === undefined) return ok(undefined);
  if (typeof value !== 'string') return err('schema', `${name}: expected a string, got ${typeName(value)}`);
  if (value.length === 0 || value.length > MAX_ID_LENGTH) {
    return err('schema', `${name}: expected 1 to ${MAX_ID_LENGTH} characters, got ${value.length}`);
  }
  if (!value.isWellFormed()) return err('malformed', `${name} holds half a character (a lone surrogate)`);
  return ok(value);
}

/** A text for people, kept as it came; half a character (cut by the sender) becomes U+FFFD. undefined or null = absent. */
export function readText(value: unknown, name: string): Checked<string | undefined> {
  if (value === undefined || value === null) return ok(undefined);
  if (typeof value !== 'string') return err('schema', `${name}: expected a string, got ${typeName(value)}`);
  return ok(value.toWellFormed());
}

/** A finite number, -0 as 0; undefined = absent. */
export function readNumber(value: unknown, name: string): Checked<number | undefined> {
  if (value === undefined) return ok(undefined);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? ok(value + 0) : err('not-finite', `${name} is not finite`);
  }
  if (typeof value === 'string' && isNotFiniteWord(value)) return err('not-finite', `${name} is ${value}`);
  return err('schema', `${name}: expected a number, got ${typeName(value)}`);
}

/** True for the spellings of NaN and infinity that gateways send as strings. */
export function isNotFiniteWord(text: string): boolean {
  return /^[+-]?(?:nan|inf|infinity|∞)$/i.test(text.trim());
}

export function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}

/** At most 40 characters of a value, for a message. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
