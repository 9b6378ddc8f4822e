import { expect, test } from 'vitest';
import { DESK_KEY_IDS, DESK_KEYS, deskKeyOf } from './desk-key-table.ts';

test('no key does two things, and each leads back to its row', () => {
  const keys = DESK_KEY_IDS.flatMap((id) => [...DESK_KEYS[id].keys]);
  expect(new Set(keys).size).toBe(keys.length);
  for (const id of DESK_KEY_IDS) for (const key of DESK_KEYS[id].keys) expect(deskKeyOf(key)).toBe(id);
});

test('the line that closes an incident is no single key', () => {
  expect(DESK_KEYS.close.keys).toEqual(['shift+e']);
  expect(deskKeyOf('e')).toBeUndefined();
});

test('what a person reads names every key that works', () => {
  const signs: Record<string, string> = {
    arrowdown: '↓',
    arrowup: '↑',
    arrowleft: '←',
    arrowright: '→',
    ' ': 'space',
  };
  for (const id of DESK_KEY_IDS) {
    const shown = DESK_KEYS[id].shown.toLowerCase();
    for (const key of DESK_KEYS[id].keys) expect(shown).toContain(signs[key] ?? key.replace('shift+', '⇧'));
  }
});
