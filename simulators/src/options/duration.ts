import { OptionError } from './option-error.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const ISO =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration in weeks to seconds (`P7D`, `PT1H30M`) or of a short form (`90s`, `15m`, `24h`, `7d`). */
export function parseDurationMs(text: string, option: string): number {
  const short = /^(\d+(?:\.\d+)?)(ms|s|m|min|h|d)$/.exec(text);
  if (short) return Number(short[1]) * UNIT_MS[short[2]!]!;
  const iso = ISO.exec(text);
  const parts = iso?.slice(1).map((part) => (part === undefined ? 0 : Number(part)));
  if (parts === undefined || !/\d/.test(text))
    throw new OptionError(`--${option}: expected a duration such as PT24H, P7D or 90s, got "${text}".`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
