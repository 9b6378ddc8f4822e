import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AccessConfigError, openAccessStore, SIGN_IN_LINK_TTL_MS } from './access-store.ts';
import type { AccessStore } from './access-store.ts';
import { homeRealm } from './principal.ts';
import type { NewToken } from './token-rules.ts';

const START_MS = Date.UTC(2026, 10, 23, 7);
let dataDir = '';
let nowMs = START_MS;
const clock = { nowMs: () => nowMs };
const opened: AccessStore[] = [];

function open(fixedToken?: string): AccessStore {
  const store = openAccessStore({ dataDir, clock, fixedToken });
  opened.push(store);
  return store;
}

function tokenOf(store: AccessStore, wanted: NewToken): { id: string; secret: string } {
  const made = store.createToken(wanted);
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'metropane-access-'));
  nowMs = START_MS;
});

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(dataDir, { recursive: true });
});

test('a token verifies to its principal, and its secret is nowhere on disk', () => {
  const store = open();
  const { id, secret } = tokenOf(store, { role: 'wall', label: 'wall 1', room: 'main', screen: '1' });
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(store.verifyToken(secret)).toEqual({
    kind: 'token',
    id,
    role: 'wall',
    realm: 'live',
    label: 'wall 1',
    room: 'main',
    screen: '1',
  });
  expect(store.verifyToken(`${secret}x`)).toBeUndefined();
  expect(store.verifyToken('')).toBeUndefined();
  expect(store.verifyToken('x'.repeat(100_000))).toBeUndefined();
  store.close();
  opened.length = 0;
  const file = path.join(dataDir, 'secrets', 'access.db');
  expect(readFileSync(file).includes(secret)).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});

test('a revocation by another process is seen within a second although the token is cached', () => {
  const store = open();
  const { id, secret } = tokenOf(store, { role: 'feed', label: 'gateway' });
  const principal = store.verifyToken(secret);
  if (principal === undefined) throw new Error('the token must verify');
  expect(store.isActive(principal)).toBe(true);
  expect(store.verifyToken(secret)).toEqual(principal);
  expect(open().revokeToken(id)).toBe(true);
  nowMs += 1_000;
  expect(store.verifyToken(secret)).toBeUndefined();
  expect(store.isActive(principal)).toBe(false);
  expect(open().revokeToken(id)).toBe(false);
});

test('a token expires at its time, also when cached, and not before', () => {
  const store = open();
  const { secret } = tokenOf(store, { role: 'viewer', label: 'guest', ttlMs: 10_000 });
  nowMs += 9_999;
  const principal = store.verifyToken(secret);
  expect(principal?.role).toBe('viewer');
  nowMs += 1;
  expect(store.verifyToken(secret)).toBeUndefined();
  expect(principal && store.isActive(principal)).toBe(false);
});

test('a simulator gets a realm of its own and can never be given live', () => {
  const store = open();
  const own = tokenOf(store, { role: 'simulator', label: 'drill' });
  const named = tokenOf(store, { role: 'simulator', label: 'drill', realm: 'exercise:flood-1' });
  const principals = [own, named].map(({ secret }) => store.verifyToken(secret));
  expect(principals.map((principal) => principal && homeRealm(principal))).toEqual([
    `exercise:${own.id}`,
    'exercise:flood-1',
  ]);
  expect(store.createToken({ role: 'simulator', label: 'x', realm: 'live' })).toMatchObject({
    code: 'bad-realm',
  });
  expect(store.createToken({ role: 'feed', label: 'x', realm: 'exercise:a' })).toMatchObject({
    code: 'bad-realm',
  });
  expect(store.createToken({ role: 'wall', label: 'x', room: 'main' })).toMatchObject({
    code: 'wall-needs-screen',
  });
  expect(store.createToken({ role: 'agency', label: 'x' })).toMatchObject({ code: 'agency-needed' });
  expect(store.createToken({ role: 'feed', label: ' ' })).toMatchObject({ code: 'bad-label' });
  const forged = { kind: 'token', id: 'ab', role: 'simulator', realm: 'live', label: '' } as const;
  expect(homeRealm(forged)).toBe('exercise:ab');
});

