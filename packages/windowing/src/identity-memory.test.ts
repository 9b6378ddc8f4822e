import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { identifyById, identifyByValue } from './identity.ts';
import type { IdentityKey } from './identity.ts';
import { IdentityMemory } from './identity-memory.ts';
import type { IdentityMemorySnapshot } from './identity-memory.ts';

const HORIZON_MS = 1_000;

function keyOf(
  series: number,
  tMs: number,
  { value = 0, id = null }: { value?: number; id?: number | null } = {},
): IdentityKey {
  const key = { series, tMs, hi: 0, lo: 0, check: 0 };
  if (id === null) identifyByValue(key, value);
  else identifyById(key, { hi: id, lo: id }, value);
  return key;
}

function load(snapshot: IdentityMemorySnapshot, limit: number): IdentityMemory {
  const memory = new IdentityMemory(limit, 10_000);
  memory.load(structuredClone(snapshot));
  return memory;
}

test('[W12] rings, table and restored copies answer like a plain map, through growth and shrinking', () => {
  forSeeds('identities', 6, (rng) => {
    let memory = new IdentityMemory(1_000_000, 10_000);
    const seen = new Map<string, number>();
    for (let series = 0; series < 3; series++) memory.addSeries(series);
    let nowMs = 0;
    for (let n = 0; n < 6_000; n++) {
      // Slow times with few identities inside the horizon, fast ones with thousands.
      nowMs += rng.int(Math.floor(n / 1_000) % 2 === 0 ? 60 : 2) / 2;
      const series = rng.int(10) === 0 ? rng.int(3) : 0;
      const tMs = Math.max(nowMs - rng.int(900), nowMs - HORIZON_MS);
      const id = rng.int(3) === 0 ? rng.int(3) : null;
      const value = rng.int(3);
      const key = keyOf(series, tMs, { value, id });
      const name = `${series}/${tMs}/${id ?? `v${value}`}`;
      const known = seen.get(name);
      const expected = known === undefined ? 'new' : known === value ? 'duplicate' : 'conflict';
      expect(memory.find(key)).toBe(expected);
      if (expected === 'new') {
        memory.add(key, nowMs - HORIZON_MS);
        seen.set(name, value);
      }
      if (rng.int(700) === 0) memory = load(memory.snapshot(3), 1_000_000);
    }
    expect(memory.evicted).toBe(0);
    expect(memory.size).toBeLessThan(4_500);
  });
});

test('[W12] rings that grow and shrink together are moved together, and nothing is lost or kept twice', () => {
  forSeeds('compaction', 2, (rng) => {
    const seriesCount = 700;
    let memory = new IdentityMemory(1_000_000, 10_000);
    for (let series = 0; series < seriesCount; series++) memory.addSeries(series);
    const seen: Set<number>[] = Array.from({ length: seriesCount }, () => new Set<number>());
    let nowMs = 0;
    for (let round = 0; round < 60; round++) {
      // Dense rounds fill the rings, sparse ones empty them again.
      nowMs += Math.floor(round / 20) % 2 === 0 ? 20 : 400;
      for (let series = 0; series < seriesCount; series++) {
        const tMs = nowMs - rng.int(50);
        const isKnown = seen[series]!.has(tMs);
        expect(memory.find(keyOf(series, tMs))).toBe(isKnown ? 'duplicate' : 'new');
        if (!isKnown) memory.add(keyOf(series, tMs), nowMs - HORIZON_MS);
        seen[series]!.add(tMs);
      }
      if (round % 13 === 0) memory = load(memory.snapshot(seriesCount), 1_000_000);
    }
    for (let series = 0; series < seriesCount; series++) {
      const kept: number[] = [];
      memory.forEach(series, nowMs - HORIZON_MS, (key) => kept.push(key.tMs));
      const expected = [...seen[series]!].filter((tMs) => tMs >= nowMs - HORIZON_MS);
      expect(kept).toEqual(expected);
    }
    // 32 slots of 20 bytes, a quarter of spare capacity, less than a quarter freed.
    expect(memory.memoryBytes(seriesCount) / seriesCount).toBeLessThan(32 * 20 * 1.25 * 1.34);
  });
});

test('[W13] at the limit a series loses its own oldest identity, in a ring as in the table', () => {
  for (const [limit, remembered] of [
    [16, 8],
    [3_000, 2_400],
  ] as const) {
    const memory = new IdentityMemory(limit, 10_000);
    memory.addSeries(0);
    for (let n = 0; n < 6_000; n++) memory.add(keyOf(0, n), -Infinity);
    expect(memory.find(keyOf(0, 5_999))).toBe('duplicate');
    expect(memory.find(keyOf(0, 6_000 - remembered))).toBe('duplicate');
    expect(memory.find(keyOf(0, 5_999 - limit))).toBe('new');
    expect(memory.size + memory.evicted).toBe(6_000);
    expect(memory.size).toBeLessThanOrEqual(limit);
  }
});

test('[W13] a series without any room is not remembered, counted', () => {
  const memory = new IdentityMemory(4, 10_000);
  memory.addSeries(0);
  memory.addSeries(1);
  memory.add(keyOf(0, 1), -Infinity);
  memory.add(keyOf(1, 1), -Infinity);
  expect(memory.find(keyOf(0, 1))).toBe('duplicate');
  expect(memory.find(keyOf(1, 1))).toBe('new');
  expect(memory.evicted).toBe(1);
});

test('[W12] one instant with very many values costs no more than many instants', () => {
  const memory = new IdentityMemory(1_000_000, 10_000);
  memory.addSeries(0);
  const visitedSlots = 50_000;
  const started = performance.now();
  for (let n = 0; n < visitedSlots; n++) {
    const key = keyOf(0, 7, { value: n });
    expect(memory.find(key)).toBe('new');
    memory.add(key, -Infinity);
  }
  // A scan of them all would take minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('[W19] the identities of a series are visited in log order, without the expired ones', () => {
  const memory = new IdentityMemory(1_000, 10_000);
  memory.addSeries(0);
  for (const tMs of [5, 3, 8, 1]) memory.add(keyOf(0, tMs), -Infinity);
  const times: number[] = [];
  memory.forEach(0, 3, (key) => times.push(key.tMs));
  expect(times).toEqual([5, 3, 8]);
});
