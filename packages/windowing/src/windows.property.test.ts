import { readdirSync, readFileSync } from 'node:fs';
import {
  arbitraryWindowScenario,
  forSeeds,
  forSeedsUntil,
  makeWindowScenario,
  noteFigures,
  runWindowTrial,
  scenarioFromJson,
  scenarioToJson,
  shrinkScenario,
} from '@metropane/testing';
import type {
  FiredPane,
  ObserveStep,
  ScenarioStep,
  TrialResult,
  WindowEngineFactory,
  WindowScenario,
} from '@metropane/testing';
import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeEngineFixture } from './engine-fixture.ts';
import { WindowEngine } from './index.ts';
import type { EngineSnapshot } from './index.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
/** Values judged by the main property. */
const EVENTS = isFull ? 10_000_000 : 100_000;
/** The machine may be busy with other suites. */
const TIMEOUT_MS = isFull ? 3_600_000 : 90_000;
const REGRESSIONS = new URL('../regressions/', import.meta.url);
const factory: WindowEngineFactory = {
  make: (sink) => new WindowEngine({ sink }),
  restore: (snapshot, sink) => WindowEngine.restore(snapshot as EngineSnapshot, { sink }),
};

/** Scenarios that once told a wrong engine from a right one, as small as they get; the file's name says what was wrong. */
test.each(readdirSync(REGRESSIONS).filter((name) => name.endsWith('.json')))('kept failure: %s', (name) => {
  const scenario = scenarioFromJson(readFileSync(new URL(name, REGRESSIONS), 'utf8'));
  expect(() => runWindowTrial(factory, scenario)).not.toThrow();
});

test(
  '[W1][W6][W7][W8][W9][W10][W11][W14][W15][W16][W17][W20][W22] outcomes, panes and queries equal a brute-force batch',
  async () => {
    const startedAt = performance.now();
    let events = 0;
    let compared = 0;
    const seeds = await forSeedsUntil(
      'windows',
      () => events >= EVENTS,
      (rng) => {
        const scenario = makeWindowScenario(rng, rng.int(100) === 0 ? 3_000 : 500);
        const result = runOrShrink(scenario);
        events += result.outcomes.length;
        compared += result.compared;
      },
    );
    noteFigures('window engine = brute force', {
      events,
      'windows compared': compared,
      mismatches: 0,
      seeds: `windows/0..${seeds - 1}`,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    });
    expect(events).toBeGreaterThan(process.env['METROPANE_SEED'] === undefined ? EVENTS - 1 : 0);
  },
  TIMEOUT_MS,
);

/** Runs a trial; one that fails is thrown as its smallest form, ready to be kept among the regressions. */
function runOrShrink(scenario: WindowScenario): TrialResult {
  try {
    return runWindowTrial(factory, scenario);
  } catch (error) {
    const smallest = shrinkScenario(scenario, (candidate) => {
      try {
        runWindowTrial(factory, candidate);
        return false;
      } catch {
        return true;
      }
    });
    throw new Error(`${String(error)}\nsmallest scenario that fails: ${scenarioToJson(smallest)}`, {
      cause: error,
    });
  }
}

test(
  '[W1][W4][W5][W12] small scenarios around boundaries equal the oracle (shrinking)',
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWindowScenario, async (scenario) => {
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
      const feeds = drawn.feeds.map((policy) => ({
        ...policy,
        dedupMs: 600_000,
        watermarkPer: 'entity' as const,
      }));
      const { outcomes } = runWindowTrial(factory, { ...drawn, feeds, steps: repeated });
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
  const steps = Array.from({ length: 250 }, (): ObserveStep => {
    nowMs += 1 + rng.int(6_000);
    const values = [0, 1].map((metric) => ({
      metric,
      value: Math.round(rng.normal() * 1e4) / 7,
      inStatistics: true,
    }));
    return { kind: 'observe', entity: rng.int(2), tMs: nowMs, arrivalMs: nowMs, id: null, values };
  });
  return { feeds: [policy], feedOf: [0, 0], metrics: 2, steps };
}

/** Delays every event by less than the disorder and lateness that are allowed. */
function shuffle(scenario: WindowScenario, rng: Rng): WindowScenario {
  const delayed = scenario.steps.map((step) => {
    const observe = step as ObserveStep;
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
  const first = scenario.steps[0] as ObserveStep;
  return { ...scenario, feedOf: [0, 0, 0], steps: [{ ...first, entity: 2 }, ...scenario.steps] };
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

test('[W16][W20] the latest hopping pane of a silent series still holds its 30 slices', () => {
  const { engine, series, see, tick } = makeEngineFixture();
  engine.keepHopping(series);
  see(5, 1);
  see(15, 2);
  tick(10_000);
  expect(engine.latestHoppingPane(series)).toMatchObject({ isFinal: true, n: 2 });
});
