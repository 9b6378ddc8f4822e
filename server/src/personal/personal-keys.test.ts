import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PersonalKeys } from './personal-keys.ts';
import { KEY_BYTES, openBytes, sealBytes } from './sealed-box.ts';

let dir: string;
const opened: PersonalKeys[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-keys-'));
});
afterEach(() => {
  for (const keys of opened.splice(0)) keys.close();
  rmSync(dir, { recursive: true, force: true });
});

function open(): PersonalKeys {
  const keys = PersonalKeys.open(dir);
  opened.push(keys);
  return keys;
}

const CONTACT = { name: 'Nguyễn Thị Lan', phone: '0903 123 456' };
const erasure = (keyId: string) => ({
  keyId,
  record: 'report\0a\u00001',
  reason: 'asked',
  actor: 'x',
  atMs: 7,
});

test('what is sealed opens for its record alone, also in another process', () => {
  const sealed = open().seal('report\0a\u00001', CONTACT);
  expect(open().open('report\0a\u00001', sealed)).toEqual({ status: 'open', value: CONTACT });
  expect(open().open('report\0a\u00002', sealed)).toEqual({ status: 'damaged' });
  const [one, two] = [open().seal('r', CONTACT), open().seal('r', CONTACT)];
  expect(one.keyId).not.toBe(two.keyId);
  expect(open().open('r', { keyId: one.keyId, box: two.box })).toEqual({ status: 'damaged' });
});

test('a box of which one bit was changed does not open', () => {
  const key = Buffer.alloc(KEY_BYTES, 7);
  const box = sealBytes(key, Buffer.from('0903 123 456'), 'r');
  expect(openBytes(key, box, 'r')?.toString()).toBe('0903 123 456');
  for (let at = 0; at < box.length; at++) {
    const changed = Buffer.from(box);
    changed[at]! ^= 1;
    expect(openBytes(key, changed, 'r'), `byte ${at}`).toBeNull();
  }
  expect(openBytes(key, box.subarray(0, 20), 'r')).toBeNull();
  expect(openBytes(key, Buffer.alloc(0), 'r')).toBeNull();
});

test('no file holds the clear text or an unwrapped key, and folder and files are private', () => {
  const keys = open();
  const sealed = keys.seal('r', CONTACT);
  const box = Buffer.from(sealed.box, 'base64');
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    expect(bytes.includes('0903 123'), name).toBe(false);
    expect(statSync(path).mode & 0o077, name).toBe(
      name.startsWith('keys.db-') ? statSync(path).mode & 0o077 : 0,
    );
  }
  expect(box.includes('Lan')).toBe(false);
});

test('an erased key opens nothing ever again, and its bytes are in no file', () => {
  const keys = open();
  const sealed = keys.seal('report\0a\u00001', CONTACT);
  const database = new DatabaseSync(join(dir, 'keys.db'), { readOnly: true });
  const row = database.prepare('SELECT wrapped FROM keys WHERE id = ?').get(sealed.keyId);
  database.close();
  const wrapped = Buffer.from(row!['wrapped'] as Uint8Array);
  const isOnDisk = (): boolean =>
    readdirSync(dir).some(
      (name) => name.startsWith('keys.db') && readFileSync(join(dir, name)).includes(wrapped),
    );
  expect(isOnDisk()).toBe(true);
  expect(keys.erase(erasure(sealed.keyId))).toBe(true);
  expect(isOnDisk()).toBe(false);
  expect(keys.open('report\0a\u00001', sealed)).toEqual({ status: 'erased' });
  expect(open().open('report\0a\u00001', sealed)).toEqual({ status: 'erased' });
  expect(keys.erase(erasure(sealed.keyId))).toBe(false);
});

test('an erasure waits for the journal until it is noted', () => {
  const keys = open();
  const { keyId } = keys.seal('report\0a\u00001', CONTACT);
  open().erase(erasure(keyId));
  expect(keys.pendingErasures()).toEqual([erasure(keyId)]);
  keys.noted(keyId);
  expect(open().pendingErasures()).toEqual([]);
});

test('keys are made ahead, and one that sealed nothing is used again', () => {
  const keys = open();
  const count = (): number => {
    const database = new DatabaseSync(join(dir, 'keys.db'), { readOnly: true });
    const n = Number(database.prepare('SELECT count(*) AS n FROM keys').get()!['n']);
    database.close();
    return n;
  };
  for (let i = 0; i < 1_000; i++) {
    keys.giveBack({ sealed: keys.seal('r', CONTACT) });
    keys.giveBack({});
    keys.giveBack(null);
  }
  expect(count()).toBe(256);
  for (let i = 0; i < 257; i++) keys.seal(`r${i}`, CONTACT);
  expect(count()).toBe(512);
});

test('a master key of the wrong length is told, not used', () => {
  open();
  writeFileSync(join(dir, 'secrets', 'personal.key'), 'short');
  expect(() => open()).toThrow('must have 32 bytes, it has 5: restore it from its copy');
});

test('another master key opens nothing, and says so', () => {
  const sealed = open().seal('r', CONTACT);
  writeFileSync(join(dir, 'secrets', 'personal.key'), Buffer.alloc(KEY_BYTES, 1));
  expect(open().open('r', sealed)).toEqual({ status: 'damaged' });
});
