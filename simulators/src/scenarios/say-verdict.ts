import type { Verdict } from './judge-scenario.ts';

/** A verdict as one line: what was expected when, and what was seen. */
export function sayVerdict({ expectation, afterMs, seen }: Verdict): string {
  const span =
    'between' in expectation ? ` in minutes ${expectation.between.map(toMinutes).join(' to ')}` : '';
  const moment = afterMs === undefined ? '' : ` at minute ${toMinutes(afterMs)}`;
  return `${subjectOf(expectation)}${span}: ${seen}${moment}`;
}

function subjectOf(expectation: Verdict['expectation']): string {
  const { what, ...rest } = expectation;
  const words = Object.entries(rest).flatMap(([key, value]) => {
    if (key === 'between' || value === undefined) return [];
    if (typeof value !== 'object') return [String(value)];
    if ('name' in value) return [`near ${value.name}`];
    return Array.isArray(value) ? [value.join('–')] : [];
  });
  return [what, ...words].join(' ');
}

function toMinutes(ms: number): string {
  return String(Math.round(ms / 6_000) / 10);
}
