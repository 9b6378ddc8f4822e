import { ALARM_ACTIONS, ALARM_STATES, type Alarm } from '@metropane/incidents';
import type { AlarmRecord } from '@metropane/live-state';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { agencyScope } from '../../access/roles.ts';
import type { AlarmCursor } from '../../pipeline/desk-messages.ts';
import { wallAlarm } from '../../view/wall-forms.ts';
import type { Api } from '../http-server.ts';
import { clampLimit, fromCursor, limitParameter, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';
import { requireAnswer } from '../journal-answer.ts';
import { type ActAnswer, requireDone } from './act-answer.ts';

/** Alarms that one act may name: more than any list shows at once. */
const MOST_ACTED = 500;
const MOST_TRANSITIONS = 1_000;

const Revision = z.number().int().nonnegative();
const ActionId = z.string().max(100).optional();
const Action = z.looseObject({
  action: z.enum(ALARM_ACTIONS),
  actionId: ActionId,
  expectedRevision: Revision,
});
const Query = z.object({
  limit: limitParameter(200),
  cursor: z.string().optional(),
  state: z.enum(ALARM_STATES).optional(),
  priority: z.coerce.number().int().min(1).max(4).optional(),
  position: z.string().max(100).optional(),
  domain: z.string().max(100).optional(),
  incident: z.string().max(100).optional(),
  q: z.string().max(100).optional().describe('part of a name, a place, a rule or a key'),
});
const Bulk = z.looseObject({
  action: z.enum(ALARM_ACTIONS),
  items: z
    .array(z.object({ id: z.string().max(100), expectedRevision: Revision, actionId: ActionId }))
    .min(1)
    .max(MOST_ACTED),
});

/** Alarms: what stands, one with its transitions, and the acts of ISA-18.2 on one or on many. */
export function alarmRoutes(app: Api): void {
  app.get('/api/v1/alarms', { schema: { querystring: Query } }, async (request) => {
    if (isAgency(request)) return { items: [] };
    const { limit, cursor, ...asked } = request.query;
    const wanted = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const { items, next } = await request.room.pipeline.call<{ items: AlarmRecord[]; next?: AlarmCursor }>({
      name: 'alarms',
      wanted,
      limit: clampLimit(limit, 1_000),
      ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
    });
    const shown = items.map((alarm) => shownTo(request, alarm));
    return next === undefined
      ? { items: shown }
      : { items: shown, nextCursor: toCursor([next.raisedAtMs, next.id]) };
  });
  app.get('/api/v1/alarms/:id', { schema: { params: z.object({ id: z.string() }) } }, async (request) => {
    const { id } = request.params;
    const { pipeline, journal } = request.room;
    if (isAgency(request)) throw unknownAlarm(id);
    const alarm = await pipeline.call<AlarmRecord | null>({ name: 'alarm', id });
    const kept = requireAnswer(await journal.byKeyPrefix(`${id}\0`, MOST_TRANSITIONS));
    if (alarm === null && kept.length === 0) throw unknownAlarm(id);
    const isWall = request.principal?.role === 'wall';
    const transitions = isWall ? [] : kept.map(({ body, seq }) => ({ ...JSON.parse(body), journalSeq: seq }));
    // One that is normal again is only in the journal.
    return { id, ...(alarm === null ? { state: 'normal' } : shownTo(request, alarm)), transitions };
  });
  actRoutes(app);
}

function actRoutes(app: Api): void {
  app.post(
    '/api/v1/alarms/:id/actions',
    { schema: { params: z.object({ id: z.string() }), body: Action } },
    async ({ params, body, room, principal }) => {
      const actor = principal?.label ?? 'unknown';
      const answer = await room.pipeline.call<ActAnswer>({
        ...{ name: 'alarm-action', alarmId: params.id, action: body, actor },
      });
      return requireDone<Alarm>(answer, 'alarm');
    },
  );
  app.post(
    '/api/v1/alarms/actions',
    {
      schema: {
        body: Bulk,
        description:
          'One act on many alarms, in their order; each has an outcome of its own (`items[i].status`).',
      },
    },
    async ({ body, room, principal }) => {
      const { items, ...action } = body;
      const actor = principal?.label ?? 'unknown';
      return {
        items: await room.pipeline.call({ name: 'alarm-actions', items: items.map(defined), action, actor }),
      };
    },
  );
}

function defined({
  actionId,
  ...item
}: {
  id: string;
  expectedRevision: number;
  actionId?: string | undefined;
}) {
  return actionId === undefined ? item : { ...item, actionId };
}

function shownTo({ principal }: FastifyRequest, alarm: AlarmRecord): AlarmRecord {
  return principal?.role === 'wall' ? wallAlarm(alarm) : alarm;
}

/** Alarms are the control room's; what is given to an agency is an incident. */
function isAgency({ principal }: FastifyRequest): boolean {
  return principal !== undefined && agencyScope(principal) !== undefined;
}

function unknownAlarm(id: string): Problem {
  return new Problem(404, 'not-found', { detail: `no alarm ${id}` });
}

function readCursor(text: string): AlarmCursor {
  const [raisedAtMs, id] = fromCursor(text, z.tuple([z.number(), z.string()]));
  return { raisedAtMs, id };
}
