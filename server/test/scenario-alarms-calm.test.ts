/** As scenario-alarms.test.ts, of the other cities; and an ordinary day of the same seed and hours raises none of it. */
import { expect, test } from 'vitest';
import { scenarioNames } from '../../simulators/src/scenarios/library.ts';
import { foldDay } from './scenario-fixture.ts';
import {
  busiestTenMinutes,
  isThin,
  MOST_CALLS,
  namedOn,
  judgeScenarioDay,
  scenariosOf,
  SLOW_MS,
} from './scenario-judge-fixture.ts';

/** Rush hours and a rainy season: the days that could bring about by themselves what the scenario names. */
const CALM = isThin ? ['danang-autumn-flood', 'ring-road-collision', 'substation-loss'] : scenarioNames();

test.each(scenariosOf((city) => city !== 'hcmc'))(
  '%s raises the alarms that it names, grouped, at a load that can be answered',
  async (name) => {
    const { named, busiest, ...found } = await judgeScenarioDay(name);
    expect(found).toEqual({ wrong: [], faults: 0, broken: [] });
    expect(named).toBeGreaterThan(0);
    expect(busiest).toBeLessThanOrEqual(MOST_CALLS);
  },
  SLOW_MS,
);

test.each(CALM)(
  'an ordinary day of the same seed and hours raises none of the alarms of %s',
  async (name) => {
    const day = await foldDay(name, 'ordinary', { isThin });
    expect({ faults: day.faults, broken: day.broken }).toEqual({ faults: 0, broken: [] });
    expect(namedOn(day)).toEqual([]);
    const busiest = busiestTenMinutes(day);
    console.log(`${name}, ordinary: ${day.calls.length} calls, at most ${busiest} in 10 min`);
    expect(busiest).toBeLessThanOrEqual(MOST_CALLS);
  },
  SLOW_MS,
);
