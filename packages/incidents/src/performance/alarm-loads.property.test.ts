import { addMod128, CanonicalWriter, toHex128, ZERO_HASH128 } from '@metropane/base';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { AlarmLoads, LOAD_BUCKET_MS, LOAD_BUCKETS } from './alarm-loads.ts';

const START_MS = 3_000 * LOAD_BUCKET_MS;

test('loads are the calls of each wall-clock bucket, counted by hand, over restores', () => {
  forSeeds('alarm-loads', 200, (rng) => {
    let loads = new AlarmLoads();
    const calls: [position: string, atMs: number][] = [];
    let nowMs = START_MS + rng.int(LOAD_BUCKET_MS);
    let wasTold = '';
    for (let step = 0; step < 60; step++) {
      nowMs += rng.int(rng.int(10) === 0 ? 40 * LOAD_BUCKET_MS : LOAD_BUCKET_MS);
      const position = rng.int(2) === 0 ? 'drainage' : 'traffic';
      if (rng.int(3) > 0) {
        loads.count(position, nowMs);
        calls.push([position, nowMs]);
      } else {
        const before = wasTold;
        const isTold = loads.tick(nowMs);
        expect(isTold).toBe(String(Math.floor(nowMs / LOAD_BUCKET_MS)) !== before);
      }
      wasTold = String(Math.floor(nowMs / LOAD_BUCKET_MS));
      if (rng.int(8) === 0) loads = restored(loads);
      for (const asked of ['drainage', 'traffic', 'nobody'])
        expect(loads.loadOf(asked)).toEqual(byHand(calls, asked, nowMs));
    }
  });
});

test('a bucket boundary belongs to the bucket that begins, and a late call to its own one', () => {
  const loads = new AlarmLoads();
  loads.count('drainage', START_MS - 1);
  loads.count('drainage', START_MS);
  expect(loads.loadOf('drainage').slice(-2)).toEqual([1, 1]);
  loads.count('drainage', START_MS - LOAD_BUCKET_MS);
  loads.count('drainage', START_MS - LOAD_BUCKETS * LOAD_BUCKET_MS);
  expect(loads.loadOf('drainage').slice(-3)).toEqual([0, 2, 1]);
  expect(
    loads
      .loadOf('drainage')
      .slice(0, -3)
      .every((count) => count === 0),
  ).toBe(true);
});

function byHand(calls: readonly (readonly [string, number])[], position: string, nowMs: number): number[] {
  const running = Math.floor(nowMs / LOAD_BUCKET_MS);
  return Array.from({ length: LOAD_BUCKETS }, (_, index) => {
    const bucket = running - (LOAD_BUCKETS - 1) + index;
    return calls.filter(([of, atMs]) => of === position && Math.floor(atMs / LOAD_BUCKET_MS) === bucket)
      .length;
  });
}

function restored(loads: AlarmLoads): AlarmLoads {
  const copy = new AlarmLoads();
  copy.restore(JSON.parse(JSON.stringify(loads.snapshot())) as ReturnType<AlarmLoads['snapshot']>);
  expect(hashOf(copy)).toBe(hashOf(loads));
  return copy;
}

function hashOf(loads: AlarmLoads): string {
  const writer = new CanonicalWriter();
  let sum = ZERO_HASH128;
  loads.forEachCanonical((key, fill) => {
    writer.reset().string(key);
    fill(writer);
    sum = addMod128(sum, writer.hash());
  });
  return toHex128(sum);
}
