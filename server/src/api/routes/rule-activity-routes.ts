import type { JournalClient } from '@metropane/event-log';
import type { AlarmTransition } from '@metropane/incidents';
import { z } from 'zod';
import type { Api } from '../http-server.ts';
import { parseTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

const PAGE = 500;
const LONGEST_MS = 7 * 86_400_000;

/** How often each rule called somebody, counted from the journal. */
export function ruleActivityRoutes(app: Api): void {
  app.get(
    '/api/v1/rule-activity',
    {
      schema: {
        querystring: z.object({ from: z.string(), to: z.string() }),
        description: 'annunciated alarms per rule; a rule without any is not in it',
      },
    },
    async ({ query, room }) => {
      const fromMs = parseTime('from', query.from);
      const toMs = parseTime('to', query.to);
      if (!(fromMs < toMs && toMs - fromMs <= LONGEST_MS))
        throw new Problem(400, 'bad-request', { detail: 'from lies before to, at most 7 days' });
      return { items: await activityOf(room.journal, { fromMs, toMs }) };
    },
  );
}

async function activityOf(
  journal: Pick<JournalClient, 'between'>,
  span: { fromMs: number; toMs: number },
): Promise<{ ruleId: string; annunciated: number }[]> {
  const counts = new Map<string, number>();
  let after: { atMs: number; seq: number } | undefined;
  for (;;) {
    const query = { kind: 'derived.alarm', ...span, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = requireAnswer(await journal.between(query));
    for (const { body } of page) {
      const { ruleId, isAnnunciated } = JSON.parse(body) as AlarmTransition;
      if (isAnnunciated) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined)
      return [...counts].map(([ruleId, annunciated]) => ({ ruleId, annunciated }));
    after = { atMs: last.atMs, seq: last.seq };
  }
}
