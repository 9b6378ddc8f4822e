import { readFileSync } from 'node:fs';
import type { Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import { NOBODY, parseOidcRoles } from './oidc-roles.ts';
import type { OidcOptions } from './oidc-sign-in.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** `--oidc-issuer --oidc-client-id --oidc-roles` and the secret of the environment; null = not wanted. One sentence on a fault. */
export function readOidcOptions({
  issuer,
  clientId,
  rolesFile,
  secret,
}: {
  issuer: string | null;
  clientId: string | null;
  rolesFile: string | null;
  secret: string | null;
}): Result<OidcOptions | null, 'bad-option'> {
  if (issuer === null && clientId === null && rolesFile === null) return ok(null);
  if (issuer === null || clientId === null)
    return err('bad-option', '--oidc-issuer and --oidc-client-id must be given together');
  if (!URL.canParse(issuer)) return err('bad-option', `--oidc-issuer must be an address, not ${issuer}`);
  const url = new URL(issuer);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!isSafe)
    return err(
      'bad-option',
      `--oidc-issuer must be an https:// address, not ${issuer} (http:// only on loopback)`,
    );
  const roles = rolesFile === null ? ok(NOBODY) : readRoles(rolesFile);
  if (!roles.ok) return roles;
  return ok({ issuer: url, clientId, clientSecret: secret, roles: roles.value });
}

function readRoles(file: string): Result<OidcOptions['roles'], 'bad-option'> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return err(
      'bad-option',
      `--oidc-roles ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? ''}`,
    );
  }
  const roles = parseOidcRoles(text);
  return roles.ok ? roles : err('bad-option', `--oidc-roles ${file}: ${roles.message}`);
}
