/** What the centre answers about who may get in; times RFC 3339. */
export interface AccountAnswer {
  name: string;
  role: string;
  agency?: string;
  position?: string;
  created: string;
  passwordSet: string;
  disabled?: string;
}

export interface SessionAnswer {
  id: string;
  label: string;
  role: string;
  account?: string;
  room?: string;
  screen?: string;
  created: string;
  seen: string;
  expires: string;
  isOwn: boolean;
}

export interface TokenAnswer {
  id: string;
  label: string;
  role: string;
  realm: string;
  room?: string;
  screen?: string;
  agency?: string;
  madeBy?: string;
  created: string;
  expires?: string;
  revoked?: string;
  used?: string;
}

export interface DeviceAnswer {
  id: string;
  label: string;
  room?: string;
  screen?: string;
  grantedBy?: string;
  created: string;
  seen: string;
  expires: string;
}

/** A wall that shows a code. */
export interface GrantAnswer {
  userCode: string;
  room: string;
  screen: string;
  address: string;
  asked: string;
  expires: string;
}

/** Roles of people, in the order in which they may do more. */
export const PERSON_ROLES = ['viewer', 'agency', 'operator', 'supervisor', 'admin'] as const;
export const TOKEN_ROLES = ['feed', 'simulator', 'wall', ...PERSON_ROLES] as const;

/** The parts of the page that a role may use, in the order in which they stand. */
export type Section = 'people' | 'tokens' | 'devices' | 'me';

export function sectionsOf(role: string): readonly Section[] {
  if (role === 'admin') return ['people', 'tokens', 'devices', 'me'];
  return role === 'supervisor' ? ['devices', 'me'] : ['me'];
}
