import { isGivenTo } from '@metropane/incidents';
import type { IncidentRecord, IncidentState } from '@metropane/live-state';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actOnIncident } from '../act-on-incident.ts';
import type { Api } from '../http-server.ts';
import { agencyScope } from '../../access/roles.ts';
import type { IncidentCursor } from '../../pipeline/messages.ts';
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
  app.get(
    '/api/v1/incidents',
    {
      schema: {
        querystring: z.object({
          limit: limitParameter(200),
          state: z.enum(STATES).optional(),
          cursor: z.string().optional(),
        }),
      },
    },
    async (request) => {
      const agency = scopeOf(request);
      const { limit, state, cursor } = request.query;
      const { items: found, next } = await request.room.pipeline.call<{
        items: IncidentRecord[];
        next?: IncidentCursor;
      }>({
        name: 'incidents',
        limit: clampLimit(limit, 1000),
        ...(agency === undefined ? {} : { agency }),
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
      });
      const items = request.principal?.role === 'wall' ? found.map(wallIncident) : found;
      return next === undefined ? { items } : { items, nextCursor: toCursor([next.knownAtMs, next.id]) };
    },
  );
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
