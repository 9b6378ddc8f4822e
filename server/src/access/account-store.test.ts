import { DatabaseSync } from 'node:sqlite';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAccessStore } from './access-store.ts';

function openDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-accounts-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function open(dir = openDir()) {
  const store = openAccessStore({ dataDir: dir, clock: { nowMs: () => 1_000 } });
  onTestFinished(() => store.close());
  return store;
}

test.each([
  ['', { role: 'viewer' }, 'bad-name'],
  ['Lan', { role: 'viewer' }, 'bad-name'],
  ['lan nguyen', { role: 'viewer' }, 'bad-name'],
  ['../lan', { role: 'viewer' }, 'bad-name'],
  ['wall-1', { role: 'wall' }, 'bad-role'],
  ['gateway', { role: 'feed' }, 'bad-role'],
  ['fire-1', { role: 'agency' }, 'agency-needed'],
  ['lan', { role: 'operator', agency: 'fire' }, 'bad-role'],
] as const)('an account %j with %j is refused as %s', (name, bounds, code) => {
  expect(open().accounts.create(name, 'hash', bounds)).toMatchObject({ ok: false, code });
});

test('a name is given once, also when its account is disabled: the journal names people by it', () => {
  const { accounts } = open();
  expect(accounts.create('lan', 'hash', { role: 'operator' })).toMatchObject({ ok: true });
  accounts.setDisabled('lan', true);
  expect(accounts.create('lan', 'other', { role: 'admin' })).toMatchObject({ code: 'account-exists' });
  expect(accounts.hashOf('lan')).toBeUndefined();
  accounts.setDisabled('lan', false);
  expect(accounts.hashOf('lan')).toBe('hash');
});

test('a list never shows a hash', () => {
  const { accounts } = open();
  accounts.create('lan', '$argon2id$secret', { role: 'agency', agency: 'fire' });
  expect(JSON.stringify(accounts.list())).not.toContain('argon2id');
  expect(accounts.list()).toEqual([
    { name: 'lan', role: 'agency', agency: 'fire', createdMs: 1_000, passwordMs: 1_000 },
  ]);
});

test('a database of an earlier build gets what it lacks and keeps its sessions', () => {
  const dir = openDir();
  mkdirSync(join(dir, 'secrets'));
  const old = new DatabaseSync(join(dir, 'secrets', 'access.db'));
  old.exec(`CREATE TABLE sessions (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, label TEXT NOT NULL, role TEXT NOT NULL,
    realm TEXT NOT NULL, room TEXT, screen TEXT, agency TEXT, token_id TEXT, created_ms INTEGER NOT NULL, expires_ms INTEGER,
    revoked_ms INTEGER) STRICT;
    INSERT INTO sessions (id, hash, label, role, realm, created_ms, expires_ms) VALUES ('a', 'b', 'lan', 'operator', 'live', 1, 9999)`);
  old.close();
  const store = open(dir);
  expect(store.sessions.list()).toMatchObject([{ id: 'a', label: 'lan' }]);
  expect(store.sessions.isActive('a')).toBe(true);
  expect(open(dir).sessions.list()).toHaveLength(1);
});
