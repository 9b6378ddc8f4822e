import type { Account, AccountRefusal } from '../../access/account-store.ts';
import type { Principal } from '../../access/principal.ts';
import type { ApiDeps } from '../api-deps.ts';
import { Problem } from '../problem.ts';

/** What the routes of accounts share. */
export interface AccountParts {
  readonly access: ApiDeps['access'];
  readonly hashed: (password: string, name: string) => Promise<string>;
  /** Resolves when the journal has it. */
  readonly note: (by: Pick<Principal, 'label'> | undefined, body: object) => Promise<unknown>;
}

/** What a stolen session must not be able to do: the own password is changed by who knows the old one, the own rights by somebody else. */
export function assertNotOwn(principal: Principal | undefined, name: string): void {
  if (principal?.account === name)
    throw new Problem(409, 'own-account', {
      detail:
        'of the own account only the password can be changed, under "my sessions"; for the rest ask another admin',
    });
}

const STATUS: Record<AccountRefusal, number> = {
  'bad-name': 422,
  'bad-role': 422,
  'agency-needed': 422,
  'account-exists': 409,
  'no-account': 404,
};

export function refusedAccount(code: AccountRefusal, detail: string): Problem {
  return new Problem(STATUS[code], code, { detail });
}

export function requiredAccount(account: Account | undefined, name: string): Account {
  if (account === undefined) throw refusedAccount('no-account', `there is no account ${name}`);
  return account;
}
