import type { Result } from '@metropane/base';
import { err } from '@metropane/base';
import { isRealm } from './principal.ts';
import type { Principal, Realm, Role } from './principal.ts';

export interface NewToken {
  readonly role: Role;
  readonly label: string;
  /** Only for the role simulator, which otherwise gets a realm of its own. */
  readonly realm?: Realm;
  readonly room?: string;
  readonly screen?: string;
  readonly agency?: string;
  readonly ttlMs?: number;
  /** Who made it, as a list shows. */
  readonly madeBy?: string;
}

export interface TokenSummary extends NewToken {
  readonly id: string;
  readonly createdMs: number;
  readonly expiresMs?: number;
  readonly revokedMs?: number;
  /** When it was last shown, to a minute. */
  readonly usedMs?: number;
}

export type TokenRefusal = 'bad-label' | 'bad-realm' | 'wall-needs-screen' | 'agency-needed';
/** Who `METROPANE_TOKEN` is: no row of its own, never expires, cannot be revoked but by a restart. */
export const FIXED_ADMIN: Principal = {
  kind: 'token',
  id: 'fixed-admin',
  role: 'admin',
  realm: 'live',
  label: 'METROPANE_TOKEN',
};

/** Why a token may not be made as asked, or `undefined`. */
export function refuseToken(wanted: NewToken): Result<never, TokenRefusal> | undefined {
  if (wanted.label.trim() === '' || wanted.label.length > 100)
    return err('bad-label', 'a label of 1 to 100 characters is needed');
  if (wanted.realm !== undefined && !isRealm(wanted.realm))
    return err('bad-realm', `no such realm: ${wanted.realm}`);
  if (wanted.realm !== undefined && (wanted.role === 'simulator') === (wanted.realm === 'live')) {
    return err('bad-realm', 'a simulator feeds an exercise realm, everybody else the realm live');
  }
  if (wanted.role === 'wall' && (!wanted.room || !wanted.screen)) {
    return err('wall-needs-screen', 'a wall token is bound to one room and one screen');
  }
  if (wanted.role === 'agency' && !wanted.agency)
    return err('agency-needed', 'the role agency needs the name of an agency');
  return undefined;
}
