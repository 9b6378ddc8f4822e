import { z } from 'zod';
import type { Account, AccountRefusal } from '../../access/account-store.ts';
import { toAccountName } from '../../access/account-store.ts';
import { hashPassword } from '../../access/password-hash.ts';
import { refusePassword } from '../../access/password-rules.ts';
import type { Principal } from '../../access/principal.ts';
import { ROLES } from '../../access/principal.ts';
import { WorkLimit } from '../../access/work-limit.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

const Bounds = {
  role: z.enum(ROLES as [string, ...string[]]),
  agency: z.string().min(1).max(64).optional(),
  position: z.string().min(1).max(64).optional(),
};
const Password = z.string().min(1).max(1_000);
const Name = z.object({ name: z.string() });
type Role = (typeof ROLES)[number];

interface Parts {
  readonly access: ApiDeps['access'];
  readonly hashed: (password: string, name: string) => Promise<string>;
  /** Resolves when the journal has it. */
  readonly note: (by: Principal | undefined, body: object) => Promise<unknown>;
}

/** Local accounts, for admins. Every change is in the journal; a password or its hash never leaves the store. */
export function accountRoutes(app: Api, deps: ApiDeps): void {
  const hashing = new WorkLimit({ running: 1, waiting: 8 });
  // Whatever realm the address names: people belong to the centre, and so does the record of what was done with them.
  const { pipeline } = deps.realms.live;
  const parts: Parts = {
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
}

function createRoute(app: Api, { access, hashed, note }: Parts): void {
  app.post(
    '/api/v1/accounts',
    { schema: { body: z.object({ name: z.string(), password: Password, ...Bounds }) } },
    async (request, reply) => {
      const name = toAccountName(request.body.name);
      const { password, agency, position } = request.body;
      const role = request.body.role as Role;
      const made = access.accounts.create(name, await hashed(password, name), { role, agency, position });
      if (!made.ok) throw refused(made.code, made.message);
      await note(request.principal, { act: 'create', account: name, role, agency, position });
      return reply.code(201).send(toJson(made.value));
    },
  );
}

function changeRoute(app: Api, { access: { accounts, sessions }, note }: Parts): void {
  const body = z.object({ ...Bounds, role: Bounds.role.optional(), disabled: z.boolean().optional() });
  app.patch('/api/v1/accounts/:name', { schema: { params: Name, body } }, async (request) => {
    const { name } = request.params;
    const { disabled, ...wanted } = request.body;
    const known = required(accounts.get(name), name);
    if (Object.keys(wanted).length > 0) {
      const role = (wanted.role ?? known.role) as Role;
      // An agency belongs to the role that needs it: a new role brings its own or none.
      const kept = wanted.role === undefined ? { agency: known.agency, position: known.position } : {};
      const changed = accounts.setBounds(name, { ...kept, ...wanted, role });
      if (!changed.ok) throw refused(changed.code, changed.message);
      sessions.endOfAccount(name);
    }
    if (disabled !== undefined) accounts.setDisabled(name, disabled);
    if (disabled === true) sessions.endOfAccount(name);
    await note(request.principal, { act: 'change', account: name, ...request.body });
    return toJson(required(accounts.get(name), name));
  });
}

function passwordRoute(app: Api, { access: { accounts, sessions }, hashed, note }: Parts): void {
  app.put(
    '/api/v1/accounts/:name/password',
    { schema: { params: Name, body: z.object({ password: Password }) } },
    async (request, reply) => {
      const { name } = request.params;
      required(accounts.get(name), name);
      accounts.setHash(name, await hashed(request.body.password, name));
      sessions.endOfAccount(name);
      await note(request.principal, { act: 'set-password', account: name });
      return reply.code(204).send();
    },
  );
}

const STATUS: Record<AccountRefusal, number> = {
  'bad-name': 422,
  'bad-role': 422,
  'agency-needed': 422,
  'account-exists': 409,
  'no-account': 404,
};

function refused(code: AccountRefusal, detail: string): Problem {
  return new Problem(STATUS[code], code, { detail });
}

function required(account: Account | undefined, name: string): Account {
  if (account === undefined) throw refused('no-account', `there is no account ${name}`);
  return account;
}

function toJson({ createdMs, passwordMs, disabledMs, ...account }: Account): Record<string, unknown> {
  return {
    ...account,
    created: isoTime(createdMs),
    passwordSet: isoTime(passwordMs),
    ...(disabledMs === undefined ? {} : { disabled: isoTime(disabledMs) }),
  };
}