test('the first sign-in link works once, for 15 minutes, and only while no admin has signed in', () => {
  const store = open();
  const first = store.createSignInLink(nowMs);
  const second = store.createSignInLink(nowMs);
  if (!first.ok || !second.ok) throw new Error('links must be made');
  expect(store.redeemSignInLink(first.value.token, nowMs)).toMatchObject({ code: 'unknown-link' });
  expect(store.redeemSignInLink(second.value.token, nowMs + SIGN_IN_LINK_TTL_MS)).toMatchObject({
    code: 'expired-link',
  });
  const invited = store.inviteWithLink({ role: 'admin', label: 'Lan' }, nowMs);
  const session = store.redeemSignInLink(second.value.token, nowMs + SIGN_IN_LINK_TTL_MS - 1);
  if (!session.ok) throw new Error(session.code);
  expect(session.value.principal).toMatchObject({ kind: 'session', role: 'admin', realm: 'live' });
  expect(store.verifySession(session.value.cookieValue)).toEqual(session.value.principal);
  expect(store.redeemSignInLink(second.value.token, nowMs)).toMatchObject({ code: 'used-link' });
  expect(store.createSignInLink(nowMs)).toMatchObject({ ok: false, code: 'admin-exists' });
  expect(store.redeemSignInLink(invited.token, nowMs)).toMatchObject({ ok: true });
  expect(open().hasAdminSignedIn()).toBe(true);
});

test('a session ends by signing out, by its time, and with the token that opened it', () => {
  const store = open();
  const { id, secret } = tokenOf(store, { role: 'wall', label: 'wall 1', room: 'main', screen: '1' });
  const principal = store.verifyToken(secret);
  if (principal === undefined) throw new Error('the token must verify');
  const signedOut = store.openSessionFor(principal, nowMs);
  expect(signedOut.principal).toMatchObject({ role: 'wall', room: 'main', screen: '1' });
  expect(store.endSession(signedOut.cookieValue)).toBe(true);
  expect(store.verifySession(signedOut.cookieValue)).toBeUndefined();
  const old = store.openSessionFor(principal, nowMs - 31 * 24 * 3_600_000);
  expect(store.verifySession(old.cookieValue)).toBeUndefined();
  const live = store.openSessionFor(principal, nowMs);
  expect(store.isActive(live.principal)).toBe(true);
  store.revokeToken(id);
  expect(store.verifySession(live.cookieValue)).toBeUndefined();
  expect(store.isActive(live.principal)).toBe(false);
});

test('a session never outlives the expiry of its token', () => {
  const store = open();
  const { secret } = tokenOf(store, { role: 'viewer', label: 'guest', ttlMs: 60_000 });
  const principal = store.verifyToken(secret);
  if (principal === undefined) throw new Error('the token must verify');
  expect(store.openSessionFor(principal, nowMs).expiresMs).toBe(nowMs + 60_000);
});

test('METROPANE_TOKEN is an admin that needs 20 characters', () => {
  expect(() => open('x'.repeat(19))).toThrow(AccessConfigError);
  expect(() => open('x'.repeat(19))).toThrow('METROPANE_TOKEN must have at least 20 characters, it has 19.');
  const store = open('y'.repeat(20));
  expect(store.verifyToken('y'.repeat(20))).toMatchObject({ role: 'admin', realm: 'live' });
  expect(store.verifyToken('y'.repeat(21))).toBeUndefined();
  expect(store.hasAdminSignedIn()).toBe(false);
});

test('the list of tokens shows revoked ones and never a secret; the cookie name stays with the instance', () => {
  const store = open();
  const { id, secret } = tokenOf(store, { role: 'agency', label: 'PCCC', agency: 'fire' });
  store.revokeToken(id);
  expect(store.listTokens()).toEqual([
    {
      id,
      role: 'agency',
      realm: 'live',
      label: 'PCCC',
      agency: 'fire',
      createdMs: START_MS,
      revokedMs: START_MS,
    },
  ]);
  expect(JSON.stringify(store.listTokens())).not.toContain(secret);
  expect(store.cookieName).toMatch(/^metropane_[0-9a-f]{8}$/);
  expect(open().cookieName).toBe(store.cookieName);
});
