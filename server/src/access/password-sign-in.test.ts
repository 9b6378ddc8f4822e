import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAccessStore, SHIFT_IDLE_MS, SHIFT_TTL_MS } from './access-store.ts';
import type { AccessStore } from './access-store.ts';
import { hashPassword } from './password-hash.ts';
import { PasswordSignIn } from './password-sign-in.ts';

const CHEAP = { memoryKib: 64, passes: 1, lanes: 1 };
const RIGHT = 'con mèo đen trên mái';
const clock = { ms: 0, nowMs: () => clock.ms };
let dir: string;
let store: AccessStore;

beforeEach(async () => {
  clock.ms = Date.UTC(2026, 10, 23);
  dir = mkdtempSync(join(tmpdir(), 'metropane-accounts-'));
  store = openAccessStore({ dataDir: dir, clock });
  store.accounts.create('lan', await hashPassword(RIGHT, CHEAP), { role: 'operator', position: 'p1' });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const attempt = (user: string, password: string, address = '10.0.0.1') => ({ user, password, address });
const make = (cost = CHEAP) => new PasswordSignIn(store, clock, cost);

test('the right password opens a session of a shift, whatever the case of the name', async () => {
  const opened = await make().signIn(attempt(' LAN ', RIGHT));
  expect(opened).toMatchObject({
    ok: true,
    value: {
      expiresMs: clock.ms + SHIFT_TTL_MS,
      principal: { kind: 'session', role: 'operator', label: 'lan', account: 'lan', position: 'p1' },
    },
  });
  if (!opened.ok) return;
  expect(store.verifySession(opened.value.cookieValue)).toEqual(opened.value.principal);
});

test('a wrong password, an unknown name and a disabled account get one answer', async () => {
  store.accounts.create('minh', await hashPassword(RIGHT, CHEAP), { role: 'viewer' });
  store.accounts.setDisabled('minh', true);
  const signIn = make();
  const answers = [
    await signIn.signIn(attempt('lan', 'wrong')),
    await signIn.signIn(attempt('nobody', RIGHT)),
    await signIn.signIn(attempt('minh', RIGHT)),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ ok: false, code: 'bad-credentials' });
});

test('an unknown name costs the same hash as a known one', async () => {
  // At a cost that dwarfs all else; the medians of many are compared, since the machine is shared.
  const cost = { memoryKib: 4_096, passes: 2, lanes: 1 };
  store.accounts.setHash('lan', await hashPassword(RIGHT, cost));
  const signIn = make(cost);
  await signIn.signIn(attempt('nobody', 'x', '10.9.9.9'));
  const times: Record<string, number[]> = { lan: [], nobody: [] };
  for (let i = 0; i < 15; i++) {
    for (const user of ['lan', 'nobody']) {
      clock.ms += 3_600_000;
      const startMs = performance.now();
      expect(await signIn.signIn(attempt(user, 'wrong', `10.2.${i}.1`))).toMatchObject({
        code: 'bad-credentials',
      });
      times[user]!.push(performance.now() - startMs);
    }
  }
  const median = (list: number[]): number => list.toSorted((a, b) => a - b)[7]!;
  const ratio = median(times['nobody']!) / median(times['lan']!);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('guessing is slowed down the same whether the account is there or not, and the right password waits too', async () => {
  const signIn = make();
  for (const user of ['lan', 'nobody']) {
    const answers: unknown[] = [];
    for (let i = 0; i < 8; i++) answers.push(await signIn.signIn(attempt(user, `guess ${i}`, '10.3.0.1')));
    expect(answers.map((answer) => (answer as { code: string }).code)).toEqual([
      ...Array.from({ length: 5 }, () => 'bad-credentials'),
      ...Array.from({ length: 3 }, () => 'too-many-attempts'),
    ]);
  }
  expect(await signIn.signIn(attempt('lan', RIGHT, '10.3.0.1'))).toMatchObject({
    code: 'too-many-attempts',
    retryAfterMs: 1_000,
  });
  clock.ms += 1_000;
  expect(await signIn.signIn(attempt('lan', RIGHT, '10.3.0.1'))).toMatchObject({ ok: true });
});

test('a brute force of a day gets through some hundred guesses', async () => {
  const signIn = make();
  const endMs = clock.ms + 86_400_000;
  let looked = 0;
  while (clock.ms < endMs) {
    const answer = await signIn.signIn(attempt('lan', `guess ${clock.ms}`));
    if (answer.ok || answer.code === 'bad-credentials') looked += 1;
    clock.ms += 'retryAfterMs' in answer ? answer.retryAfterMs : 1;
  }
  expect(looked).toBeLessThan(120);
});

test('a flood at once is refused beyond the queue, and counts nobody as having failed', async () => {
  const signIn = make();
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, i) => signIn.signIn(attempt(`name-${i}`, 'x', `10.4.${i % 250}.1`))),
  );
  const busy = answers.filter((answer) => !answer.ok && answer.code === 'busy');
  expect(busy.length).toBe(400 - 2 - 64);
  expect(busy[0]).toMatchObject({ retryAfterMs: 2_000 });
  expect(await signIn.signIn(attempt('lan', RIGHT))).toMatchObject({ ok: true });
});

