import type { AccessStore } from '../access/access-store.ts';
import { type Account, toAccountName } from '../access/account-store.ts';
import { makeSecret } from '../access/credential.ts';
import { hashPassword } from '../access/password-hash.ts';
import { refusePassword } from '../access/password-rules.ts';
import { isRole, ROLES } from '../access/principal.ts';
import { readPassword } from './read-password.ts';

/** What was asked, as the terminal gave it. */
export interface UserCommand {
  readonly act: string;
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly agency: string | undefined;
  readonly position: string | undefined;
  /** Make a password and print it once. */
  readonly isGenerated: boolean;
}

/** A command that cannot be done; `message` is the one sentence for the terminal. */
export class AdminRefusal extends Error {
  override readonly name = 'AdminRefusal';
}

/**
 * `npm run admin -- user <act> NAME`: beside a running centre, which sees it within a second and ends open sockets at the next
 * beat. Answers what is printed; throws `AdminRefusal`.
 */
export async function administerUser(access: AccessStore, command: UserCommand): Promise<unknown> {
  const { accounts, sessions } = access;
  if (command.act === 'list') return accounts.list().map(toPrinted);
  const name = toAccountName(command.name ?? '');
  if (name === '') throw new AdminRefusal(`user ${command.act}: give the name of the account`);
  switch (command.act) {
    case 'create': {
      const bounds = boundsOf(command);
      const { hash, shown } = await newPassword(name, command.isGenerated);
      const made = accounts.create(name, hash, bounds);
      if (!made.ok) throw new AdminRefusal(made.message);
      return { ...toPrinted(made.value), ...shown };
    }
    case 'set-password': {
      known(accounts.get(name), name);
      const { hash, shown } = await newPassword(name, command.isGenerated);
      accounts.setHash(name, hash);
      return { name, sessionsEnded: sessions.endOfAccount(name), ...shown };
    }
    case 'set-role': {
      const changed = accounts.setBounds(name, boundsOf(command));
      if (!changed.ok) throw new AdminRefusal(changed.message);
      return { ...toPrinted(changed.value), sessionsEnded: sessions.endOfAccount(name) };
    }
    case 'disable':
      known(accounts.get(name), name);
      accounts.setDisabled(name, true);
      return { name, disabled: true, sessionsEnded: sessions.endOfAccount(name) };
    case 'enable':
      known(accounts.get(name), name);
      accounts.setDisabled(name, false);
      return { name, disabled: false };
    default:
      throw new AdminRefusal(`user ${command.act}: there is no such command`);
  }
}

function boundsOf({ role, agency, position }: UserCommand) {
  if (role === undefined || !isRole(role))
    throw new AdminRefusal(`--role must be one of ${ROLES.join(', ')}`);
  return { role, agency, position };
}

async function newPassword(
  name: string,
  isGenerated: boolean,
): Promise<{ hash: string; shown: { password?: string; note?: string } }> {
  const password = isGenerated
    ? makeSecret().slice(0, 24)
    : await readPassword(process.stdin, process.stderr);
  if (password === null) throw new AdminRefusal('no password came, or the two were not the same');
  const refusal = refusePassword(password, name);
  if (refusal !== undefined) throw new AdminRefusal(refusal.message);
  const hash = await hashPassword(password);
  return { hash, shown: isGenerated ? { password, note: 'shown this once' } : {} };
}

function known(account: Account | undefined, name: string): void {
  if (account === undefined) throw new AdminRefusal(`there is no account ${name}`);
}

function toPrinted({ createdMs, passwordMs, disabledMs, ...account }: Account): Record<string, unknown> {
  return {
    ...account,
    created: new Date(createdMs).toISOString(),
    passwordSet: new Date(passwordMs).toISOString(),
    ...(disabledMs === undefined ? {} : { disabled: new Date(disabledMs).toISOString() }),
  };
}
