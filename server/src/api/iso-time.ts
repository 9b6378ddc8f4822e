import { Problem } from './problem.ts';

/** Epoch ms as RFC 3339 UTC; null stays null. */
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** RFC 3339 with offset, or epoch milliseconds, as epoch ms; a problem naming the parameter otherwise. */
export function parseTime(name: string, text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text);
  // An offset's plus that was not escaped in the address arrives as a space.
  const given = text.replace(/ (?=\d\d:?\d\d$)/, '+');
  const ms = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new Problem(400, 'bad-time', {
      detail: `${name} must be RFC 3339 with an offset or epoch milliseconds, not ${text}`,
    });
  }
  return ms;
}
