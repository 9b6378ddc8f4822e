import type { JournalClient } from '@metropane/event-log';
import { z } from 'zod';
import type { RuleBody } from '../../fold/fold-alarm-fact.ts';
import type { RuleChoices } from '../../pipeline/rule-choices.ts';
import type { RuleAnswer, ShownRule } from '../../pipeline/rule-writer.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

const PAGE = 1_000;

const Id = z.object({ id: z.string().max(64) });
const Edited = z.object({
  rule: z.looseObject({ id: z.string() }).describe('as in rules.yaml of a city pack'),
  expectedRevision: z.number().int().nonnegative().describe('of the rule as it was read; 0: it is new'),
});

/** The rules that make alarms: what is in force, and editing one. A fault names its field and, inside an expression, line and column. */
export function ruleRoutes(app: Api): void {
  app.get('/api/v1/rules', async ({ room }) => {
    const rules = await room.pipeline.call<ShownRule[]>({ name: 'rules' });
    return { items: rules.map(toRuleJson) };
  });
  app.get(
    '/api/v1/rule-choices',
    {
      schema: {
        description:
          'what a rule may name: domains with their metrics and entities (at most 5,000 each, total tells all), levels as of now, ' +
          'indicators, procedures, positions',
      },
    },
    async ({ room }) => room.pipeline.call<RuleChoices>({ name: 'rule-choices' }),
  );
  app.get('/api/v1/rules/:id', { schema: { params: Id } }, async ({ room, params }) => {
    const rule = await room.pipeline.call<ShownRule | null>({ name: 'rule', id: params.id });
    if (rule === null) throw new Problem(404, 'not-found', { detail: `no rule ${params.id}` });
    return toRuleJson(rule);
  });
  app.get('/api/v1/rules/:id/history', { schema: { params: Id } }, async ({ room, params }) => {
    return { items: await historyOf(room.journal, params.id) };
  });
  app.put(
    '/api/v1/rules/:id',
    { schema: { params: Id, body: Edited } },
    async ({ room, params, body, principal }) => {
      if (body.rule.id !== params.id) {
        const detail = `the rule says it is ${body.rule.id}, the address says ${params.id}`;
        throw new Problem(400, 'bad-request', { detail });
      }
      const { rule, expectedRevision } = body;
      const actor = principal?.label ?? 'unknown';
      const answer = await room.pipeline.call<RuleAnswer>({
        ...{ name: 'put-rule', rule, expectedRevision, actor },
      });
      if (answer.status === 200 && answer.rule !== undefined) return toRuleJson(answer.rule);
      throw new Problem(answer.status, answer.code ?? 'refused', {
        detail: answer.detail ?? 'refused',
        extra: {
          ...(answer.fault === undefined ? {} : { fault: answer.fault }),
          ...(answer.rule === undefined ? {} : { rule: toRuleJson(answer.rule) }),
        },
      });
    },
  );
}

function toRuleJson({ rule, revision, by, atMs, disabled, fault }: ShownRule): Record<string, unknown> {
  return {
    ...{ rule, revision, by, at: isoTime(atMs), fault },
    disabled: disabled === undefined ? null : { reason: disabled.reason, at: isoTime(disabled.atMs) },
  };
}

/** What was saved at this centre, newest first. Rules are edited by people: all revisions of all of them are a page or two. */
async function historyOf(journal: Pick<JournalClient, 'read'>, id: string): Promise<object[]> {
  const revisions: object[] = [];
  for (let next = 1; ;) {
    const page = requireAnswer(await journal.read(next, PAGE, { kind: 'rule' }));
    for (const entry of page) {
      const { rule, revision, by } = JSON.parse(entry.body) as RuleBody;
      if (rule.id === id)
        revisions.push({ revision, by, at: isoTime(entry.atMs), journalSeq: entry.seq, rule });
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return revisions.toReversed();
    next = last.seq + 1;
  }
}
