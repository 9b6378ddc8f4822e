import { arbitraryWindowScenario, forSeeds, makeWindowScenario, runWindowTrial } from '@metropane/testing';
import type { FiredPane, ScenarioStep, WindowEngineFactory, WindowScenario } from '@metropane/testing';
import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WindowEngine } from './index.ts';
import type { EngineSnapshot } from './index.ts';

type Observe = Extract<ScenarioStep, { kind: 'observe' }>;

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
/** The machine may be busy with other suites. */
const TIMEOUT_MS = isFull ? 1_800_000 : 90_000;
const factory: WindowEngineFactory = {
  make: (sink) => new WindowEngine({ sink }),
  restore: (snapshot, sink) => WindowEngine.restore(snapshot as EngineSnapshot, { sink }),
};

test(
  '[W1][W6][W7][W8][W9][W10][W11][W14][W15][W16][W20] outcomes, panes and queries equal a brute-force batch over 100,000 events',
  () => {
    let events = 0;
    forSeeds('windows', isFull ? 15_000 : 150, (rng) => {
      events += runWindowTrial(factory, makeWindowScenario(rng, 500)).outcomes.length;
    });
    expect(events).toBeGreaterThan(process.env['METROPANE_SEED'] === undefined ? 100_000 : 0);
  },
  TIMEOUT_MS,
);

test(
  '[W1][W4][W5][W12] small scenarios around boundaries equal the oracle (shrinking)',
  () => {
    fc.assert(
      fc.property(arbitraryWindowScenario, (scenario) => {
        runWindowTrial(factory, scenario);
      }),
      { numRuns: isFull ? 20_000 : 1_000 },
    );
  },
  TIMEOUT_MS,
);

test(
  '[W12] one series with thousands of identities inside its horizon stays exact',
  () => {
    forSeeds('flood', 1, (rng) => {
      const drawn = makeWindowScenario(rng, 2_500);
      // All on one entity and nearly at once: far more identities than a ring holds.
      const startMs = Date.UTC(2026, 10, 23);
      const steps = drawn.steps.map((step, n): ScenarioStep => {
        if (step.kind !== 'observe')
          return step.kind === 'tick' ? { kind: 'tick', nowMs: startMs + n * 10 } : step;
        return { ...step, entity: 0, tMs: startMs + n * 10 - rng.int(3_000), arrivalMs: startMs + n * 10 };
      });
      const repeated = steps.flatMap((step, n) => (n % 7 === 0 ? [step, steps[rng.int(n + 1)]!] : [step]));
      const policy = { ...drawn.policy, dedupMs: 600_000, watermarkPer: 'entity' as const };
      const { outcomes } = runWindowTrial(factory, { ...drawn, policy, steps: repeated });
      expect(outcomes.filter((outcome) => outcome === 'duplicate').length).toBeGreaterThan(100);
    });
  },
  TIMEOUT_MS,
);

test(
  '[W18] checkpoints at any point change nothing that is observable',
  () => {
    forSeeds('checkpoints', 20, (rng) => {
      const scenario = makeWindowScenario(rng, 400);
      const plain = scenario.steps.filter((step) => step.kind !== 'checkpoint');
      const often = plain.flatMap((step, n) =>
        n % 9 === 0 ? [step, { kind: 'checkpoint' as const }] : [step],
      );
      const without = runWindowTrial(factory, { ...scenario, steps: plain });
      const withMany = runWindowTrial(factory, { ...scenario, steps: often });
      expect(withMany.outcomes).toEqual(without.outcomes);
      expect(withMany.hashes).toEqual(without.hashes);
      expect(withMany.fired.map(withoutStep)).toEqual(without.fired.map(withoutStep));
    });
  },
  TIMEOUT_MS,
);

test(
  '[W8][W9] shuffling inside the lateness, repeating, splitting and adding a silent source change nothing settled',
  () => {
    forSeeds('metamorphic', 25, (rng) => {
      const inOrder = makeOrderedScenario(rng);
      const expected = finals(runWindowTrial(factory, inOrder).fired);
      expect(expected.size).toBeGreaterThan(20);
      for (const variant of [
        shuffle(inOrder, rng),
        repeat(inOrder, rng),
        split(inOrder),
        addSilentSource(inOrder),
      ]) {
        const result = runWindowTrial(factory, variant);
        expect(result.outcomes).not.toContain('late');
        expectSameFinals(finals(result.fired), expected);
      }
    });
  },
  TIMEOUT_MS,
);

