import { ok } from '@metropane/base';
import type { JournalEntry } from '@metropane/event-log';
import type { AlarmTransition } from '@metropane/incidents';
import { expect, test } from 'vitest';
import { alarmHistory, REACH_MS } from './alarm-history.ts';

const DAY = 86_400_000;
const T = Date.parse('2026-06-01T00:00:00Z');
const PERIOD = { fromMs: T, toMs: T + DAY };

/** A journal of transitions `[alarm, n, time]`. */
function journalOf(told: readonly [alarmId: string, n: number, atMs: number][]) {
  const entries = told.map(([alarmId, n, atMs], index) => {
    return { seq: index + 1, atMs, key: `${alarmId}\0${n}`, body: JSON.stringify({ alarmId, n, atMs }) };
  });
  const asked = { pages: 0, alarms: [] as string[] };
  const shown = (some: typeof entries) => Promise.resolve(ok(some as unknown as JournalEntry[]));
  return {
    asked,
    between({ fromMs, toMs, limit, after }: BetweenQuery) {
      asked.pages += 1;
      const from = after?.seq ?? 0;
      const some = entries.filter((one) => one.atMs >= fromMs && one.atMs < toMs && one.seq > from);
      return shown(some.slice(0, limit));
    },
    byKeyPrefix(prefix: string) {
      asked.alarms.push(prefix);
      return shown(entries.filter(({ key }) => key.startsWith(prefix)));
    },
  };
}

type BetweenQuery = { fromMs: number; toMs: number; limit: number; after?: { seq: number } };
type Journal = Parameters<typeof alarmHistory>[0];

async function told(
  journal: ReturnType<typeof journalOf>,
  standing: { id: string; raisedAtMs: number }[] = [],
): Promise<string[]> {
  const all: string[] = [];
  const history = alarmHistory(journal as unknown as Journal, PERIOD, standing);
  for await (const { alarmId, n } of history as AsyncIterable<AlarmTransition>) all.push(`${alarmId}${n}`);
  return all;
}

test('an alarm that has stood for half a year is known by what happened to it next, also after the period', async () => {
  const journal = journalOf([
    ['a', 1, T - 180 * DAY],
    ['b', 1, T - 170 * DAY],
    ['c', 1, T - 160 * DAY],
    ['a', 2, T + 1],
    ['b', 2, T + 20 * DAY],
  ]);
  expect(await told(journal)).toEqual(['a1', 'a2', 'b1']);
  expect(await told(journal, [{ id: 'c', raisedAtMs: T - 160 * DAY }])).toEqual(['a1', 'a2', 'b1', 'c1']);
});

test('what began in the period asks nothing more, and what stands but began later is not told', async () => {
  const journal = journalOf([
    ['a', 1, T + 1],
    ['a', 2, T + 2],
    ['z', 1, T + 2 * DAY],
  ]);
  expect(await told(journal, [{ id: 'z', raisedAtMs: T + 2 * DAY }])).toEqual(['a1', 'a2']);
  expect(journal.asked.alarms).toEqual([]);
});

test('a long period comes in pages, each transition once and in order', async () => {
  const count = 5_003;
  const journal = journalOf(
    Array.from({ length: count }, (_, i) => [`x${i}-`, 1, T - REACH_MS + i] as [string, number, number]),
  );
  const all = await told(journal);
  expect(all).toHaveLength(count);
  expect(new Set(all).size).toBe(count);
  expect(journal.asked.pages).toBe(3);
});
