import type { Centre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import type { CentreApi } from '../live/centre-port.ts';
import type { ConnectLink } from './centre-pages.tsx';
import { loadCentrePages } from './first-pages.ts';
import { realmIn, withRealm } from '../live/realm.ts';

/** The ways to the centre: real ones in the product, fixed ones in tests. */
export interface CentrePorts {
  api: CentreApi;
  /** The realm that the page shows; default `live`. */
  realm?: string;
  /** Brings what starts the live link: who is not let in needs none. */
  loadLink: () => Promise<ConnectLink>;
}

/** How far the start of a page has come. */
export type BootState =
  | { phase: 'starting' }
  | { phase: 'signed-out'; problem: Problem | null }
  /** Came by a link with which a person chooses a new password, whoever is signed in here. */
  | { phase: 'new-password'; link: string }
  | { phase: 'unreachable'; problem: Problem; retryInMs: number }
  | { phase: 'ready'; centre: Centre; connect: ConnectLink };

const SIGN_IN_HASH = /^#signin=(.+)$/;
const PASSWORD_HASH = /^#password=([\w-]{20,100})$/;
/** Where the centre leads back to when signing in at a service failed. */
const PROBLEM_HASH = /^#signin-problem=([a-z-]{1,40})$/;

/**
 * Session, then the city. A one-time token in the fragment is redeemed first and leaves the address bar before anything
 * else happens, so that it is neither bookmarked nor sent on. What the centre refuses or cannot do is a state; only code that cannot
 * be brought from a centre that answers throws, which loads the page again.
 */
export async function bootCentre({ api, loadLink }: CentrePorts, attempt: number): Promise<BootState> {
  const [, link] = PASSWORD_HASH.exec(location.hash) ?? [];
  if (link !== undefined) {
    history.replaceState(null, '', location.pathname + location.search);
    return { phase: 'new-password', link };
  }
  const token = takeSignInToken();
  const failed = takeSignInProblem();
  try {
    const session = token === null ? await api.session() : await api.redeem(token);
    if (session === null) return { phase: 'signed-out', problem: failed };
    // The city first: while that fails, a piece that could not be brought must not end the waiting for the centre.
    const ground = await api.city();
    const [{ LiveStore }, connect] = await Promise.all([loadCentrePages(), loadLink()]);
    return { phase: 'ready', centre: { live: new LiveStore(), api, ground, session }, connect };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (token !== null && error.status >= 400 && error.status < 500)
      return { phase: 'signed-out', problem: error };
    if (error.status === 401) return { phase: 'signed-out', problem: null };
    return { phase: 'unreachable', problem: error, retryInMs: Math.min(30_000, 1_000 * 2 ** attempt) };
  }
}

function takeSignInProblem(): Problem | null {
  const [, code] = PROBLEM_HASH.exec(location.hash) ?? [];
  if (code === undefined) return null;
  history.replaceState(null, '', location.pathname + location.search);
  return new Problem(401, code, { detail: code });
}

function takeSignInToken(): string | null {
  const match = SIGN_IN_HASH.exec(location.hash);
  if (match === null) return null;
  history.replaceState(null, '', withRealm('/desk', realmIn(location.search)));
  return decodeURIComponent(match[1]!);
}
