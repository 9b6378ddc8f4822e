import type { Priority } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { clusterAlarms, clusterWithin } from './alarm-clusters.ts';
import type { PlacedMark } from './alarm-clusters.ts';

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function alarmsOf(count: number, seed: number, spreadDeg: number): PlacedMark[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: `a-${i}`,
    priority: (random() < 0.05 ? 1 : 2 + Math.floor(random() * 3)) as Priority,
    loc: [106.7 + random() * spreadDeg, 10.7 + random() * spreadDeg] as const,
  }));
}

const VIEW = { zoom: 12.4, cellPx: 64 };

test('every alarm is in exactly one mark, and a P1 always stands alone, at every zoom', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const alarms = alarmsOf(20 + seed * 15, seed, 0.002 * seed);
    for (const zoom of [3, 9.9, 12, 16.5]) {
      const marks = clusterAlarms(alarms, { ...VIEW, zoom });
      const ids = marks.flatMap((mark) => mark.alarms.map(({ id }) => id));
      expect(ids.toSorted(), `seed ${seed}`).toEqual(alarms.map(({ id }) => id).toSorted());
      for (const { alarms: inside } of marks) {
        if (inside.some(({ priority }) => priority === 1)) expect(inside).toHaveLength(1);
        expect(inside[0]!.priority).toBe(Math.min(...inside.map(({ priority }) => priority)));
      }
    }
  }
});

test('a few close alarms stand side by side; four make a cluster in their middle, named by the worst', () => {
  const at = (id: string, priority: Priority, lon: number): PlacedMark => ({
    id,
    priority,
    loc: [lon, 10.7701],
  });
  const three = [at('a', 3, 106.7), at('b', 4, 106.7001), at('c', 2, 106.7002)];
  expect(clusterAlarms(three, VIEW).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  const [cluster, ...rest] = clusterAlarms([...three, at('d', 3, 106.7003)], VIEW);
  expect(rest).toEqual([]);
  expect(cluster!.alarms.map(({ id }) => id)).toEqual(['c', 'a', 'd', 'b']);
  expect(cluster!.loc[0]).toBeCloseTo(106.70015, 6);
  expect(cluster!.loc[1]).toBeCloseTo(10.7701, 6);
});

test('moving the map changes no cluster, and closer it falls apart', () => {
  const alarms = alarmsOf(200, 5, 0.05);
  const ids = (zoom: number): string[] => clusterAlarms(alarms, { ...VIEW, zoom }).map(({ id }) => id);
  expect(ids(12.1)).toEqual(ids(12.9));
  expect(ids(18).filter((id) => id.startsWith('cluster'))).toEqual([]);
});

test('marks are limited by larger cells, never by leaving one out', () => {
  const alarms = alarmsOf(4_000, 9, 0.6);
  const marks = clusterWithin(alarms, { ...VIEW, zoom: 13, most: 60 });
  expect(marks.filter(({ alarms: inside }) => inside[0]!.priority !== 1).length).toBeLessThanOrEqual(60);
  expect(marks.reduce((sum, { alarms: inside }) => sum + inside.length, 0)).toBe(4_000);
});

test('an alarm without a place has no mark', () => {
  expect(clusterAlarms([{ id: 'a', priority: 1 }], VIEW)).toEqual([]);
});
