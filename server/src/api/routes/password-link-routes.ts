import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';
import { type AccountParts, assertNotOwn, requiredAccount } from './account-parts.ts';
import { endCookie, setSessionCookie } from './session-routes.ts';

const Name = z.object({ name: z.string() });
const Redeemed = z.object({ link: z.string().max(100), newPassword: z.string().min(1).max(1_000) });

/**
 * A forgotten password: an admin hands over a link that works once within a day, and the person chooses a new one. The admin never
 * knows it. The old password works until then, for a link may be made by mistake.
 */
export function passwordLinkRoutes(app: Api, parts: AccountParts & { deps: ApiDeps }): void {
  const { access, hashed, note, deps } = parts;
  const { accounts, sessions } = access;
  app.post(
    '/api/v1/accounts/:name/password-link',
    { schema: { params: Name } },
    async ({ params: { name }, principal }, reply) => {
      const account = requiredAccount(accounts.get(name), name);
      assertNotOwn(principal, name);
      if (account.disabledMs !== undefined)
        throw new Problem(409, 'account-disabled', { detail: `${name} may not sign in: enable it first` });
      await note(principal, { act: 'make-password-link', account: name });
      const { token, expiresMs } = accounts.makePasswordLink(name);
      reply.header('cache-control', 'no-store');
      return reply.code(201).send({ path: `/desk#password=${token}`, expires: isoTime(expiresMs) });
    },
  );
  app.post(
    '/api/v1/session/password-link',
    { schema: { body: Redeemed }, config: { rateLimit: { max: 20, timeWindow: 60_000 } } },
    async (request, reply) => {
      const { link, newPassword } = request.body;
      const account = accounts.ofPasswordLink(link);
      // Hashed before the link is used up: a password that is too short may be chosen again.
      const hash = account && (await hashed(newPassword, account.name));
      if (account === undefined || hash === undefined || !accounts.takePasswordLink(link))
        throw new Problem(401, 'unknown-link', {
          detail: 'this link was used, has ended (24 hours), or was replaced by a newer one: ask an admin',
        });
      const { name, role, agency, position } = account;
      accounts.setHash(name, hash);
      sessions.endOfAccount(name);
      await note({ label: name }, { act: 'set-password-by-link', account: name });
      endCookie(request, deps);
      const bounds = { ...(agency && { agency }), ...(position && { position }) };
      const person = { account: name, label: name, role, ...bounds };
      setSessionCookie(reply, access.openShift(person, deps.clock.nowMs()), deps);
      return reply.header('cache-control', 'no-store').code(204).send();
    },
  );
}
