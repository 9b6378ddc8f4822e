/**
 * Bends a stream of messages the way networks do. Faults only ever delay, double or drop a message, so what leaves is in order of
 * its new sending time and only what is held back is kept in memory. One seed, one pattern of faults.
 */
import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';
import type { SimMessage } from '../message.ts';
import { MessageHeap } from './message-heap.ts';
import type { Faults } from './parse-faults.ts';

/** How many messages each fault touched. */
export interface FaultCounts {
  dropped: number;
  duplicated: number;
  late: number;
  /** Left after a message that was due later. */
  reordered: number;
}

const BURST_MS = 60_000;
/** A duplicate follows its message within this time. */
const TWIN_WITHIN_MS = 3_000;

/** Counts of nothing so far. */
export function noFaults(): FaultCounts {
  return { dropped: 0, duplicated: 0, late: 0, reordered: 0 };
}

/** Messages of `source`, which must come in order of `atMs`, bent by `faults`; adds to `counts`. */
export async function* applyFaults(
  source: AsyncIterable<SimMessage>,
  faults: Faults,
  { seed, counts }: { readonly seed: number | string; readonly counts: FaultCounts },
): AsyncGenerator<SimMessage> {
  const rng = makeRng(`${seed}/faults`);
  const held = new MessageHeap();
  const dueMs = new Map<SimMessage, number>();
  let newestDueMs = -Infinity;
  const release = (message: SimMessage): SimMessage => {
    const wasDueMs = dueMs.get(message) ?? message.atMs;
    dueMs.delete(message);
    if (wasDueMs < newestDueMs) counts.reordered += 1;
    newestDueMs = Math.max(newestDueMs, wasDueMs);
    return message;
  };
  for await (const message of source) {
    // Nothing that comes later can be due earlier than this message.
    while (held.atMs <= message.atMs) yield release(held.pop()!);
    for (const atMs of sendingTimes(message.atMs, faults, { rng, counts })) {
      const bent = { ...message, atMs };
      dueMs.set(bent, message.atMs);
      held.push(bent);
    }
  }
  while (held.size > 0) yield release(held.pop()!);
}

function sendingTimes(
  atMs: number,
  faults: Faults,
  { rng, counts }: { readonly rng: Rng; readonly counts: FaultCounts },
): number[] {
  // Every fault draws its number for every message: switching one on does not change whom another one hits.
  const [drop, late, twice, twinShare, hold] = [rng.next(), rng.next(), rng.next(), rng.next(), rng.next()];
  if (drop < (faults.drop ?? 0)) {
    counts.dropped += 1;
    return [];
  }
  let sendMs = atMs + hold * (faults.reorderMs ?? 0);
  if (faults.late !== undefined && late < faults.late.share) {
    counts.late += 1;
    sendMs += faults.late.byMs;
  }
  if (faults.burst !== undefined) sendMs = squeezed(sendMs, faults.burst);
  if (twice >= (faults.duplicate ?? 0)) return [sendMs];
  counts.duplicated += 1;
  return [sendMs, sendMs + twinShare * TWIN_WITHIN_MS];
}

/** Moves a moment of a minute into the last `1 / factor` of that minute, keeping the order. */
function squeezed(atMs: number, factor: number): number {
  const end = (Math.floor(atMs / BURST_MS) + 1) * BURST_MS;
  return end - (end - atMs) / factor;
}
