import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PersonalKeys } from '../personal/personal-keys.ts';
import { type DeadLetter, DeadLetterStore } from './dead-letter-store.ts';

const letter = (over: Partial<DeadLetter> & { text?: string }): DeadLetter => {
  const { text = '{}', ...more } = over;
  const payload = new TextEncoder().encode(text);
  const facts = { payload, payloadBytes: payload.length, arrivalMs: 1_000, index: -1 };
  return { feed: 'mqtt', code: 'schema', detail: '', topic: 'city/v1/obs/air/x', ...facts, ...more };
};

function storeOf(...letters: DeadLetter[]): DeadLetterStore {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-letters-'));
  const keys = PersonalKeys.open(dir);
  const store = new DeadLetterStore(dir, keys);
  onTestFinished(() => {
    store.close();
    keys.close();
    rmSync(dir, { recursive: true, force: true });
  });
  store.add(letters);
  return store;
}
const asked = { feeds: ['mqtt', 'http'], entity: 'le-duan', fromMs: 900, toMs: 1_100 };

test('letters that name an entity by topic or in their text are counted by code; nobody else’s are', () => {
  const store = storeOf(
    letter({ topic: 'city/v1/obs/air/le-duan' }),
    letter({ topic: 'city/v1/obs/air/xle-duan' }),
    letter({ topic: 'city/v1/obs/air/le-duan-2' }),
    letter({ feed: 'http', code: 'future', topic: 'observations', text: '[{"entity":"le-duan","t":9}]' }),
    letter({ feed: 'http', topic: 'observations', text: '[{"entity":"le-duan-2"}]' }),
    letter({ feed: 'other', topic: 'a/le-duan' }),
    letter({ topic: 'a/le-duan', arrivalMs: 1_101 }),
    letter({ topic: 'a/le-duan', arrivalMs: 899 }),
  );
  expect(store.mentions(asked)).toEqual({ mentions: 2, codes: { schema: 1, future: 1 } });
});

test('no mention is nothing known, not none', () => {
  expect(storeOf(letter({})).mentions(asked)).toBeNull();
  expect(storeOf().mentions({ ...asked, entity: '%' })).toBeNull();
});
