import type { CentreApi, Session } from '../../live/centre-port.ts';

/** Signed in at the sign-in service of an agency, not at this centre. */
export function isOfService({ account }: Session): boolean {
  return account?.startsWith('oidc:') === true;
}

/**
 * Ends the session here, and at the sign-in service for who came by it: else the next press on "sign in" would open this person's desk
 * again without a question. Rejects with a `Problem` while the session still stands.
 */
export async function signOut(api: Pick<CentreApi, 'remove'>, session: Session): Promise<void> {
  if (isOfService(session)) {
    location.assign('/api/v1/oidc/sign-out');
    return;
  }
  await api.remove('/session');
  location.assign('/desk');
}
