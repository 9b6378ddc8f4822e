import type { Problem } from './centre-port.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** What the centre made of one act of a batch: its answer, or why not. */
export type BatchEnd = { answer: unknown } | { problem: Problem };

/** How a batch ended, so that nobody takes a part for the whole. */
export interface BatchReport {
  done: number;
  failed: number;
}

/** As many as the centre takes at once. */
const MOST_TOGETHER = 500;

export function isWaiting({ phase }: OutboxEntry): boolean {
  return phase === 'undoable' || phase === 'saving' || phase === 'unsent';
}

/** What of the batch of `due` may go with it; never past an act of another kind that was decided between them. */
export function goesTogether(
  entries: readonly OutboxEntry[],
  due: OutboxEntry,
  nowMs: number,
): OutboxEntry[] {
  if (due.batch === undefined) return [due];
  const waiting = entries.filter((entry) => isWaiting(entry) && entry.sendAtMs <= nowMs);
  const end = waiting.findIndex(({ batch }) => batch !== due.batch);
  return waiting.slice(0, Math.min(end < 0 ? waiting.length : end, MOST_TOGETHER));
}

export function added(before: BatchReport | null, more: BatchReport): BatchReport {
  return { done: (before?.done ?? 0) + more.done, failed: (before?.failed ?? 0) + more.failed };
}
