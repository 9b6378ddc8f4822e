import type { ScenarioStep, WindowScenario } from './window-scenario.ts';

/**
 * The smallest scenario that still fails, by taking away steps (halves first, single ones last) and then values: what a person
 * looks at, and what is kept as a regression case. `fails` must be true for the scenario given.
 */
export function shrinkScenario(
  scenario: WindowScenario,
  fails: (candidate: WindowScenario) => boolean,
): WindowScenario {
  let smallest = scenario;
  for (let size = Math.ceil(scenario.steps.length / 2); ; size = Math.ceil(size / 2)) {
    smallest = withoutStretches(smallest, size, fails);
    if (size > 1) continue;
    // One step that went may have made another one unnecessary.
    const again = withoutStretches(smallest, 1, fails);
    if (again.steps.length === smallest.steps.length) return withoutValues(again, fails);
    smallest = again;
  }
}

function withoutStretches(
  scenario: WindowScenario,
  size: number,
  fails: (candidate: WindowScenario) => boolean,
): WindowScenario {
  let smallest = scenario;
  for (let at = 0; at < smallest.steps.length;) {
    const candidate = { ...smallest, steps: smallest.steps.toSpliced(at, size) };
    if (fails(candidate)) smallest = candidate;
    else at += size;
  }
  return smallest;
}

function withoutValues(
  scenario: WindowScenario,
  fails: (candidate: WindowScenario) => boolean,
): WindowScenario {
  let smallest = scenario;
  for (const [at, step] of scenario.steps.entries()) {
    if (step.kind !== 'observe') continue;
    for (const value of step.values) {
      const slim: ScenarioStep = { ...step, values: [value] };
      const candidate = { ...smallest, steps: smallest.steps.with(at, slim) };
      if (step.values.length === 1 || !fails(candidate)) continue;
      smallest = candidate;
      break;
    }
  }
  return smallest;
}

/** A scenario as JSON that keeps negative zeros. */
export function scenarioToJson(scenario: WindowScenario): string {
  return JSON.stringify(scenario, (_key, value: unknown) => (Object.is(value, -0) ? '-0' : value));
}

/** The scenario that `scenarioToJson` wrote. */
export function scenarioFromJson(json: string): WindowScenario {
  return JSON.parse(json, (_key, value: unknown) => (value === '-0' ? -0 : value)) as WindowScenario;
}
