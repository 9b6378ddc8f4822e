import type { Rng } from '@metropane/base';

/** A feed's rules of event time, structurally those of the window engine. */
export interface ScenarioPolicy {
  readonly outOfOrdernessMs: number;
  readonly allowedLatenessMs: number;
  readonly idleAfterMs: number;
  readonly dedupMs: number;
  readonly watermarkPer: 'entity' | 'feed';
}

/** One metric's value inside an observation; `inStatistics` false = flagged. */
export interface ScenarioValue {
  readonly metric: number;
  readonly value: number;
  readonly inStatistics: boolean;
}

/** What happens, in order of arrival. */
export type ScenarioStep =
  | {
      readonly kind: 'observe';
      readonly entity: number;
      readonly tMs: number;
      readonly arrivalMs: number;
      readonly id: readonly [number, number] | null;
      readonly values: readonly ScenarioValue[];
    }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'checkpoint' };

/** Entities of one feed, each with the same number of metrics, and what happens to them. */
export interface WindowScenario {
  readonly policy: ScenarioPolicy;
  readonly entities: number;
  readonly metrics: number;
  readonly steps: readonly ScenarioStep[];
}

type Observe = Extract<ScenarioStep, { kind: 'observe' }>;

const START_MS = Date.UTC(2026, 10, 23, 6, 58);
/** Values that break careless arithmetic: cancellation, both zeros, tiny and huge. */
const HARD_VALUES = [1e16, -1e16, 30, 0.1, 0.2, -0, 0, 1e-300, -7.25, 1e8];

/**
 * A scenario with everything that goes wrong: disorder within and beyond the lateness, duplicates, conflicts, equal times,
 * flags, silent sources, bursts, ticks that lag, checkpoints at any point. `observations` is the number of observe steps.
 */
export function makeWindowScenario(rng: Rng, observations: number): WindowScenario {
  const policy: ScenarioPolicy = {
    outOfOrdernessMs: rng.int(3) * 7_500,
    allowedLatenessMs: rng.int(4) * 25_000,
    idleAfterMs: 5_000 + rng.int(3) * 20_000,
    dedupMs: rng.int(3) * 200_000,
    watermarkPer: rng.int(4) === 0 ? 'feed' : 'entity',
  };
  const entities = 1 + rng.int(4);
  const metrics = 1 + rng.int(3);
  const steps: ScenarioStep[] = [];
  const sent: Observe[] = [];
  let nowMs = START_MS + rng.int(3_600_000);
  for (let n = 0; n < observations; n++) {
    nowMs += drawPauseMs(rng);
    if (rng.int(4) === 0) steps.push({ kind: 'tick', nowMs });
    if (rng.int(200) === 0) steps.push({ kind: 'checkpoint' });
    const step = drawObservation(rng, { policy, entities, metrics, nowMs, sent });
    steps.push(step);
    sent.push(step);
  }
  return { policy, entities, metrics, steps };
}

interface Draw {
  readonly policy: ScenarioPolicy;
  readonly entities: number;
  readonly metrics: number;
  readonly nowMs: number;
  readonly sent: readonly Observe[];
}

/** Mostly seconds, sometimes at once, sometimes a silence of minutes. */
function drawPauseMs(rng: Rng): number {
  const kind = rng.int(100);
  if (kind < 30) return 0;
  if (kind < 97) return rng.int(4_000);
  return rng.int(400_000);
}

function drawObservation(rng: Rng, draw: Draw): Observe {
  if (draw.sent.length > 0 && rng.int(8) === 0) return drawRepeat(rng, draw);
  const reachMs = draw.policy.outOfOrdernessMs + draw.policy.allowedLatenessMs + 15_000;
  const isFar = rng.int(30) === 0;
  const delayMs = rng.int(3) > 0 ? rng.int(500) : rng.int(isFar ? reachMs * 4 : reachMs);
  const fraction = rng.int(10) === 0 ? rng.next() : 0;
  const rawMs = draw.nowMs - delayMs + fraction;
  // Boundaries and equal times are where mistakes are.
  const tMs =
    rng.int(6) === 0
      ? Math.floor(rawMs / 10_000) * 10_000
      : rng.int(6) === 0
        ? Math.floor(rawMs / 1_000) * 1_000
        : rawMs;
  const values: ScenarioValue[] = [];
  for (let metric = 0; metric < draw.metrics; metric++) {
    if (metric > 0 && rng.int(3) === 0) continue;
    values.push({ metric, value: drawValue(rng), inStatistics: rng.int(12) !== 0 });
  }
  const id = rng.int(3) === 0 ? ([rng.int(4), rng.u32()] as const) : null;
  return { kind: 'observe', entity: rng.int(draw.entities), tMs, arrivalMs: draw.nowMs, id, values };
}

/** Something sent before, again: the same, or with another value, or with another id. */
function drawRepeat(rng: Rng, draw: Draw): Observe {
  const recent = rng.int(4) > 0 ? Math.min(draw.sent.length, 30) : draw.sent.length;
  const original = draw.sent[draw.sent.length - 1 - rng.int(recent)]!;
  const again = { ...original, arrivalMs: draw.nowMs };
  const change = rng.int(6);
  if (change === 0)
    return { ...again, values: original.values.map((value) => ({ ...value, value: drawValue(rng) })) };
  if (change === 1) return { ...again, id: [9, rng.int(3)] };
  return again;
}

function drawValue(rng: Rng): number {
  if (rng.int(3) === 0) return HARD_VALUES[rng.int(HARD_VALUES.length)]!;
  return Math.round(rng.normal() * 500) / 10;
}
