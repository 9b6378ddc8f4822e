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

/** Feeds with their entities, all entities with the same number of metrics, and what happens to them. */
export interface WindowScenario {
  readonly feeds: readonly ScenarioPolicy[];
  /** The feed of each entity, by entity. */
  readonly feedOf: readonly number[];
  readonly metrics: number;
  readonly steps: readonly ScenarioStep[];
}

export type ObserveStep = Extract<ScenarioStep, { kind: 'observe' }>;

const START_MS = Date.UTC(2026, 10, 23, 6, 58);
/** Values that break careless arithmetic: cancellation, both zeros, tiny and huge. */
const HARD_VALUES = [1e16, -1e16, 30, 0.1, 0.2, -0, 0, 1e-300, -7.25, 1e8];
const LONGEST_BATCH = 20;

/**
 * A scenario with everything that goes wrong: disorder within and beyond the lateness, duplicates, conflicts, whole batches sent
 * again, equal times, flags, feeds that fall silent or never speak, bursts, ticks that lag, checkpoints at any point.
 * `observations` is the number of fresh or single repeated observations; repeated batches come on top.
 */
export function makeWindowScenario(rng: Rng, observations: number): WindowScenario {
  const feeds = Array.from({ length: 1 + rng.int(3) }, () => drawPolicy(rng));
  // Now and then more than a first allocation holds.
  const entities = feeds.length + rng.int(rng.int(8) === 0 ? 24 : 4);
  const feedOf = Array.from({ length: entities }, (_, entity) =>
    entity < feeds.length ? entity : rng.int(feeds.length),
  );
  const draw = { feeds, feedOf, metrics: 1 + rng.int(3), nowMs: START_MS + rng.int(3_600_000) };
  // From here on one entity is heard no more: never at all, or after a while.
  const silentFrom = rng.int(observations);
  const silentEntity = feedOf.length > 1 ? rng.int(feedOf.length * 2) : -1;
  const steps: ScenarioStep[] = [];
  const sent: ObserveStep[] = [];
  for (let n = 0; n < observations; n++) {
    draw.nowMs += drawPauseMs(rng);
    if (rng.int(4) === 0) steps.push({ kind: 'tick', nowMs: draw.nowMs });
    if (rng.int(200) === 0) steps.push({ kind: 'checkpoint' });
    if (rng.int(80) === 0) steps.push(...repeatBatch(rng, sent, draw.nowMs));
    if (rng.int(80) === 0) draw.nowMs = repeatAtHorizon(rng, { ...draw, sent, steps });
    const entity = rng.int(feedOf.length);
    if (n >= silentFrom && entity === silentEntity) continue;
    const step = drawObservation(rng, { ...draw, entity, sent });
    steps.push(step);
    sent.push(step);
  }
  return { feeds, feedOf, metrics: draw.metrics, steps };
}

function drawPolicy(rng: Rng): ScenarioPolicy {
  return {
    outOfOrdernessMs: rng.int(3) * 7_500,
    allowedLatenessMs: rng.int(4) * 25_000,
    idleAfterMs: 5_000 + rng.int(3) * 20_000,
    dedupMs: rng.int(3) * 200_000,
    watermarkPer: rng.int(4) === 0 ? 'feed' : 'entity',
  };
}

interface Draw {
  readonly feeds: readonly ScenarioPolicy[];
  readonly feedOf: readonly number[];
  readonly metrics: number;
  readonly nowMs: number;
  readonly entity: number;
  readonly sent: readonly ObserveStep[];
}

/** Mostly seconds, sometimes at once, sometimes a silence of minutes. */
function drawPauseMs(rng: Rng): number {
  const kind = rng.int(100);
  if (kind < 30) return 0;
  if (kind < 97) return rng.int(4_000);
  return rng.int(400_000);
}

function drawObservation(rng: Rng, draw: Draw): ObserveStep {
  if (draw.sent.length > 0 && rng.int(8) === 0) return drawRepeat(rng, draw);
  const policy = draw.feeds[draw.feedOf[draw.entity]!]!;
  const reachMs = policy.outOfOrdernessMs + policy.allowedLatenessMs + 15_000;
  const isFar = rng.int(30) === 0;
  const delayMs = rng.int(3) > 0 ? rng.int(500) : rng.int(isFar ? reachMs * 4 : reachMs);
  const fraction = rng.int(10) === 0 ? rng.next() : 0;
  const tMs = drawRounded(rng, draw.nowMs - delayMs + fraction);
  const values: ScenarioValue[] = [];
  for (let metric = 0; metric < draw.metrics; metric++) {
    if (metric > 0 && rng.int(3) === 0) continue;
    values.push({ metric, value: drawValue(rng), inStatistics: rng.int(12) !== 0 });
  }
  const id = rng.int(3) === 0 ? ([rng.int(4), rng.u32()] as const) : null;
  return { kind: 'observe', entity: draw.entity, tMs, arrivalMs: draw.nowMs, id, values };
}

/** Boundaries and equal times are where mistakes are. */
function drawRounded(rng: Rng, tMs: number): number {
  if (rng.int(6) === 0) return Math.floor(tMs / 10_000) * 10_000;
  return rng.int(6) === 0 ? Math.floor(tMs / 1_000) * 1_000 : tMs;
}

/** Something sent before, again: the same, or with another value, or with another id. */
function drawRepeat(rng: Rng, draw: Draw): ObserveStep {
  const recent = rng.int(4) > 0 ? Math.min(draw.sent.length, 30) : draw.sent.length;
  const original = draw.sent[draw.sent.length - 1 - rng.int(recent)]!;
  const again = { ...original, arrivalMs: draw.nowMs };
  const change = rng.int(6);
  if (change === 0)
    return { ...again, values: original.values.map((value) => ({ ...value, value: drawValue(rng) })) };
  if (change === 1) return { ...again, id: [9, rng.int(3)] };
  return again;
}

/** A stretch of what was sent, once more in its order, as a sender does that lost an acknowledgement. */
function repeatBatch(rng: Rng, sent: readonly ObserveStep[], nowMs: number): ObserveStep[] {
  if (sent.length === 0) return [];
  const from = rng.int(sent.length);
  return sent.slice(from, from + 1 + rng.int(LONGEST_BATCH)).map((step) => ({ ...step, arrivalMs: nowMs }));
}

/**
 * Something sent before, once more at the very moment when its identity is about to be forgotten: after an event that is newer by
 * the whole dedup horizon. Returns the time of that event.
 */
function repeatAtHorizon(
  rng: Rng,
  draw: Pick<Draw, 'feeds' | 'feedOf' | 'nowMs' | 'sent'> & { readonly steps: ScenarioStep[] },
): number {
  const original = draw.sent[draw.sent.length - 1 - rng.int(Math.min(draw.sent.length, 5) || 1)];
  if (original === undefined) return draw.nowMs;
  const policy = draw.feeds[draw.feedOf[original.entity]!]!;
  const horizonMs = Math.max(policy.outOfOrdernessMs + policy.allowedLatenessMs + 10_000, policy.dedupMs);
  const nowMs = Math.max(draw.nowMs, original.tMs + horizonMs);
  const newest = { ...original, tMs: original.tMs + horizonMs, arrivalMs: nowMs };
  draw.steps.push(newest, { ...original, arrivalMs: nowMs });
  return nowMs;
}

function drawValue(rng: Rng): number {
  if (rng.int(3) === 0) return HARD_VALUES[rng.int(HARD_VALUES.length)]!;
  return Math.round(rng.normal() * 500) / 10;
}
