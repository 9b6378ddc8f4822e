import type { JournalClient } from '@metropane/event-log';
import { alarmPerformance, type AlarmTransition } from '@metropane/incidents';
import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { parseTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

/** What stands when a period begins is known from its transitions before: an alarm that is older than this counts from then on. */
const LOOK_BACK_MS = 31 * 86_400_000;
const LONGEST_MS = 366 * 86_400_000;
/** One question to the journal, which has others to answer and entries to write in between. */
const PAGE = 2_000;
const MOST = 300_000;

/** How the alarm system treated each duty position over a period, after ISA-18.2 and EEMUA 191, counted from the journal; the period begins no earlier than it. */
export function performanceRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/alarms/performance',
    {
      schema: {
        querystring: z.object({ from: z.string(), to: z.string() }),
        description: 'figures per duty position with targets; buckets without an alarm are counted',
      },
    },
    async ({ query, room }) => {
      const askedMs = parseTime('from', query.from);
      const toMs = parseTime('to', query.to);
      if (!(askedMs < toMs && toMs - askedMs <= LONGEST_MS)) {
        throw new Problem(400, 'bad-request', { detail: 'from lies before to, at most 366 days' });
      }
      // Before its first entry the centre was not there: an hour without a centre is no hour without an alarm.
      const fromMs = Math.max(askedMs, await beginningOf(room.journal));
      if (fromMs >= toMs)
        throw new Problem(404, 'not-recorded', { detail: 'the centre has no records of then' });
      const { alarms, zone } = deps.foldConfig();
      const positions = (alarms?.positions ?? []).map(({ id }) => id);
      const transitions = await transitionsOf(room.journal, { fromMs: fromMs - LOOK_BACK_MS, toMs });
      return alarmPerformance(transitions, { fromMs, toMs, positions, zone });
    },
  );
}

async function beginningOf(journal: Pick<JournalClient, 'read'>): Promise<number> {
  const [first] = requireAnswer(await journal.read(1, 1));
  return first?.atMs ?? Number.POSITIVE_INFINITY;
}

async function transitionsOf(
  journal: Pick<JournalClient, 'between'>,
  span: { fromMs: number; toMs: number },
): Promise<AlarmTransition[]> {
  const transitions: AlarmTransition[] = [];
  let after: { atMs: number; seq: number } | undefined;
  for (;;) {
    const query = { kind: 'derived.alarm', ...span, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = requireAnswer(await journal.between(query));
    for (const { body } of page) transitions.push(JSON.parse(body) as AlarmTransition);
    if (transitions.length > MOST) {
      const detail = `the period has more than ${MOST} transitions; ask for a shorter one`;
      throw new Problem(413, 'too-many-rows', { detail });
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return transitions;
    after = { atMs: last.atMs, seq: last.seq };
  }
}
