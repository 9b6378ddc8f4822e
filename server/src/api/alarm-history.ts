import type { JournalClient, JournalEntry } from '@metropane/event-log';
import type { AlarmTransition } from '@metropane/incidents';
import { requireAnswer } from './journal-answer.ts';

/** One question to the journal, which has others to answer and entries to write in between. */
const PAGE = 2_000;
/** Newest transitions of one alarm that are read to learn what it was. */
const MOST_OF_ONE = 1_000;
/**
 * How far before and after a period its surroundings are read. What stood when it began is told by the alarm's own next transition,
 * wherever that lies in this reach, or by the alarm itself if it still stands.
 */
export const REACH_MS = 31 * 86_400_000;

type Journal = Pick<JournalClient, 'between' | 'byKeyPrefix'>;

/**
 * The transitions of a period of any length, and before the first of each alarm those that led to it, however old: page by page, so
 * that nothing has to be held. Those of one alarm come in their order. `standing`: alarms that stand now.
 * Not told: an alarm to which nothing happened in the reach round the period and that is over now.
 */
export async function* alarmHistory(
  journal: Journal,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  standing: readonly { id: string; raisedAtMs: number }[],
): AsyncGenerator<AlarmTransition> {
  const known = new Set<string>();
  for await (const transition of transitionsOf(journal, {
    fromMs: fromMs - REACH_MS,
    toMs: toMs + REACH_MS,
  })) {
    const { alarmId, n } = transition;
    if (!known.has(alarmId)) {
      known.add(alarmId);
      if (n > 1) yield* before(journal, alarmId, n);
    }
    if (transition.atMs < toMs) yield transition;
  }
  for (const { id, raisedAtMs } of standing)
    if (raisedAtMs < toMs && !known.has(id)) yield* before(journal, id, Number.POSITIVE_INFINITY);
}

async function* before(journal: Journal, alarmId: string, n: number): AsyncGenerator<AlarmTransition> {
  const kept = requireAnswer(await journal.byKeyPrefix(`${alarmId}\0`, MOST_OF_ONE));
  for (const transition of kept.map(toTransition)) if (transition.n < n) yield transition;
}

async function* transitionsOf(
  journal: Journal,
  span: { fromMs: number; toMs: number },
): AsyncGenerator<AlarmTransition> {
  let after: { atMs: number; seq: number } | undefined;
  for (;;) {
    const query = { kind: 'derived.alarm', ...span, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = requireAnswer(await journal.between(query));
    for (const entry of page) yield toTransition(entry);
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = { atMs: last.atMs, seq: last.seq };
  }
}

function toTransition({ body }: JournalEntry): AlarmTransition {
  return JSON.parse(body) as AlarmTransition;
}
