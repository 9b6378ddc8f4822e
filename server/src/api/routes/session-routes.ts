import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PasswordSignIn } from '../../access/password-sign-in.ts';
import type { SignInRefusal } from '../../access/password-sign-in.ts';
import type { Principal } from '../../access/principal.ts';
import type { OpenedSession } from '../../access/session-store.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

const Me = z.object({
  role: z.string().nullable(),
  name: z.string().nullable(),
  realm: z.string().nullable(),
  room: z.string().optional(),
  screen: z.string().optional(),
  agency: z.string().optional(),
  position: z.string().optional(),
  /** A local account, whose password can be changed. */
  account: z.string().optional(),
  /** How one may sign in here. */
  methods: z.array(z.enum(['password', 'oidc'])),
  build: z.string(),
});
const Password = z.string().min(1).max(1_000);
const Credentials = z.object({ user: z.string().min(1).max(100), password: Password });
const SIGN_INS_PER_MINUTE = 60;

/** Who am I, sign in by password, one-time link or token, sign out, and what is signed in. */
export function sessionRoutes(app: Api, deps: ApiDeps): void {
  const passwords = new PasswordSignIn(deps.access, deps.clock);
  app.get('/api/v1/session', { schema: { response: { 200: Me } } }, (request, reply) => {
    reply.header('cache-control', 'no-store');
    renewDevice(request, reply, deps);
    return describe(request.principal, deps);
  });
  app.post(
    '/api/v1/session',
    {
      schema: {
        body: z
          .object({ link: z.string() })
          .or(z.object({ token: z.string() }))
          .or(Credentials),
        response: { 200: Me },
      },
      config: { rateLimit: { max: SIGN_INS_PER_MINUTE, timeWindow: 60_000 } },
    },
    async (request, reply) => {
      const opened = await open(request.body, { deps, passwords, request, reply });
      // Of two people at one desk only the last is signed in.
      endCookie(request, deps);
      setSessionCookie(reply, opened, deps);
      return describe(opened.principal, deps);
    },
  );
  app.delete('/api/v1/session', {}, (request, reply) => {
    endCookie(request, deps);
    return reply.clearCookie(deps.access.cookieName, { path: '/' }).code(204).send();
  });
  ownPasswordRoute(app, { deps, passwords });
  sessionListRoutes(app, deps);
}

/** The one place where the cookie of a session is set. */
export function setSessionCookie(
  reply: FastifyReply,
  opened: Pick<OpenedSession, 'cookieValue' | 'expiresMs'>,
  deps: ApiDeps,
): void {
  reply.setCookie(deps.access.cookieName, opened.cookieValue, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(deps),
    expires: new Date(opened.expiresMs),
  });
}

/** A wall that starts anew stays in for as long again: the same secret, a later end. */
function renewDevice(request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): void {
  const { principal } = request;
  const cookieValue = request.cookies[deps.access.cookieName];
  if (principal?.kind !== 'session' || principal.role !== 'wall' || cookieValue === undefined) return;
  const expiresMs = deps.access.renewDevice(principal.id);
  if (expiresMs !== undefined) setSessionCookie(reply, { cookieValue, expiresMs }, deps);
}

/** Whether browsers reach the centre over TLS: then a cookie goes no other way. */
export function isSecure({ config }: Pick<ApiDeps, 'config'>): boolean {
  return config.tls !== null || config.publicUrl?.startsWith('https:') === true;
}

/** Ends the session that the browser brought, if any. */
export function endCookie(request: FastifyRequest, deps: ApiDeps): void {
  const cookie = request.cookies[deps.access.cookieName];
  if (cookie !== undefined) deps.access.endSession(cookie);
}

type Body = { link: string } | { token: string } | z.infer<typeof Credentials>;
interface Asking {
  deps: ApiDeps;
  passwords: PasswordSignIn;
  request: FastifyRequest;
  reply: FastifyReply;
}

