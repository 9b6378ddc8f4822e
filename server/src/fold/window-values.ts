import type { RuleInput, RuleStatistic } from '@metropane/city';
import { windowLengthMs } from '@metropane/windowing';

export type WindowName = Extract<RuleInput, { kind: 'window' }>['window'];

/** The oldest event that still speaks of now: a window that is older has no value. A backlog of yesterday raises nothing. */
export const LEAST_AGE_MS = 600_000;
/** How old the newest event of a window may be, behind the room's time. */
export function maxAgeMs(window: WindowName): number {
  return Math.max(LEAST_AGE_MS, 2 * windowLengthMs(window));
}

/** What the values of several entities make together; null of none. */
export function combined(
  how: RuleStatistic,
  values: readonly { value: number; atMs: number }[],
): number | null {
  const [head, ...tail] = values;
  if (head === undefined) return null;
  if (tail.length === 0) return head.value;
  switch (how) {
    case 'n':
    case 'sum':
      return values.reduce((sum, { value }) => sum + value, 0);
    case 'mean':
      return values.reduce((sum, { value }) => sum + value, 0) / values.length;
    case 'min':
      return values.reduce((least, { value }) => Math.min(least, value), head.value);
    case 'max':
      return values.reduce((most, { value }) => Math.max(most, value), head.value);
    case 'first':
      return tail.reduce((first, one) => (one.atMs < first.atMs ? one : first), head).value;
    case 'last':
      return tail.reduce((last, one) => (one.atMs > last.atMs ? one : last), head).value;
  }
}
