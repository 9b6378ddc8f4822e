import { CanonicalWriter } from '@metropane/base';
import { expect, test } from 'vitest';
import { DeviceClocks } from './device-clocks.ts';

const BLOCK_MS = 600_000;
const T0 = 1_000_000 * BLOCK_MS;

test('the least delay of the last ten to twenty minutes: a congested minute does not make a clock wrong', () => {
  const clocks = new DeviceClocks();
  for (const delayMs of [900, 250, 4_000]) clocks.heard(3, delayMs, T0);
  expect(clocks.leastDelay(3, T0)).toEqual({ delayMs: 250, n: 3 });
  clocks.heard(3, 800, T0 + BLOCK_MS);
  expect(clocks.leastDelay(3, T0 + BLOCK_MS)).toEqual({ delayMs: 250, n: 4 });
  clocks.heard(3, 700, T0 + 2 * BLOCK_MS);
  expect(clocks.leastDelay(3, T0 + 2 * BLOCK_MS)).toEqual({ delayMs: 700, n: 2 });
});

test('a device that was not heard lately has no known clock', () => {
  const clocks = new DeviceClocks();
  expect(clocks.leastDelay(0, T0)).toBeNull();
  expect(clocks.leastDelay(99_999, T0)).toBeNull();
  clocks.heard(0, -60_000, T0);
  expect(clocks.leastDelay(0, T0 + BLOCK_MS)).toEqual({ delayMs: -60_000, n: 1 });
  expect(clocks.leastDelay(0, T0 + 2 * BLOCK_MS)).toBeNull();
  // After a pause its old delay does not count: the clock may have been set in between.
  clocks.heard(0, 30, T0 + 2 * BLOCK_MS);
  expect(clocks.leastDelay(0, T0 + 2 * BLOCK_MS)).toEqual({ delayMs: 30, n: 1 });
});

test('goes on alike from its snapshot, also for entities beyond the first capacity', () => {
  const clocks = new DeviceClocks();
  for (let entity = 0; entity < 3_000; entity += 7) clocks.heard(entity, entity, T0);
  const copy = new DeviceClocks();
  copy.restore(clocks.snapshot(3_000));
  for (const each of [clocks, copy]) each.heard(2_996, -5, T0 + 1);
  for (let entity = 0; entity < 3_000; entity++) {
    expect(hashOf(copy, entity)).toBe(hashOf(clocks, entity));
    expect(copy.leastDelay(entity, T0 + 1)).toEqual(clocks.leastDelay(entity, T0 + 1));
  }
});

function hashOf(clocks: DeviceClocks, entity: number): string {
  const writer = new CanonicalWriter();
  clocks.writeCanonical(entity, writer);
  return writer.hash().join(' ');
}
