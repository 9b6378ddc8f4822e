import { isGivenTo } from '@metropane/incidents';
import type { IncidentRecord, IncidentState, Priority } from '@metropane/live-state';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actOnIncident } from '../act-on-incident.ts';
import type { Api } from '../http-server.ts';
import { agencyScope } from '../../access/roles.ts';
import type { IncidentCursor, IncidentPage, IncidentsWanted } from '../../pipeline/incident-list.ts';
import { wallIncident } from '../../view/wall-forms.ts';
import { clampLimit, fromCursor, limitParameter, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';
import { type ActAnswer, requireDone } from './act-answer.ts';

const Action = z.looseObject({
  action: z.string(),
  actionId: z.string().max(100).optional(),
  expectedRevision: z.number().int().nonnegative(),
});

const STATES = [
  'new',
  'acknowledged',
  'assigned',
  'on-scene',
  'mitigated',
  'closed',
] as const satisfies IncidentState[];

/** The agency whose incidents alone are shown to who asks; undefined: all. */
function scopeOf({ principal }: FastifyRequest): string | undefined {
  return principal && agencyScope(principal);
}

function readCursor(text: string): IncidentCursor {
  const [knownAtMs, id] = fromCursor(text, z.tuple([z.number(), z.string()]));
  return { knownAtMs, id };
}

/** Incidents: list, one with its whole timeline, and the acts of operators. */
export function incidentRoutes(app: Api): void {
  listRoute(app);
  app.get('/api/v1/incidents/:id', { schema: { params: z.object({ id: z.string() }) } }, async (request) => {
    const { id } = request.params;
    const found = await request.room.pipeline.call<IncidentRecord | null>({ name: 'incident', id });
    const agency = scopeOf(request);
    // What is not the agency's is not there for it.
    const isHidden = agency !== undefined && found !== null && !isGivenTo(found, agency);
    if (found === null || isHidden) throw new Problem(404, 'not-found', { detail: `no incident ${id}` });
    if (request.principal?.role === 'wall') return { ...wallIncident(found), timeline: [] };
    return found;
  });
  relatedRoute(app);
  openRoute(app);
  actionRoute(app);
}

const Query = z.object({
  limit: limitParameter(200),
  state: z.enum(STATES).optional(),
  phase: z.enum(['open', 'closed']).optional().describe('open: every state but closed'),
  priority: z
    .string()
    .regex(/^[1-4](,[1-4])*$/)
    .optional()
    .describe('one or more of 1 to 4, with commas between'),
  category: z.string().max(100).optional(),
  q: z.string().max(100).optional().describe('words of an id, a title or a place, with or without marks'),
  cursor: z.string().optional(),
});

/** Newest known first. `total` counts what is wanted, on every page. */
function listRoute(app: Api): void {
  app.get('/api/v1/incidents', { schema: { querystring: Query } }, async (request) => {
    const isWall = request.principal?.role === 'wall';
    const { limit, cursor, ...asked } = request.query;
    // What a wall must not show it must not find either.
    if (isWall && asked.q !== undefined)
      throw new Problem(400, 'bad-request', { detail: 'a wall shows incidents and searches none' });
    const {
      items: found,
      total,
      next,
    } = await request.room.pipeline.call<IncidentPage>({
      name: 'incidents',
      wanted: wantedOf(asked, scopeOf(request)),
      limit: clampLimit(limit, 1000),
      ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
    });
    const items = isWall ? found.map(wallIncident) : found;
    return next === undefined
      ? { items, total }
      : { items, total, nextCursor: toCursor([next.knownAtMs, next.id]) };
  });
}

function wantedOf(
  asked: Omit<z.output<typeof Query>, 'limit' | 'cursor'>,
  agency: string | undefined,
): IncidentsWanted {
  const { state, phase, priority, category, q } = asked;
  return {
    ...(state === undefined ? {} : { state }),
    ...(phase === undefined ? {} : { phase }),
    ...(priority === undefined ? {} : { priorities: priority.split(',').map(Number) as Priority[] }),
    ...(category === undefined ? {} : { category }),
    ...(q === undefined ? {} : { q }),
    ...(agency === undefined ? {} : { agency }),
  };
}

function relatedRoute(app: Api): void {
  app.get(
    '/api/v1/incidents/:id/related',
    {
      schema: { params: z.object({ id: z.string() }), querystring: z.object({ limit: limitParameter(10) }) },
    },
    async ({ room, params, query }) => {
      const found = await room.pipeline.call<object[] | null>({
        ...{ name: 'related', incidentId: params.id, limit: clampLimit(query.limit, 50) },
      });
      if (found === null) throw new Problem(404, 'not-found', { detail: `no incident ${params.id}` });
      return { items: found };
    },
  );
}

function openRoute(app: Api): void {
  const body = z.looseObject({
    title: z.string(),
    category: z.string().describe('of the registry of report categories'),
    requestId: z.string().max(100).optional().describe('told again, it opens nothing new'),
  });
  app.post('/api/v1/incidents', { schema: { body } }, async ({ room, body: request, principal }, reply) => {
    const actor = principal?.label ?? 'unknown';
    const answer = await room.pipeline.call<ActAnswer>({ name: 'open-incident', request, actor });
    return reply.code(201).send(requireDone(answer, 'incident'));
  });
}

function actionRoute(app: Api): void {
  app.post(
    '/api/v1/incidents/:id/actions',
    { schema: { params: z.object({ id: z.string() }), body: Action } },
    async (request) => {
      const { id: incidentId } = request.params;
      const act = { incidentId, action: request.body };
      const answer = await actOnIncident(request.room.pipeline, request.principal, act);
      return requireDone(answer, 'incident');
    },
  );
}
