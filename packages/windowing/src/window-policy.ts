import { assert } from '@metropane/base';
import { SLICE_MS } from './window-length.ts';

/** How one feed's event time is judged. All in milliseconds of event time, except `idleAfterMs` (arrival time). */
export interface WindowPolicy {
  /** How far behind the newest event the watermark stays. */
  readonly outOfOrdernessMs: number;
  /** How long after the watermark passed a window's end the window still takes events. */
  readonly allowedLatenessMs: number;
  /** A source without arrivals for longer than this has its watermark moved by ticks. */
  readonly idleAfterMs: number;
  /** Identities are remembered at least this far behind the newest event; raised to cover every live window. */
  readonly dedupMs: number;
  /** One watermark per entity, or one for the whole feed. */
  readonly watermarkPer: 'entity' | 'feed';
}

/** How far behind a source's newest event an identity is remembered: every event that could still enter a pane, and `dedupMs` [W12]. */
export function dedupHorizonMs(policy: WindowPolicy): number {
  return Math.max(policy.outOfOrdernessMs + policy.allowedLatenessMs + SLICE_MS, policy.dedupMs);
}

/** Throws unless every duration is finite and ≥ 0. Policies come from checked configuration: a bad one here is a bug. */
export function assertWindowPolicy(policy: WindowPolicy): void {
  const { outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs } = policy;
  for (const [name, value] of Object.entries({ outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs })) {
    assert(Number.isFinite(value) && value >= 0, 'a window policy holds finite durations ≥ 0', {
      name,
      value,
    });
  }
}
