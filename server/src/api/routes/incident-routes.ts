import type { IncidentState } from '@metropane/live-state';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api } from '../http-server.ts';
import { agencyScope } from '../../access/roles.ts';
import type { IncidentCursor } from '../../pipeline/messages.ts';
import { clampLimit, fromCursor, limitParameter, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';

const Action = z.looseObject({
  action: z.string(),
  actionId: z.string().max(100).optional(),
  expectedRevision: z.number().int().nonnegative(),
});

interface ActionAnswer {
  status: 200 | 409 | 422 | 404;
  code?: string;
  detail?: string;
  incident?: unknown;
  allowed?: string[];
}

const STATES = [
  'new',
  'acknowledged',
  'assigned',
  'on-scene',
  'mitigated',
  'closed',
] as const satisfies IncidentState[];

/** Incidents are not assigned to agencies yet, so an agency has none to see and none to act on. */
function isAgency({ principal }: FastifyRequest): boolean {
  return principal !== undefined && agencyScope(principal) !== undefined;
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
      if (isAgency(request)) return { items: [] };
      const { limit, state, cursor } = request.query;
      const { items, next } = await request.room.pipeline.call<{ items: unknown[]; next?: IncidentCursor }>({
        name: 'incidents',
        limit: clampLimit(limit, 1000),
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
      });
      return next === undefined ? { items } : { items, nextCursor: toCursor([next.knownAtMs, next.id]) };
    },
  );
  app.get('/api/v1/incidents/:id', { schema: { params: z.object({ id: z.string() }) } }, async (request) => {
    const found = isAgency(request)
      ? null
      : await request.room.pipeline.call<object | null>({ name: 'incident', id: request.params.id });
    if (found === null) throw new Problem(404, 'not-found', { detail: `no incident ${request.params.id}` });
    if (request.principal?.role === 'wall') return { ...found, timeline: [] };
    return found;
  });
  actionRoute(app);
}

function actionRoute(app: Api): void {
  app.post(
    '/api/v1/incidents/:id/actions',
    { schema: { params: z.object({ id: z.string() }), body: Action } },
    async (request) => {
      if (isAgency(request))
        throw new Problem(404, 'not-found', { detail: `no incident ${request.params.id}` });
      const answer = await request.room.pipeline.call<ActionAnswer>({
        name: 'action',
        incidentId: request.params.id,
        action: request.body,
        actor: request.principal?.label ?? 'unknown',
      });
      if (answer.status === 200) return answer.incident;
      throw new Problem(answer.status, answer.code ?? 'refused', {
        detail: answer.detail ?? answer.code ?? 'refused',
        extra: {
          ...(answer.incident ? { incident: answer.incident } : {}),
          ...(answer.allowed ? { allowed: answer.allowed } : {}),
        },
      });
    },
  );
}
