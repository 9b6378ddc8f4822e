import { z } from 'zod';
import type { Role } from '../../access/principal.ts';
import { ROLES } from '../../access/principal.ts';
import type { NewToken, TokenRefusal, TokenSummary } from '../../access/token-rules.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS = 3_650;

const Wanted = z.object({
  role: z.enum(ROLES as [Role, ...Role[]]),
  label: z.string().max(100),
  realm: z.string().max(50).optional(),
  room: z.string().max(32).optional(),
  screen: z.string().max(32).optional(),
  agency: z.string().max(64).optional(),
  /** Absent = until it is revoked. */
  days: z.number().int().min(1).max(MAX_DAYS).optional(),
});

/** Bearer tokens of machines and automation, for admins. A secret is in one answer and nowhere else; every change is in the journal. */
export function tokenRoutes(app: Api, { access, realms }: ApiDeps): void {
  const note = (actor: string | undefined, body: object): Promise<unknown> =>
    realms.live.pipeline.call({ name: 'note', kind: 'token', actor: actor ?? 'unknown', body });
  app.get('/api/v1/tokens', {}, () => ({ items: access.listTokens().map(toJson) }));
  app.post('/api/v1/tokens', { schema: { body: Wanted } }, async ({ body, principal }, reply) => {
    const { days, ...rest } = body;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
    const wanted = {
      ...given,
      madeBy: principal?.label ?? 'unknown',
      ...(days === undefined ? {} : { ttlMs: days * DAY_MS }),
    } as NewToken;
    const made = access.createToken(wanted);
    if (!made.ok) throw refused(made.code, made.message);
    const { id, secret } = made.value;
    await note(principal?.label, { act: 'create', token: id, ...given, days: days ?? null });
    reply.header('cache-control', 'no-store');
    return reply.code(201).send({ ...toJson(known(access.listTokens(), id)), secret });
  });
  app.delete(
    '/api/v1/tokens/:id',
    { schema: { params: z.object({ id: z.string() }) } },
    async ({ params: { id }, principal }, reply) => {
      if (!access.revokeToken(id))
        throw new Problem(404, 'not-found', { detail: `no token ${id} that could be revoked` });
      await note(principal?.label, { act: 'revoke', token: id });
      return reply.code(204).send();
    },
  );
}

function known(tokens: readonly TokenSummary[], id: string): TokenSummary {
  const found = tokens.find((token) => token.id === id);
  if (found === undefined) throw new Error(`the token ${id} was made a moment ago and is not there`);
  return found;
}

function refused(code: TokenRefusal, detail: string): Problem {
  return new Problem(422, code, { detail });
}

function toJson({
  createdMs,
  expiresMs,
  revokedMs,
  usedMs,
  ...token
}: TokenSummary): Record<string, unknown> {
  return {
    ...token,
    created: isoTime(createdMs),
    ...(expiresMs === undefined ? {} : { expires: isoTime(expiresMs) }),
    ...(revokedMs === undefined ? {} : { revoked: isoTime(revokedMs) }),
    ...(usedMs === undefined ? {} : { used: isoTime(usedMs) }),
  };
}
