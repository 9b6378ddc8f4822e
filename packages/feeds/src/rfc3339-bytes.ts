import { toUtcMs } from './rfc3339.ts';

/**
 * Exactly `YYYY-MM-DDTHH:mm:ss[.f{1,3}](Z|±hh:mm)` in `bytes[start, end)` to epoch milliseconds; NaN for any other spelling,
 * also for those that `parseRfc3339` takes.
 */
export function rfc3339BytesToMs(bytes: Uint8Array, start: number, end: number): number {
  const isShaped =
    end - start >= 20 &&
    bytes[start + 4] === 0x2d &&
    bytes[start + 7] === 0x2d &&
    bytes[start + 10] === 0x54 &&
    bytes[start + 13] === 0x3a &&
    bytes[start + 16] === 0x3a;
  if (!isShaped) return Number.NaN;
  let at = start + 19;
  let ms = 0;
  if (bytes[at] === 0x2e) {
    const first = ++at;
    while (at < end && isDigit(bytes[at]!)) ms = ms * 10 + bytes[at++]! - 0x30;
    const digits = at - first;
    if (digits < 1 || digits > 3) return Number.NaN;
    if (digits < 3) ms *= digits === 2 ? 10 : 100;
  }
  const localMs = toUtcMs({
    year: twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2),
    month: twoDigits(bytes, start + 5),
    day: twoDigits(bytes, start + 8),
    hour: twoDigits(bytes, start + 11),
    minute: twoDigits(bytes, start + 14),
    second: twoDigits(bytes, start + 17),
    ms,
  });
  if (bytes[at] === 0x5a && at + 1 === end) return localMs;
  const hours = twoDigits(bytes, at + 1);
  const minutes = twoDigits(bytes, at + 4);
  if (at + 6 !== end || bytes[at + 3] !== 0x3a || !(hours <= 23 && minutes <= 59)) return Number.NaN;
  const offsetMs = (hours * 60 + minutes) * 60_000;
  if (bytes[at] === 0x2b) return localMs - offsetMs;
  return bytes[at] === 0x2d ? localMs + offsetMs : Number.NaN;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const high = bytes[at]!;
  const low = bytes[at + 1]!;
  return isDigit(high) && isDigit(low) ? (high - 0x30) * 10 + low - 0x30 : Number.NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
