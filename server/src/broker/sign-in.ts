import type { Principal, Role } from '../access/principal.ts';
import { ANONYMOUS_INGEST } from '../access/principal.ts';

/** Roles that have anything to publish or to subscribe to; the others get CONNACK 5 although their token is good. */
const MQTT_ROLES: ReadonlySet<Role> = new Set<Role>(['feed', 'simulator', 'operator', 'supervisor', 'admin']);

export interface SignInRequest {
  readonly password: string | undefined;
  readonly isLoopback: boolean;
  readonly isEncrypted: boolean;
}

export interface SignInPolicy {
  readonly verifyToken: (bearer: string) => Principal | undefined;
  readonly anonymousIngest: boolean;
}

/**
 * Who an MQTT client is: its password is a token, its user name means nothing. `undefined` = CONNACK 5.
 * A wrong password is never taken for none. An admin's token is refused in clear text over a network.
 */
export function signIn(request: SignInRequest, policy: SignInPolicy): Principal | undefined {
  if (request.password === undefined || request.password === '') {
    return policy.anonymousIngest && request.isLoopback ? ANONYMOUS_INGEST : undefined;
  }
  const principal = policy.verifyToken(request.password);
  if (principal === undefined || !MQTT_ROLES.has(principal.role)) return undefined;
  if (principal.role === 'admin' && !request.isLoopback && !request.isEncrypted) return undefined;
  return principal;
}
