import { toUtcMs } from './rfc3339.ts';

/** Length of `YYYY-MM-DDTHH:mm`. */
const MINUTE = 16;

/**
 * Reads exactly `YYYY-MM-DDTHH:mm:ss[.f{1,3}](Z|±hh:mm)`. Keeps the last minute that it read: the clocks of a city agree on it
 * most of the time, and comparing its bytes is quicker than counting days since 1970.
 */
export class Rfc3339Bytes {
  readonly #minute = new Uint8Array(MINUTE);
  #minuteMs = Number.NaN;

  /** Epoch milliseconds of `bytes[start, end)`; NaN for any other spelling, also for those that `parseRfc3339` takes. */
  toMs(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < 20 || bytes[start + MINUTE] !== 0x3a) return Number.NaN;
    const second = twoDigits(bytes, start + 17);
    const minuteMs = this.#minuteAt(bytes, start);
    // Second 60 is the first of the next minute.
    if (!(second <= 60)) return Number.NaN;
    let at = start + 19;
    let ms = 0;
    if (bytes[at] === 0x2e) {
      const first = ++at;
      while (at < end && isDigit(bytes[at]!)) ms = ms * 10 + bytes[at++]! - 0x30;
      const digits = at - first;
      if (digits < 1 || digits > 3) return Number.NaN;
      if (digits < 3) ms *= digits === 2 ? 10 : 100;
    }
    const localMs = minuteMs + second * 1000 + ms;
    if (at + 1 === end) return bytes[at] === 0x5a ? localMs : Number.NaN;
    return at + 6 === end ? localMs - offsetMs(bytes, at) : Number.NaN;
  }

  /** The minute at `start` as if it were UTC. */
  #minuteAt(bytes: Uint8Array, start: number): number {
    const minute = this.#minute;
    for (let at = MINUTE - 1; at >= 0; at--)
      if (bytes[start + at] !== minute[at]) return this.#readMinute(bytes, start);
    return this.#minuteMs;
  }

  #readMinute(bytes: Uint8Array, start: number): number {
    if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return Number.NaN;
    if (bytes[start + 10] !== 0x54 || bytes[start + 13] !== 0x3a) return Number.NaN;
    this.#minuteMs = toUtcMs({
      year: twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2),
      month: twoDigits(bytes, start + 5),
      day: twoDigits(bytes, start + 8),
      hour: twoDigits(bytes, start + 11),
      minute: twoDigits(bytes, start + 14),
      second: 0,
      ms: 0,
    });
    for (let at = 0; at < MINUTE; at++) this.#minute[at] = bytes[start + at]!;
    return this.#minuteMs;
  }
}

/** Of `±hh:mm` at `at`. */
function offsetMs(bytes: Uint8Array, at: number): number {
  const hours = twoDigits(bytes, at + 1);
  const minutes = twoDigits(bytes, at + 4);
  if (bytes[at + 3] !== 0x3a || !(hours <= 23 && minutes <= 59)) return Number.NaN;
  const ms = (hours * 60 + minutes) * 60_000;
  if (bytes[at] === 0x2b) return ms;
  return bytes[at] === 0x2d ? -ms : Number.NaN;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const high = bytes[at]!;
  const low = bytes[at + 1]!;
  return isDigit(high) && isDigit(low) ? (high - 0x30) * 10 + low - 0x30 : Number.NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
