/**
 * Every scenario of the reference city through the real decoders and the real fold, with the rules of its pack: the alarms that it
 * names, in their order, grouped, and no more than an operator can answer. The long battery plays them to their end.
 */
import { expect, test } from 'vitest';
import type { CityPack } from '@metropane/city-pack';
import { foldDay } from './scenario-fixture.ts';
import { faultsOf, judgeScenarioDay, MOST_CALLS, scenariosOf, SLOW_MS } from './scenario-judge-fixture.ts';

test.each(scenariosOf((city) => city === 'hcmc'))(
  '%s raises the alarms that it names, grouped, at a load that can be answered',
  async (name) => {
    const { named, busiest, ...found } = await judgeScenarioDay(name);
    expect(found).toEqual({ wrong: [], faults: 0, broken: [] });
    expect(named).toBeGreaterThan(0);
    expect(busiest).toBeLessThanOrEqual(MOST_CALLS);
  },
  SLOW_MS,
);

test(
  'a scenario whose rule has been broken is told, with what was missed',
  async () => {
    const bend = (pack: CityPack): CityPack => ({
      ...pack,
      rules: pack.rules.map((rule) =>
        rule.id === 'cyber-critical' ? { ...rule, when: 'critical >= 8000' } : rule,
      ),
    });
    const day = await foldDay('one-stop-attack', 'struck', { isThin: true, bend, forMs: 25 * 60_000 });
    expect(faultsOf(day)).toEqual(['cyber-critical security/soc in minutes 6 to 20: 0 were raised']);
  },
  SLOW_MS,
);
