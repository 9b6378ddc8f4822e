import { expect, test } from 'vitest';
import { DiffRing } from './diff-ring.ts';
import type { RingEntry } from './diff-ring.ts';

function entry(seq: number, bytes: number, atMs = seq): RingEntry {
  const parts = new Map([['layer:air', new Uint8Array(bytes)]]);
  return {
    epoch: 1,
    from: seq - 1,
    seq,
    atMs,
    parts,
    touched: new Map(),
    incidents: { rows: [], timelines: [] },
  };
}

const seqsAfter = (ring: DiffRing, seq: number): number[] | undefined => ring.after(seq)?.map((e) => e.seq);

test('it gives everything after a publish, or says that it can not', () => {
  const ring = new DiffRing({ maxAgeMs: 1_000, maxBytes: 1_000 });
  expect(seqsAfter(ring, 0)).toEqual([]);
  for (let seq = 3; seq <= 6; seq++) ring.push(entry(seq, 1));
  expect(seqsAfter(ring, 1)).toBeUndefined();
  expect(seqsAfter(ring, 2)).toEqual([3, 4, 5, 6]);
  expect(seqsAfter(ring, 5)).toEqual([6]);
  expect(seqsAfter(ring, 6)).toEqual([]);
});

test('it forgets by bytes and by age, but never the newest', () => {
  const ring = new DiffRing({ maxAgeMs: 100, maxBytes: 10 });
  for (let seq = 1; seq <= 4; seq++) ring.push(entry(seq, 4));
  expect([ring.size, ring.bytes]).toEqual([2, 8]);
  ring.push(entry(5, 50));
  expect([ring.size, ring.bytes]).toEqual([1, 50]);
  ring.push(entry(6, 1, 6));
  ring.push(entry(7, 1, 107));
  expect(seqsAfter(ring, 6)).toEqual([7]);
  expect(seqsAfter(ring, 5)).toBeUndefined();
});

test('its bytes stay true over a long time', () => {
  const ring = new DiffRing({ maxAgeMs: 50, maxBytes: 1e9 });
  for (let seq = 1; seq <= 5_000; seq++) ring.push(entry(seq, seq % 7));
  const kept = ring.after(4_949)!;
  expect(ring.size).toBe(kept.length);
  expect(ring.bytes).toBe(kept.reduce((sum, e) => sum + (e.seq % 7), 0));
  ring.clear();
  expect([ring.size, ring.bytes]).toEqual([0, 0]);
});
