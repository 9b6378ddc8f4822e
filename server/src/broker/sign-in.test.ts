import { expect, test } from 'vitest';
import { ROLES } from '../access/principal.ts';
import type { Role } from '../access/principal.ts';
import { signIn } from './sign-in.ts';

const policy = {
  verifyToken: (bearer: string) =>
    (ROLES as readonly string[]).includes(bearer)
      ? ({ kind: 'token', id: bearer, role: bearer as Role, realm: 'live', label: bearer } as const)
      : undefined,
  anonymousIngest: true,
};

test('an admin token is taken on loopback or over TLS, never in clear text over a network', () => {
  const asks = (isLoopback: boolean, isEncrypted: boolean) =>
    signIn({ password: 'admin', isLoopback, isEncrypted }, policy)?.role;
  expect([asks(true, false), asks(false, true), asks(false, false)]).toEqual(['admin', 'admin', undefined]);
  expect(signIn({ password: 'feed', isLoopback: false, isEncrypted: false }, policy)?.role).toBe('feed');
});

test('no password is anonymous ingest on loopback alone, and only where it is switched on', () => {
  const asks = (isLoopback: boolean, anonymousIngest: boolean, password?: string) =>
    signIn({ password, isLoopback, isEncrypted: true }, { ...policy, anonymousIngest })?.kind;
  expect(asks(true, true)).toBe('anonymous-ingest');
  expect(asks(true, true, '')).toBe('anonymous-ingest');
  expect([asks(false, true), asks(true, false), asks(true, true, 'wrong')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('roles without anything to publish or subscribe to cannot sign in', () => {
  const roles = ROLES.filter((role) =>
    signIn({ password: role, isLoopback: true, isEncrypted: false }, policy),
  );
  expect(roles).toEqual(['operator', 'supervisor', 'simulator', 'feed', 'admin']);
});
