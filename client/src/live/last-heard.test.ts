import { describe, expect, test } from 'vitest';
import { countKeptActs, keepLastHeard, readLastHeard } from './last-heard.ts';

/** Storage as a browser has it, as far as is used. */
function makeStorage(given: Record<string, string> = {}): Storage {
  const kept = new Map(Object.entries(given));
  return {
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

describe('the last word of the centre', () => {
  test('is kept per realm', () => {
    const storage = makeStorage();
    keepLastHeard('live', { atMs: 5_000, zone: 'Asia/Ho_Chi_Minh' }, storage);
    expect(readLastHeard('live', storage)).toEqual({ atMs: 5_000, zone: 'Asia/Ho_Chi_Minh' });
    expect(readLastHeard('drill-1', storage)).toBeNull();
  });

  test('that cannot be read is none: nobody is told a time that was not heard', () => {
    for (const text of ['', '{', '{"atMs":"5"}', '{"atMs":5}', 'null'])
      expect(readLastHeard('live', makeStorage({ 'metropane.last-heard.live': text })), text).toBeNull();
  });

  test('acts that wait are counted of everybody at this browser, and of this realm alone', () => {
    const storage = makeStorage({
      'metropane.act.live.Bàn 2.a': '{}',
      'metropane.act.live.Bàn 3.b': '{}',
      'metropane.act.drill-1.Bàn 2.c': '{}',
      'metropane.theme': 'dark',
    });
    expect(countKeptActs('live', storage)).toBe(2);
    expect(countKeptActs('live', null)).toBe(0);
  });
});
