import { z } from 'zod';
import type { OpenedSession } from '../../access/access-store.ts';
import type { Principal } from '../../access/principal.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const Me = z.object({
  role: z.string().nullable(),
  name: z.string().nullable(),
  realm: z.string().nullable(),
  room: z.string().optional(),
  screen: z.string().optional(),
  build: z.string(),
});

/** Who am I, sign in by a one-time link or a token, sign out. */
export function sessionRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/session', { schema: { response: { 200: Me } } }, (request) =>
    describe(request.principal, deps),
  );
  app.post(
    '/api/v1/session',
    {
      schema: {
        body: z.object({ link: z.string() }).or(z.object({ token: z.string() })),
        response: { 200: Me },
      },
      config: { rateLimit: { max: 20, timeWindow: 60_000 } },
    },
    (request, reply) => {
      const opened =
        'link' in request.body ? byLink(request.body.link, deps) : byToken(request.body.token, deps);
      reply.setCookie(deps.access.cookieName, opened.cookieValue, {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: deps.config.tls !== null || deps.config.publicUrl?.startsWith('https:') === true,
        expires: new Date(opened.expiresMs),
      });
      return describe(opened.principal, deps);
    },
  );
  app.delete('/api/v1/session', {}, (request, reply) => {
    const cookie = request.cookies[deps.access.cookieName];
    if (cookie !== undefined) deps.access.endSession(cookie);
    return reply.clearCookie(deps.access.cookieName, { path: '/' }).code(204).send();
  });
}

function byLink(link: string, deps: ApiDeps): OpenedSession {
  const opened = deps.access.redeemSignInLink(link, deps.clock.nowMs());
  if (!opened.ok)
    throw new Problem(401, opened.code, {
      detail: 'this sign-in link cannot be used; a restart prints a new one',
    });
  return opened.value;
}

function byToken(token: string, deps: ApiDeps): OpenedSession {
  const principal = deps.access.verifyToken(token);
  if (principal === undefined)
    throw new Problem(401, 'bad-token', { detail: 'this token is unknown or revoked' });
  return deps.access.openSessionFor(principal, deps.clock.nowMs());
}

function describe(principal: Principal | undefined, deps: ApiDeps): z.infer<typeof Me> {
  return {
    role: principal?.role ?? null,
    name: principal?.label ?? null,
    realm: principal?.realm ?? null,
    ...(principal?.room === undefined ? {} : { room: principal.room }),
    ...(principal?.screen === undefined ? {} : { screen: principal.screen }),
    build: deps.build,
  };
}
