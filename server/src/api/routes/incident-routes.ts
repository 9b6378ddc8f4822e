import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { agencyScope } from '../../access/roles.ts';
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

/** Incidents: list, one with its whole timeline, and the acts of operators. */
export function incidentRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/incidents',
    {
      schema: {
        querystring: z.object({
          limit: z.coerce.number().int().positive().catch(200),
          state: z.string().optional(),
        }),
      },
    },
    async (request) => {
      const agency = request.principal === undefined ? undefined : agencyScope(request.principal);
      // Incidents are not assigned to agencies yet, so an agency has none to see.
      if (agency !== undefined) return { items: [] };
      return deps.pipeline.call({
        name: 'incidents',
        limit: Math.min(request.query.limit, 1000),
        ...(request.query.state ? { state: request.query.state } : {}),
      });
    },
  );
  app.get('/api/v1/incidents/:id', { schema: { params: z.object({ id: z.string() }) } }, async (request) => {
    const found = await deps.pipeline.call<object | null>({ name: 'incident', id: request.params.id });
    if (found === null) throw new Problem(404, 'not-found', { detail: `no incident ${request.params.id}` });
    if (request.principal?.role === 'wall') return { ...found, timeline: [] };
    return found;
  });
  app.post(
    '/api/v1/incidents/:id/actions',
    { schema: { params: z.object({ id: z.string() }), body: Action } },
    async (request) => {
      const answer = await deps.pipeline.call<ActionAnswer>({
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
