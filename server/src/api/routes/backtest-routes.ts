import type { JournalClient } from '@metropane/event-log';
import type { AlarmTransition } from '@metropane/incidents';
import { parseRule } from '@metropane/rules';
import { z } from 'zod';
import type { ShownRule } from '../../pipeline/rule-writer.ts';
import type { BacktestOutcome, BacktestTold } from '../../pipeline/run-backtest.ts';
import type { Api } from '../http-server.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

const LONGEST_MS = 24 * 3_600_000;
const PAGE = 5_000;

const Body = z.object({
  from: z.string(),
  to: z.string().describe('at most a day after `from`'),
  rule: z
    .looseObject({ id: z.string() })
    .optional()
    .describe('the rule as it is tried; absent: as it is in force'),
});

/** What a rule would have raised over recorded hours, before anybody has to live with it. */
export function backtestRoutes(app: Api): void {
  app.post(
    '/api/v1/rules/:id/backtest',
    { schema: { params: z.object({ id: z.string().max(64) }), body: Body } },
    async ({ room, params, body }) => {
      const span = spanOf(body);
      const present = await room.pipeline.call<ShownRule | null>({ name: 'rule', id: params.id });
      const asked = body.rule ?? present?.rule;
      if (asked === undefined) throw new Problem(404, 'not-found', { detail: `no rule ${params.id}` });
      const parsed = parseRule(asked);
      if (!parsed.ok) throw badRule(parsed.fault);
      const inForce = present !== null && present.fault === null ? present.rule : null;
      const outcome = await room.backtests.run({ rule: parsed.value, inForce, ...span });
      if (!outcome.ok) throw problemOf(outcome);
      const others = await callsOfOthers(room.journal, { ruleId: params.id, ...span });
      return {
        from: isoTime(outcome.fromMs),
        to: isoTime(outcome.toMs),
        tried: toSideJson(outcome.tried, others),
        inForce: outcome.inForce === null ? null : toSideJson(outcome.inForce, others),
      };
    },
  );
}

function spanOf({ from, to }: { from: string; to: string }): { fromMs: number; toMs: number } {
  const [fromMs, toMs] = [parseTime('from', from), parseTime('to', to)];
  if (fromMs < toMs && toMs - fromMs <= LONGEST_MS) return { fromMs, toMs };
  throw new Problem(400, 'bad-request', { detail: 'from lies before to, at most a day' });
}

function problemOf(outcome: Extract<BacktestOutcome, { ok: false }>): Problem {
  if (outcome.code === 'bad-rule') return badRule(outcome.fault);
  return new Problem(410, 'history-expired', { detail: outcome.message });
}

function badRule(fault: { field: string; message: string }): Problem {
  return new Problem(422, 'bad-rule', { detail: `${fault.field}: ${fault.message}`, extra: { fault } });
}

/** When other rules called each position in the span, as it was: a rule is judged by what it adds to that. */
async function callsOfOthers(
  journal: Pick<JournalClient, 'between'>,
  { ruleId, fromMs, toMs }: { ruleId: string; fromMs: number; toMs: number },
): Promise<Map<string, number[]>> {
  const calls = new Map<string, number[]>();
  let after: { atMs: number; seq: number } | undefined;
  for (;;) {
    const query = {
      kind: 'derived.alarm',
      fromMs,
      toMs,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    };
    const page = requireAnswer(await journal.between(query));
    for (const { body } of page) {
      const { ruleId: other, position, isAnnunciated, atMs } = JSON.parse(body) as AlarmTransition;
      if (other === ruleId || !isAnnunciated) continue;
      const times = calls.get(position) ?? [];
      times.push(atMs);
      calls.set(position, times);
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return calls;
    after = { atMs: last.atMs, seq: last.seq };
  }
}

/** Per position: calls by this rule alone, and by all rules together with it. */
function toSideJson(told: BacktestTold, others: ReadonlyMap<string, number[]>): Record<string, unknown> {
  const { onsetCount, onsets, startMs, stepMs, calls, broke, chattering } = told;
  const byPriority = [0, 0, 0, 0];
  for (const { priority } of onsets) byPriority[priority - 1]! += 1;
  const loads = calls.map(({ position, counts, floods }) => {
    const all = [...counts];
    for (const atMs of others.get(position) ?? []) {
      const bucket = Math.floor((atMs - startMs) / stepMs);
      if (all[bucket] !== undefined) all[bucket] += 1;
    }
    return {
      position,
      own: counts,
      counts: all,
      ownFloods: floods,
      floods: all.filter((n) => n > 10).length,
    };
  });
  const busiest = loads.toSorted((a, b) => sum(b.own) - sum(a.own))[0];
  return {
    onsets: onsetCount,
    annunciated: sum(calls.flatMap(({ counts }) => counts)),
    byPriority,
    chattering,
    load: {
      start: isoTime(startMs),
      stepMs,
      counts: busiest?.counts ?? Array.from({ length: told.buckets }, () => 0),
    },
    positions: loads,
    items: onsets.map(({ key, priority, onsetMs, returnedMs, value }) => {
      return { key, priority, onset: isoTime(onsetMs), returned: isoTime(returnedMs), value };
    }),
    broke: broke === null ? null : broke.reason,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
