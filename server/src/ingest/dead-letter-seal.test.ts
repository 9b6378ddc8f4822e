import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { PersonalKeys } from '../personal/personal-keys.ts';
import { DeadLetterStore } from './dead-letter-store.ts';

const CALLER = '{"id":"1","contact":{"phone":"0903 123 456"}';

function open() {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-letters-'));
  const keys = PersonalKeys.open(dir);
  const store = new DeadLetterStore(dir, keys);
  onTestFinished(() => {
    store.close();
    keys.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const add = (topic: string, text: string, code = 'malformed'): void => {
    const payload = new TextEncoder().encode(text);
    const detail = `not JSON: ${text}`;
    store.add([
      { feed: 'f', code, detail, topic, payload, payloadBytes: payload.length, arrivalMs: 1, index: -1 },
    ]);
    expect(store.failure).toBeNull();
  };
  return { dir, keys, store, add };
}

test.each(['reports', 'cases', 'city/v1/report/1022', 'city/v1/case/pakn'])(
  'what people tell is in no file in the clear, and is whole for who repairs it: %s',
  (topic) => {
    const { dir, store, add } = open();
    add(topic, CALLER);
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
      if (statSync(join(dir, name)).isFile())
        expect(readFileSync(join(dir, name)).includes('0903 123'), name).toBe(false);
    const { items } = store.list({ limit: 10 });
    expect(Buffer.from(String(items[0]!['payloadBase64']), 'base64').toString()).toBe(CALLER);
    expect(items[0]!['detail']).not.toContain('0903');
    expect(store.get(1)).toMatchObject({ isWhole: true, topic });
  },
);

test('readings name nobody: their letters stay as they are, and entities are found in them', () => {
  const { store, add } = open();
  add('city/v1/obs/air/reportage', '{"entity":"quay 7"}', 'schema');
  expect(store.mentions({ feeds: ['f'], entity: 'quay 7', fromMs: 0, toMs: 2 })).toMatchObject({
    mentions: 1,
  });
  expect(store.list({ limit: 1 }).items[0]!['detail']).toContain('quay 7');
});

test('a letter whose key was erased is empty and can not be sent again as if it were whole', () => {
  const { dir, keys, store, add } = open();
  add('reports', CALLER, 'schema');
  const database = new DatabaseSync(join(dir, 'dead-letters.db'), { readOnly: true });
  const keyId = String(database.prepare('SELECT key_id FROM letters').get()!['key_id']);
  database.close();
  keys.erase({ keyId, record: 'dead-letter', reason: 'asked', actor: 'a', atMs: 1 });
  expect(store.list({ limit: 1 }).items[0]).toMatchObject({ payloadBase64: '' });
  expect(store.get(1)).toMatchObject({ isWhole: false });
});

test('letters of an earlier build are read as they were kept', () => {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-letters-'));
  const old = new DatabaseSync(join(dir, 'dead-letters.db'));
  old.exec(`CREATE TABLE letters (id INTEGER PRIMARY KEY, feed TEXT, code TEXT, detail TEXT, topic TEXT, payload BLOB,
    payload_bytes INTEGER, arrival_ms REAL, item INTEGER);
    INSERT INTO letters VALUES (1, 'f', 'schema', 'd', 'reports', x'7b7d', 2, 1, -1)`);
  old.close();
  const keys = PersonalKeys.open(dir);
  const store = new DeadLetterStore(dir, keys);
  onTestFinished(() => {
    store.close();
    keys.close();
    rmSync(dir, { recursive: true, force: true });
  });
  expect(store.get(1)).toMatchObject({ isWhole: true });
  expect(store.list({ limit: 1 }).items).toMatchObject([{ payloadBase64: 'e30=' }]);
});
