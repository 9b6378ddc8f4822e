import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { OidcSignIn } from '../../access/oidc-sign-in.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';
import { endCookie, isSecure, setSessionCookie } from './session-routes.ts';

const CALLBACK = '/api/v1/oidc/callback';
const LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } };
const ATTEMPT_S = 600;

/**
 * Signing in at the issuer. Whatever comes of it, the browser lands on a page of this centre: signed in, or on the sign-in page
 * with the code of what went wrong.
 */
export function oidcRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/oidc/start',
    { schema: { querystring: z.object({ returnTo: z.string().max(500).optional() }) }, config: LIMIT },
    async (request, reply) => {
      const returnTo = ownPath(request.query.returnTo);
      const begun = await required(deps).begin(originOf(request, deps) + CALLBACK, returnTo);
      if (!begun.ok) return toSignIn(reply, begun.code);
      setAttemptCookie(reply, begun.value.cookieValue, deps);
      return noStore(reply).redirect(begun.value.url);
    },
  );
  app.get(CALLBACK, { config: LIMIT }, async (request, reply) => {
    const oidc = required(deps);
    const cookie = request.cookies[attemptCookie(deps)];
    setAttemptCookie(reply, '', deps);
    if (cookie === undefined) return toSignIn(reply, 'oidc-invalid');
    const query = request.url.slice(request.url.indexOf('?') + 1);
    const finished = await oidc.finish(query, cookie);
    if (!finished.ok) return toSignIn(reply, finished.code);
    const { person, untilMs, returnTo } = finished.value;
    endCookie(request, deps);
    setSessionCookie(reply, deps.access.openShift(person, deps.clock.nowMs(), untilMs), deps);
    return noStore(reply).redirect(returnTo);
  });
  app.get('/api/v1/oidc/sign-out', { config: LIMIT }, async (request, reply) => {
    const oidc = required(deps);
    // The cookie is not sent when a page of elsewhere leads here, so nobody else can sign a person out.
    endCookie(request, deps);
    reply.clearCookie(deps.access.cookieName, { path: '/' });
    return noStore(reply).redirect((await oidc.signOutUrl(`${originOf(request, deps)}/`)) ?? '/');
  });
}

/** A path of this centre, never an address: `//evil` and `/\evil` lead elsewhere too. */
export function ownPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])[^\s\\]*$/.test(wanted)) return '/desk';
  const base = 'http://centre.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  return url?.origin === base ? url.pathname + url.search : '/desk';
}

function required({ oidc }: ApiDeps): OidcSignIn {
  if (oidc === null) throw new Problem(404, 'not-found', { detail: 'no sign-in service is configured' });
  return oidc;
}

function originOf(request: FastifyRequest, { config }: ApiDeps): string {
  if (config.publicUrl !== null) return new URL(config.publicUrl).origin;
  return `${config.tls === null ? 'http' : 'https'}://${request.headers.host ?? ''}`;
}

function toSignIn(reply: FastifyReply, code: string): FastifyReply {
  return noStore(reply).redirect(`/desk#signin-problem=${code}`);
}

function noStore(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

function attemptCookie({ access }: ApiDeps): string {
  return `${access.cookieName}_oidc`;
}

/** Lax, since the browser comes back from the issuer's site: a strict cookie would stay behind. */
function setAttemptCookie(reply: FastifyReply, value: string, deps: ApiDeps): void {
  reply.setCookie(attemptCookie(deps), value, {
    path: CALLBACK,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(deps),
    maxAge: value === '' ? 0 : ATTEMPT_S,
  });
}
