import { z } from 'zod';
import type { Account } from '../../access/account-store.ts';
import { toAccountName } from '../../access/account-store.ts';
import { makeSecret } from '../../access/credential.ts';
import { hashPassword } from '../../access/password-hash.ts';
import { refusePassword } from '../../access/password-rules.ts';
import type { Principal } from '../../access/principal.ts';
import { ROLES } from '../../access/principal.ts';
import { WorkLimit } from '../../access/work-limit.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';
import { type AccountParts, assertNotOwn, refusedAccount, requiredAccount } from './account-parts.ts';
import { passwordLinkRoutes } from './password-link-routes.ts';

const Bounds = {
  role: z.enum(ROLES as [string, ...string[]]),
  agency: z.string().min(1).max(64).optional(),
  position: z.string().min(1).max(64).optional(),
};
const Password = z.string().min(1).max(1_000);
const Name = z.object({ name: z.string() });
type Role = (typeof ROLES)[number];

/** Local accounts, for admins. Every change is in the journal; a password or its hash never leaves the store. */
export function accountRoutes(app: Api, deps: ApiDeps): void {
  const hashing = new WorkLimit({ running: 1, waiting: 8 });
  // Whatever realm the address names: people belong to the centre, and so does the record of what was done with them.
  const { pipeline } = deps.realms.live;
  const parts: AccountParts = {
    access: deps.access,
    async hashed(password, name) {
      const refusal = refusePassword(password, name);
      if (refusal !== undefined) throw new Problem(422, refusal.code, { detail: refusal.message });
      const done = await hashing.run(() => hashPassword(password));
      if (!done.ok) throw new Problem(503, done.code, { detail: done.message });
      return done.value;
    },
    note: (by, body) => pipeline.call({ name: 'note', kind: 'account', actor: by?.label ?? 'unknown', body }),
  };
  app.get('/api/v1/accounts', {}, () => ({ items: deps.access.accounts.list().map(toJson) }));
  createRoute(app, parts);
  changeRoute(app, parts);
  passwordRoute(app, parts);
  passwordLinkRoutes(app, { ...parts, deps });
}

function createRoute(app: Api, { access, hashed, note }: AccountParts): void {
  app.post(
    '/api/v1/accounts',
    { schema: { body: z.object({ name: z.string(), password: Password.optional(), ...Bounds }) } },
    async (request, reply) => {
      const name = toAccountName(request.body.name);
      // Without a password nobody signs in before a password link was used: what is hashed then is told to nobody.
      const { password = makeSecret(), agency, position } = request.body;
      const role = request.body.role as Role;
      const made = access.accounts.create(name, await hashed(password, name), { role, agency, position });
      if (!made.ok) throw refusedAccount(made.code, made.message);
      await note(request.principal, { act: 'create', account: name, role, agency, position });
      return reply.code(201).send(toJson(made.value));
    },
  );
}

function changeRoute(app: Api, { access: { accounts, sessions }, note }: AccountParts): void {
  const body = z.object({ ...Bounds, role: Bounds.role.optional(), disabled: z.boolean().optional() });
  app.patch('/api/v1/accounts/:name', { schema: { params: Name, body } }, async (request) => {
    const { name } = request.params;
    const { disabled, ...wanted } = request.body;
    const known = requiredAccount(accounts.get(name), name);
    assertMayChange(accounts, known, request);
    if (Object.keys(wanted).length > 0) {
      const role = (wanted.role ?? known.role) as Role;
      // An agency belongs to the role that needs it: a new role brings its own or none.
      const kept = wanted.role === undefined ? { agency: known.agency, position: known.position } : {};
      const changed = accounts.setBounds(name, { ...kept, ...wanted, role });
      if (!changed.ok) throw refusedAccount(changed.code, changed.message);
      sessions.endOfAccount(name);
    }
    if (disabled !== undefined) accounts.setDisabled(name, disabled);
    if (disabled === true) sessions.endOfAccount(name);
    await note(request.principal, { act: 'change', account: name, ...request.body });
    return toJson(requiredAccount(accounts.get(name), name));
  });
}

function passwordRoute(app: Api, { access: { accounts, sessions }, hashed, note }: AccountParts): void {
  app.put(
    '/api/v1/accounts/:name/password',
    { schema: { params: Name, body: z.object({ password: Password }) } },
    async (request, reply) => {
      const { name } = request.params;
      requiredAccount(accounts.get(name), name);
      assertNotOwn(request.principal, name);
      accounts.setHash(name, await hashed(request.body.password, name));
      sessions.endOfAccount(name);
      await note(request.principal, { act: 'set-password', account: name });
      return reply.code(204).send();
    },
  );
}

interface Change {
  readonly principal: Principal | undefined;
  readonly body: { readonly role?: string | undefined; readonly disabled?: boolean | undefined };
}

/** Nobody changes the own rights, and one admin who can sign in always stays. */
function assertMayChange(
  accounts: ApiDeps['access']['accounts'],
  { name, role }: Account,
  { principal, body }: Change,
): void {
  assertNotOwn(principal, name);
  const takesAdmin = body.disabled === true || (body.role !== undefined && body.role !== role);
  if (takesAdmin && accounts.isLastAdmin(name))
    throw new Problem(409, 'last-admin', {
      detail: `${name} is the only admin who can sign in: make another one first`,
    });
}

function toJson({ createdMs, passwordMs, disabledMs, ...account }: Account): Record<string, unknown> {
  return {
    ...account,
    created: isoTime(createdMs),
    passwordSet: isoTime(passwordMs),
    ...(disabledMs === undefined ? {} : { disabled: isoTime(disabledMs) }),
  };
}
