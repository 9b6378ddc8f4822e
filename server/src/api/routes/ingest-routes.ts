import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { homeRealm } from '../../access/principal.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const Accepted = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  late: z.number(),
  rejected: z.array(z.object({ index: z.number(), code: z.string(), detail: z.string().optional() })),
});
type Accepted = z.infer<typeof Accepted>;

/**
 * What comes in by HTTP. The answer is given after the fold saw it (observations) or after the journal committed it (reports);
 * counts are per item. A body that cannot be read at all is a 4xx problem with its reject code, and is counted.
 */
export function ingestRoutes(app: Api, deps: ApiDeps): void {
  const routes = [
    ['/api/v1/observations', 'observations'],
    ['/api/v1/reports', 'reports'],
    ['/api/v1/cases', 'cases'],
    ['/api/v1/indicators', 'indicators'],
  ] as const;
  for (const [path, name] of routes) {
    app.post(
      path,
      {
        config: { rawBody: true },
        schema: { response: { 202: Accepted } },
        // A body over the limit never reaches the handler, and is counted all the same.
        errorHandler: async (error) => {
          if ((error as { statusCode?: number }).statusCode === 413) {
            await deps.pipeline.call({
              name: 'reject',
              feed: 'http',
              code: 'oversize',
              arrivalMs: deps.clock.nowMs(),
            });
          }
          throw error;
        },
      },
      async (request, reply) => {
        await refuseForeignRealm(request, deps);
        const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        const result = await deps.pipeline.call<Accepted>({
          name,
          feed: 'http',
          body: new Uint8Array(body),
          arrivalMs: deps.clock.nowMs(),
          actor: request.principal?.id ?? 'anonymous',
        });
        const whole = result.rejected.find((rejection) => rejection.index < 0);
        if (whole !== undefined) {
          throw new Problem(whole.code === 'oversize' ? 413 : 400, whole.code, {
            detail: whole.detail ?? whole.code,
          });
        }
        return reply.code(202).send(result);
      },
    );
  }
}

/** A simulator's messages belong to an exercise, never to the live room, however they come (DESIGN 9.8); no exercise runs here. */
async function refuseForeignRealm({ principal }: FastifyRequest, deps: ApiDeps): Promise<void> {
  if (principal === undefined || homeRealm(principal) === 'live') return;
  await deps.pipeline.call({
    name: 'reject',
    feed: 'http',
    code: 'forbidden',
    arrivalMs: deps.clock.nowMs(),
  });
  throw new Problem(409, 'no-such-realm', { detail: `the realm ${homeRealm(principal)} is not running` });
}
