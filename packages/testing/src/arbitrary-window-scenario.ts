import fc from 'fast-check';
import type { ScenarioPolicy, ScenarioStep, ScenarioValue, WindowScenario } from './window-scenario.ts';

const START_MS = Date.UTC(2026, 10, 23, 6, 59);
const ENTITIES = 3;
const METRICS = 2;

const policy: fc.Arbitrary<ScenarioPolicy> = fc.record({
  outOfOrdernessMs: fc.constantFrom(0, 1, 9_999, 10_000, 15_000),
  allowedLatenessMs: fc.constantFrom(0, 1, 10_000, 65_000),
  idleAfterMs: fc.constantFrom(0, 5_000, 30_000),
  dedupMs: fc.constantFrom(0, 120_000),
  watermarkPer: fc.constantFrom('entity', 'feed'),
});

const value = fc.oneof(
  fc.constantFrom(-0, 0, 30, 1e16, -1e16),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
);

const values: fc.Arbitrary<ScenarioValue[]> = fc.uniqueArray(
  fc.record({
    metric: fc.nat({ max: METRICS - 1 }),
    value,
    inStatistics: fc.boolean(),
  }),
  { selector: (one) => one.metric, minLength: 1, maxLength: METRICS },
);

/** Pauses and delays in whole seconds around slice ends, so that boundaries are hit and times are equal often. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('observe' as const),
      pauseMs: fc.oneof(
        fc.constant(0),
        fc.nat({ max: 20 }).map((n) => n * 1_000),
        fc.constant(70_000),
      ),
      delayMs: fc.oneof(
        fc.constant(0),
        fc.nat({ max: 90 }).map((n) => n * 1_000),
        fc.nat({ max: 99_999 }),
      ),
      entity: fc.nat({ max: ENTITIES - 1 }),
      id: fc.option(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 2 })), { nil: null }),
      values,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      pauseMs: fc.nat({ max: 200 }).map((n) => n * 1_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('checkpoint' as const) }) },
);

/** Small scenarios of one or two feeds that shrink to the few steps that matter. Arrival times never step back. */
export const arbitraryWindowScenario: fc.Arbitrary<WindowScenario> = fc
  .record({
    feeds: fc.array(policy, { minLength: 1, maxLength: 2 }),
    drawn: fc.array(step, { minLength: 1, maxLength: 60 }),
  })
  .map(({ feeds, drawn }) => {
    let nowMs = START_MS;
    const steps = drawn.map((one): ScenarioStep => {
      if (one.kind === 'checkpoint') return one;
      nowMs += one.pauseMs;
      if (one.kind === 'tick') return { kind: 'tick', nowMs };
      const { entity, id, values: drawnValues } = one;
      return { kind: 'observe', entity, tMs: nowMs - one.delayMs, arrivalMs: nowMs, id, values: drawnValues };
    });
    const feedOf = Array.from({ length: ENTITIES }, (_, entity) => entity % feeds.length);
    return { feeds, feedOf, metrics: METRICS, steps };
  });
