import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import {
  forSeedsUntil,
  makeWindowScenario,
  scenarioFromJson,
  scenarioToJson,
  shrinkScenario,
} from './index.ts';
import type { WindowScenario } from './index.ts';

/** Stands for a trial that objects to a tick somewhere before a flagged value. */
function failsOnFlagAfterTick({ steps }: WindowScenario): boolean {
  const tick = steps.findIndex((step) => step.kind === 'tick');
  return (
    tick >= 0 &&
    steps
      .slice(tick)
      .some((step) => step.kind === 'observe' && step.values.some((value) => !value.inStatistics))
  );
}

test('a failing scenario shrinks to the steps and values that matter', () => {
  const scenario = makeWindowScenario(makeRng('shrink'), 300);
  expect(failsOnFlagAfterTick(scenario)).toBe(true);
  const { steps } = shrinkScenario(scenario, failsOnFlagAfterTick);
  expect(steps.map((step) => step.kind)).toEqual(['tick', 'observe']);
  expect(steps[1]).toMatchObject({ values: [{ inStatistics: false }] });
});

test('a scenario survives JSON, negative zeros too', () => {
  const scenario = makeWindowScenario(makeRng('json'), 200);
  const values = scenario.steps.flatMap((step) => (step.kind === 'observe' ? step.values : []));
  expect(values.some(({ value }) => Object.is(value, -0))).toBe(true);
  expect(scenarioFromJson(scenarioToJson(scenario))).toEqual(scenario);
});

test('seeds run until the work is done, and a failing one is named', async () => {
  let draws = 0;
  const isDone = (): boolean => draws === 5;
  expect(await forSeedsUntil('until', isDone, () => draws++)).toBe(5);
  const failing = forSeedsUntil(
    'until',
    () => false,
    (_rng, seed) => {
      if (seed === 'until/3') throw new Error('planted');
    },
  );
  await expect(failing).rejects.toThrow('seed until/3: planted');
});