/** Distinct events in order of time, nothing late. */
function makeOrderedScenario(rng: Rng): WindowScenario {
  const policy = {
    outOfOrdernessMs: 20_000,
    allowedLatenessMs: 30_000,
    idleAfterMs: 600_000,
    dedupMs: 0,
    watermarkPer: 'entity' as const,
  };
  let nowMs = Date.UTC(2026, 10, 23, 6, 55);
  const steps = Array.from({ length: 250 }, (): Observe => {
    nowMs += 1 + rng.int(6_000);
    const values = [0, 1].map((metric) => ({
      metric,
      value: Math.round(rng.normal() * 1e4) / 7,
      inStatistics: true,
    }));
    return { kind: 'observe', entity: rng.int(2), tMs: nowMs, arrivalMs: nowMs, id: null, values };
  });
  return { policy, entities: 2, metrics: 2, steps };
}

/** Delays every event by less than the disorder and lateness that are allowed. */
function shuffle(scenario: WindowScenario, rng: Rng): WindowScenario {
  const delayed = scenario.steps.map((step) => {
    const observe = step as Observe;
    return { ...observe, arrivalMs: observe.tMs + rng.int(40_000) };
  });
  return { ...scenario, steps: delayed.sort((a, b) => a.arrivalMs - b.arrivalMs) };
}

function repeat(scenario: WindowScenario, rng: Rng): WindowScenario {
  const steps = scenario.steps.flatMap((step, n) => [step, scenario.steps[Math.max(0, n - rng.int(4))]!]);
  return { ...scenario, steps };
}

/** One message per metric instead of one per observation. */
function split(scenario: WindowScenario): WindowScenario {
  const steps = scenario.steps.flatMap((step): ScenarioStep[] =>
    step.kind === 'observe' ? step.values.map((value) => ({ ...step, values: [value] })) : [step],
  );
  return { ...scenario, steps };
}

function addSilentSource(scenario: WindowScenario): WindowScenario {
  const first = scenario.steps[0] as Observe;
  return { ...scenario, entities: 3, steps: [{ ...first, entity: 2 }, ...scenario.steps] };
}

function finals(fired: readonly FiredPane[]): Map<string, FiredPane> {
  const panes = fired.filter((pane) => pane.isFinal && !pane.name.startsWith('2.'));
  return new Map(panes.map((pane) => [`${pane.name}/${pane.window}/${pane.startMs}`, pane]));
}

function expectSameFinals(found: Map<string, FiredPane>, expected: Map<string, FiredPane>): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, pane] of expected) {
    const { n, min, max, first, firstMs, last, lastMs } = pane;
    expect(found.get(key)).toMatchObject({ n, min, max, first, firstMs, last, lastMs });
    expect(Math.abs(found.get(key)!.sum - pane.sum)).toBeLessThanOrEqual(
      1e-12 * Math.abs(n * Math.max(max, -min)),
    );
  }
}

function withoutStep(pane: FiredPane): Omit<FiredPane, 'step'> {
  const { step: _, ...rest } = pane;
  return rest;
}

test('[W19] canonical hashes do not depend on the order in which series were numbered', () => {
  const hashesOf = (order: readonly number[]): string[] => {
    const rng = makeRng('numbering');
    const engine = new WindowEngine({ sink: null });
    const feed = engine.addFeed({
      outOfOrdernessMs: 5_000,
      allowedLatenessMs: 20_000,
      idleAfterMs: 30_000,
      dedupMs: 0,
      watermarkPer: 'entity',
    });
    const sources: number[] = [];
    const series: number[] = [];
    for (const entity of order) {
      sources[entity] = engine.addSource(feed);
      const added = engine.addSeries(sources[entity]!);
      if (added.ok) series[entity] = added.value;
    }
    for (let n = 0; n < 2_000; n++) {
      const entity = rng.int(order.length);
      engine.beginObservation(sources[entity]!, n * 300 - rng.int(9_000), n * 300);
      engine.accept(series[entity]!, rng.int(100));
    }
    const named: string[] = [];
    engine.forEachSeriesCanonical((number, _source, hash) =>
      named.push(`${series.indexOf(number)}: ${hash.join()}`),
    );
    engine.forEachSourceCanonical((number, _feed, hash) =>
      named.push(`${sources.indexOf(number)}= ${hash.join()}`),
    );
    return named.sort();
  };
  expect(hashesOf([3, 0, 2, 1])).toEqual(hashesOf([0, 1, 2, 3]));
  expect(new Set(hashesOf([0, 1, 2, 3]).map((line) => line.split(' ')[1])).size).toBe(8);
});
