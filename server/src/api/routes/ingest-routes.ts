import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { homeRealm } from '../../access/principal.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
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
        errorHandler: async (error, request) => {
          if ((error as { statusCode?: number }).statusCode === 413) {
            const { pipeline } = await homeRoom(request, deps);
            await pipeline.call({
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
        const { pipeline } = await homeRoom(request, deps);
        const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        const result = await pipeline.call<Accepted>({
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

/**
 * Where a sender's messages go is decided by its token alone (DESIGN 9.8): a simulator's never reach the live room. An address that
 * names another realm is refused, since it would be taken for a way to choose one.
 */
async function homeRoom({ principal, query }: FastifyRequest, deps: ApiDeps): Promise<Room> {
  const home = principal === undefined ? 'live' : homeRealm(principal);
  const asked = (query as Record<string, unknown>)['realm'];
  if (asked !== undefined && asked !== home) {
    throw new Problem(403, 'realm-of-token', {
      detail: `what this token sends belongs to ${home}; the address cannot choose a realm`,
    });
  }
  return home === 'live' ? deps.realms.live : deps.realms.home(home);
}