async function open(body: Body, { deps, passwords, request, reply }: Asking): Promise<OpenedSession> {
  if ('link' in body) return byLink(body.link, deps);
  if ('token' in body) return byToken(body.token, deps);
  const opened = await passwords.signIn({ ...body, address: request.ip });
  if (!opened.ok) throw refused(opened, reply);
  return opened.value;
}

const REFUSED = { 'bad-credentials': 401, 'too-many-attempts': 429, busy: 503 } as const;

function refused(refusal: SignInRefusal, reply: FastifyReply): Problem {
  if ('retryAfterMs' in refusal) reply.header('retry-after', Math.ceil(refusal.retryAfterMs / 1_000));
  const extra = 'retryAfterMs' in refusal ? { retryAfterMs: refusal.retryAfterMs } : {};
  return new Problem(REFUSED[refusal.code], refusal.code, { detail: refusal.message, extra });
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

function ownPasswordRoute(app: Api, { deps, passwords }: { deps: ApiDeps; passwords: PasswordSignIn }): void {
  app.put(
    '/api/v1/session/password',
    {
      schema: { body: z.object({ password: Password, newPassword: Password }) },
      config: { rateLimit: { max: 20, timeWindow: 60_000 } },
    },
    async (request, reply) => {
      const { principal } = request;
      const user = principal?.account;
      if (principal === undefined || user === undefined || deps.access.accounts.get(user) === undefined)
        throw new Problem(409, 'no-account', { detail: 'this session is not of a local account' });
      const { password, newPassword } = request.body;
      const changed = await passwords.changePassword(
        { user, password, address: request.ip },
        { wanted: newPassword, sessionId: principal.id },
      );
      if (changed.ok) return reply.code(204).send();
      if (changed.code in REFUSED) throw refused(changed as SignInRefusal, reply);
      throw new Problem(422, changed.code, { detail: changed.message });
    },
  );
}

function sessionListRoutes(app: Api, { access, realms }: ApiDeps): void {
  app.get('/api/v1/sessions', {}, ({ principal }) => {
    const items = visibleSessions(access, principal).map(({ createdMs, seenMs, expiresMs, ...rest }) => ({
      ...rest,
      created: isoTime(createdMs),
      seen: isoTime(seenMs),
      expires: isoTime(expiresMs),
      isOwn: rest.id === principal?.id,
    }));
    return { items };
  });
  app.delete(
    '/api/v1/sessions/:id',
    { schema: { params: z.object({ id: z.string() }) } },
    async ({ principal, params: { id } }, reply) => {
      // Of others one may not even know whether they are there.
      const found = visibleSessions(access, principal).find((session) => session.id === id);
      if (found === undefined || !access.sessions.endById(id))
        throw new Problem(404, 'not-found', { detail: `no session ${id}` });
      await realms.live.pipeline.call({
        name: 'note',
        kind: 'session',
        actor: principal?.label ?? 'unknown',
        body: { act: 'end', session: id, of: found.account ?? found.label },
      });
      return reply.code(204).send();
    },
  );
}

function visibleSessions(
  { sessions }: ApiDeps['access'],
  principal: Principal | undefined,
): ReturnType<typeof sessions.list> {
  if (principal?.role === 'admin') return sessions.list();
  if (principal?.account !== undefined) return sessions.list(principal.account);
  return sessions.list().filter(({ id }) => id === principal?.id);
}

function describe(principal: Principal | undefined, deps: ApiDeps): z.infer<typeof Me> {
  const { room, screen, agency, position, account } = principal ?? {};
  return {
    role: principal?.role ?? null,
    name: principal?.label ?? null,
    realm: principal?.realm ?? null,
    ...(room && { room }),
    ...(screen && { screen }),
    ...(agency && { agency }),
    ...(position && { position }),
    ...(account && { account }),
    methods: deps.oidc === null ? ['password'] : ['password', 'oidc'],
    build: deps.build,
  };
}