test('attempts at once are so many attempts: the lock does not wait for their outcome', async () => {
  const signIn = make();
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => signIn.signIn(attempt('lan', `guess ${i}`))),
  );
  expect(answers.filter((answer) => !answer.ok && answer.code === 'bad-credentials')).toHaveLength(5);
});

test('a hash of an older cost is renewed by the next sign-in', async () => {
  const stronger = { memoryKib: 128, passes: 2, lanes: 1 };
  await make(stronger).signIn(attempt('lan', RIGHT));
  expect(store.accounts.hashOf('lan')).toMatch(/^\$argon2id\$v=19\$m=128,t=2,p=1\$/);
  expect(await make(stronger).signIn(attempt('lan', RIGHT))).toMatchObject({ ok: true });
});

test('one changes the own password by proving the old one; every other session of the account ends', async () => {
  const signIn = make();
  const here = await signIn.signIn(attempt('lan', RIGHT));
  const there = await signIn.signIn(attempt('lan', RIGHT));
  if (!here.ok || !there.ok) throw new Error('both must be signed in');
  const sessionId = here.value.principal.id;
  const change = (password: string, wanted: string) =>
    signIn.changePassword(attempt('lan', password), { wanted, sessionId });
  expect(await change('wrong', 'hai con chó vàng ngoài sân')).toMatchObject({ code: 'bad-credentials' });
  expect(await change(RIGHT, 'password1234')).toMatchObject({ code: 'password-trivial' });
  expect(await change(RIGHT, 'hai con chó vàng ngoài sân')).toEqual({ ok: true, value: { ended: 1 } });
  expect(store.verifySession(here.value.cookieValue)).toBeDefined();
  expect(store.verifySession(there.value.cookieValue)).toBeUndefined();
  expect(await signIn.signIn(attempt('lan', RIGHT))).toMatchObject({ code: 'bad-credentials' });
  expect(await signIn.signIn(attempt('lan', 'hai con chó vàng ngoài sân'))).toMatchObject({ ok: true });
});

test('an hour without an open page ends a session, an open socket keeps it, thirteen hours end it anyway', async () => {
  const signIn = make();
  const idle = await signIn.signIn(attempt('lan', RIGHT));
  const watched = await signIn.signIn(attempt('lan', RIGHT));
  if (!idle.ok || !watched.ok) throw new Error('both must be signed in');
  for (let ms = 0; ms < SHIFT_IDLE_MS; ms += 600_000) {
    clock.ms += 600_000;
    expect(store.isActive(watched.value.principal)).toBe(true);
  }
  expect(store.verifySession(idle.value.cookieValue)).toBeUndefined();
  expect(store.isActive(idle.value.principal)).toBe(false);
  expect(store.sessions.list('lan').map(({ id }) => id)).toEqual([watched.value.principal.id]);
  while (clock.ms < watched.value.expiresMs - 600_000) {
    clock.ms += 600_000;
    expect(store.isActive(watched.value.principal)).toBe(true);
  }
  clock.ms = watched.value.expiresMs;
  expect(store.isActive(watched.value.principal)).toBe(false);
});

test('what was seen outlives a restart', async () => {
  const opened = await make().signIn(attempt('lan', RIGHT));
  if (!opened.ok) throw new Error('must be signed in');
  clock.ms += SHIFT_IDLE_MS - 1;
  store.verifySession(opened.value.cookieValue);
  store.close();
  store = openAccessStore({ dataDir: dir, clock });
  clock.ms += SHIFT_IDLE_MS - 1;
  expect(store.verifySession(opened.value.cookieValue)).toBeDefined();
});

test('another process disables an account and ends its sessions: seen within a second', async () => {
  const opened = await make().signIn(attempt('lan', RIGHT));
  if (!opened.ok) throw new Error('must be signed in');
  expect(store.isActive(opened.value.principal)).toBe(true);
  const other = openAccessStore({ dataDir: dir, clock });
  other.accounts.setDisabled('lan', true);
  other.sessions.endOfAccount('lan');
  other.close();
  clock.ms += 1_000;
  expect(store.isActive(opened.value.principal)).toBe(false);
  expect(store.verifySession(opened.value.cookieValue)).toBeUndefined();
});
