import { parseLocalIso, parseRfc3339, toUtcMs } from './rfc3339.ts';

const SLOT_MS = 15 * 60_000;
const MAX_KNOWN_SLOTS = 50_000;
const TOKENS = /YYYY|MM|M|DD|D|HH|H|mm|ss|SSS|Z/g;
const TOKEN_SOURCE: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<ms>\\d{3})',
  Z: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
};

/** Text to epoch milliseconds; NaN if no spelling fits. */
export type TimeParser = (text: string) => number;

/**
 * A parser that tries `patterns` in order:
 * `ISO` (a date and time, with any ISO 8601 offset or else civil time of `zone`), `epochMs`, `epochS`, or letters
 * `YYYY MM M DD D HH H mm ss SSS Z` with anything else standing for itself (`H:mm:ss D/M/YYYY`).
 * A civil time that a clock change skips is read with the offset before it; of two equal ones the earlier.
 */
export function makeTimeParser(patterns: readonly string[], zone: string): TimeParser {
  const offsetOf = makeZoneOffset(zone);
  const parsers = patterns.map((pattern) => parserOf(pattern, offsetOf));
  return (text) => {
    for (const parse of parsers) {
      const ms = parse(text);
      if (!Number.isNaN(ms)) return ms;
    }
    return Number.NaN;
  };
}

/** Undefined if `pattern` is usable, else what is wrong with it. */
export function checkTimePattern(pattern: string): string | undefined {
  if (pattern === 'ISO' || pattern === 'epochMs' || pattern === 'epochS') return undefined;
  const tokens = pattern.match(TOKENS) ?? [];
  const doubled = tokens.find(
    (token, index) => tokens.findIndex((other) => other[0] === token[0]) !== index && token !== 'SSS',
  );
  if (doubled !== undefined)
    return `${doubled} stands for something that ${JSON.stringify(pattern)} has already`;
  const missing = ['Y', 'M', 'D', 'H'].find((letter) => !tokens.some((token) => token.startsWith(letter)));
  return missing === undefined
    ? undefined
    : `${JSON.stringify(pattern)} has no ${missing}: expected e.g. DD-MM-YYYY HH:mm, ISO or epochMs`;
}

/** True for a zone that this machine knows (IANA name, `UTC` or `+07:00`). */
export function checkZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function parserOf(pattern: string, offsetOf: (localMs: number) => number): TimeParser {
  if (pattern === 'epochMs' || pattern === 'epochS') {
    const scale = pattern === 'epochS' ? 1000 : 1;
    return (text) =>
      /^-?\d{1,16}(?:\.\d{1,9})?$/.test(text) ? Math.floor(Number(text) * scale) : Number.NaN;
  }
  if (pattern === 'ISO') return (text) => parseIso(text, offsetOf);
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const regex = new RegExp(`^${escaped.replace(TOKENS, (token) => TOKEN_SOURCE[token]!)}$`);
  return (text) => {
    const parts = regex.exec(text)?.groups;
    if (parts === undefined) return Number.NaN;
    const localMs = toUtcMs({
      year: Number(parts['year']),
      month: Number(parts['month']),
      day: Number(parts['day']),
      hour: Number(parts['hour']),
      minute: Number(parts['minute'] ?? 0),
      second: Number(parts['second'] ?? 0),
      ms: Number(parts['ms'] ?? 0),
    });
    if (Number.isNaN(localMs)) return localMs;
    return localMs - (parts['offset'] === undefined ? offsetOf(localMs) : offsetFromText(parts['offset']));
  };
}

function parseIso(text: string, offsetOf: (localMs: number) => number): number {
  const instant = parseRfc3339(text);
  if (!Number.isNaN(instant)) return instant;
  // ISO 8601's basic offset, "+0700" or "+07", which RFC 3339 leaves out.
  const basic = /^(.{19}(?:\.\d+)?[+-]\d{2})(\d{2})?$/.exec(text);
  if (basic !== null) return parseRfc3339(`${basic[1]}:${basic[2] ?? '00'}`);
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.]\d{1,9})?)?$/.test(text)) return Number.NaN;
  const localMs = parseLocalIso(text.length === 16 ? `${text}:00` : text);
  return Number.isNaN(localMs) ? localMs : localMs - offsetOf(localMs);
}

function offsetFromText(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Offset in ms of a civil time (given as if it were UTC). Asked once per quarter of an hour: no zone changes in between. */
function makeZoneOffset(zone: string): (localMs: number) => number {
  const known = new Map<number, number>();
  return (localMs) => {
    const slot = Math.floor(localMs / SLOT_MS);
    const found = known.get(slot);
    if (found !== undefined) return found;
    const slotMs = slot * SLOT_MS;
    const civil = Temporal.Instant.fromEpochMilliseconds(slotMs).toZonedDateTimeISO('UTC').toPlainDateTime();
    const offset = slotMs - civil.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
    if (known.size >= MAX_KNOWN_SLOTS) known.clear();
    known.set(slot, offset);
    return offset;
  };
}
