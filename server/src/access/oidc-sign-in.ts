/**
 * Signing in at an OpenID Connect issuer: authorization code with PKCE, state and nonce. One attempt belongs to one browser (a cookie
 * of its own), is used once and ends after ten minutes. The issuer is asked for its addresses at the first attempt, so a centre
 * starts without it, and local accounts work while it is down. Tokens are used here and kept nowhere.
 */
import type { Clock, Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import * as client from 'openid-client';
import { hashSecret, makeSecret } from './credential.ts';
import { type OidcRoles, personOf } from './oidc-roles.ts';
import type { Person } from './access-store.ts';

export interface OidcOptions {
  readonly issuer: URL;
  readonly clientId: string;
  /** None: a public client, proven by PKCE alone. */
  readonly clientSecret: string | null;
  readonly roles: OidcRoles;
}

export type OidcRefusal =
  | 'oidc-issuer-down'
  /** The person or the issuer said no. */
  | 'oidc-refused'
  /** The answer is not one to an attempt of this browser, or its proof does not hold. */
  | 'oidc-invalid'
  | 'oidc-unknown-person';

interface Attempt {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly returnTo: string;
  readonly startedMs: number;
}

export const ATTEMPT_TTL_MS = 10 * 60_000;
const MOST_ATTEMPTS = 1_000;
const CLOCK_TOLERANCE_S = 60;
const TIMEOUT_S = 10;
/** What the network says when nobody is there; everything else that fails is an answer that does not hold. */
const NETWORK_CODES = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);

export class OidcSignIn {
  readonly #options: OidcOptions;
  readonly #clock: Clock;
  readonly #report: (text: string) => void;
  readonly #attempts = new Map<string, Attempt>();
  #issuer: Promise<client.Configuration> | undefined;

  constructor(options: OidcOptions, clock: Clock, report: (text: string) => void) {
    this.#options = options;
    this.#clock = clock;
    this.#report = report;
  }

  /** Where the browser goes, and what its cookie keeps meanwhile. `returnTo`: a path of this centre. */
  async begin(
    redirectUri: string,
    returnTo: string,
  ): Promise<Result<{ url: string; cookieValue: string }, OidcRefusal>> {
    const issuer = await this.#discovered();
    if (!issuer.ok) return issuer;
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce, cookieValue] = [client.randomState(), client.randomNonce(), makeSecret()];
    const startedMs = this.#clock.nowMs();
    this.#attempts.set(hashSecret(cookieValue), { verifier, state, nonce, redirectUri, returnTo, startedMs });
    while (this.#attempts.size > MOST_ATTEMPTS) this.#attempts.delete(this.#attempts.keys().next().value!);
    const url = client.buildAuthorizationUrl(issuer.value, {
      redirect_uri: redirectUri,
      scope: this.#options.roles.scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      // At a desk that people share, the one before must not be signed in again by a click.
      prompt: 'login',
    });
    return ok({ url: url.href, cookieValue });
  }

  /** The browser came back. `query`: the part of the address after `?`. */
  async finish(
    query: string,
    cookieValue: string,
  ): Promise<Result<{ person: Person; untilMs: number; returnTo: string }, OidcRefusal>> {
    const key = hashSecret(cookieValue);
    const attempt = this.#attempts.get(key);
    // Used up before it is looked at: what comes twice is refused, whatever came of the first.
    this.#attempts.delete(key);
    const nowMs = this.#clock.nowMs();
    if (attempt === undefined || nowMs - attempt.startedMs > ATTEMPT_TTL_MS)
      return err('oidc-invalid', 'no sign-in of this browser is under way');
    const issuer = await this.#discovered();
    if (!issuer.ok) return issuer;
    try {
      const claims = await provenClaims(issuer.value, attempt, query);
      const person = personOf(claims, this.#options.roles);
      if (person === undefined) {
        this.#report(`sign-in of ${String(claims['sub'])}: no rule of the roles file fits`);
        return err('oidc-unknown-person', 'the issuer knows this person, this centre does not');
      }
      const { name, ...bounds } = person;
      // Marked as the issuer's, so that nobody there can take the name of a local account.
      const label = `${name} (${this.#options.issuer.host})`;
      const { sessionHours } = this.#options.roles;
      const untilMs = sessionHours === undefined ? Number.MAX_SAFE_INTEGER : nowMs + sessionHours * 3_600_000;
      return ok({
        person: { account: `oidc:${String(claims['sub'])}`, label, ...bounds },
        untilMs,
        returnTo: attempt.returnTo,
      });
    } catch (error) {
      return this.#refusal(error);
    }
  }

  /** Where the issuer ends its own session; null when it cannot, or is not there. */
  async signOutUrl(postLogoutUri: string): Promise<string | null> {
    const issuer = await this.#discovered();
    if (!issuer.ok || issuer.value.serverMetadata().end_session_endpoint === undefined) return null;
    return client.buildEndSessionUrl(issuer.value, { post_logout_redirect_uri: postLogoutUri }).href;
  }

  async #discovered(): Promise<Result<client.Configuration, OidcRefusal>> {
    const { issuer, clientId, clientSecret } = this.#options;
    const metadata = { [client.clockTolerance]: CLOCK_TOLERANCE_S };
    const proof = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
    this.#issuer ??= client.discovery(issuer, clientId, metadata, proof, {
      timeout: TIMEOUT_S,
      execute: [
        // The signature of an id token is checked too: TLS alone proves it only as long as no proxy ends it.
        client.enableNonRepudiationChecks,
        // Only an issuer on this machine may be without TLS: refused for others when the options are read.
        ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
      ],
    });
    try {
      return ok(await this.#issuer);
    } catch (error) {
      this.#issuer = undefined;
      this.#report(`the issuer ${issuer.href} cannot be asked: ${codeOf(error)}`);
      return err('oidc-issuer-down', 'the sign-in service cannot be reached');
    }
  }

  /** The log gets the kind of a failure, never what came: it may hold a code or a token. */
  #refusal(error: unknown): Result<never, OidcRefusal> {
    if (error instanceof client.AuthorizationResponseError)
      return err('oidc-refused', `the sign-in service said no: ${error.error.slice(0, 64)}`);
    if (!(error instanceof Error)) throw error;
    this.#report(`a sign-in at the issuer failed: ${codeOf(error)}`);
    const isDown = error instanceof TypeError || NETWORK_CODES.has(codeOf(error));
    if (isDown) return err('oidc-issuer-down', 'the sign-in service cannot be reached');
    return err('oidc-invalid', 'the answer of the sign-in service does not hold');
  }
}

async function provenClaims(
  issuer: client.Configuration,
  { verifier, state, nonce, redirectUri }: Attempt,
  query: string,
): Promise<Record<string, unknown>> {
  const url = new URL(redirectUri);
  url.search = query;
  const tokens = await client.authorizationCodeGrant(issuer, url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const proven = tokens.claims();
  if (proven === undefined) throw new Error('an answer without an id token passed');
  if (issuer.serverMetadata().userinfo_endpoint === undefined) return proven;
  const more = await client.fetchUserInfo(issuer, tokens.access_token, proven.sub);
  return { ...more, ...proven };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
