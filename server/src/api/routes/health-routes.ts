import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';

/** Liveness, readiness with reasons, Prometheus. */
export function healthRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/healthz',
    { schema: { response: { 200: z.object({ status: z.literal('ok'), build: z.string() }) } } },
    () => ({
      status: 'ok' as const,
      build: deps.build,
    }),
  );
  app.get('/readyz', {}, (_request, reply) => {
    const { ready, reasons } = deps.status.readiness();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', reasons });
  });
  app.get('/metrics', {}, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await deps.status.metrics()),
  );
}
