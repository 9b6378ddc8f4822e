/** What somebody may do; the rights of each are in `roles.ts`. */
export type Role = 'viewer' | 'wall' | 'operator' | 'supervisor' | 'agency' | 'simulator' | 'feed' | 'admin';

export const ROLES: readonly Role[] = [
  'viewer',
  'wall',
  'operator',
  'supervisor',
  'agency',
  'simulator',
  'feed',
  'admin',
];

/** `live`, or `exercise:<id>`: chosen by the token, never by a field of a payload. */
export type Realm = 'live' | `exercise:${string}`;

/**
 * Somebody who signed in, or a source that may write without signing in.
 * `anonymous-ingest` and `external-broker` always have the role `feed`; the former may publish observations and reports only.
 */
export interface Principal {
  readonly kind: 'token' | 'session' | 'anonymous-ingest' | 'external-broker';
  /** Id of the token or session row (never the secret); stable, fit for journals and logs. */
  readonly id: string;
  readonly role: Role;
  readonly realm: Realm;
  /** What people call it: "wall 1", "gateway Thu Thiem". */
  readonly label: string;
  /** Both set for a wall, which may show nothing but this screen. */
  readonly room?: string;
  readonly screen?: string;
  /** The feed binding that everything it sends belongs to; absent = decided by topic. */
  readonly feed?: string;
  /** Set for the role agency: only incidents of this agency. */
  readonly agency?: string;
  /** Name of the local account, or issuer and subject, behind a session; absent for links and tokens. */
  readonly account?: string;
  /** Duty position that the account usually has. */
  readonly position?: string;
}

/** The one principal of loopback clients under `--anonymous-ingest`. */
export const ANONYMOUS_INGEST: Principal = {
  kind: 'anonymous-ingest',
  id: 'anonymous',
  role: 'feed',
  realm: 'live',
  label: 'anonymous ingest',
};

const EXERCISE_REALM = /^exercise:[a-z0-9-]{1,32}$/;

/** True for `live` and `exercise:<id>` with id `[a-z0-9-]{1,32}`. */
export function isRealm(text: string): text is Realm {
  return text === 'live' || EXERCISE_REALM.test(text);
}

/** True for one of the eight roles. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** The realm that a principal writes into: a simulator can never reach `live`, whatever its token row says. */
export function homeRealm(principal: Principal): Realm {
  if (principal.role !== 'simulator') return 'live';
  return principal.realm === 'live' ? `exercise:${principal.id}` : principal.realm;
}
