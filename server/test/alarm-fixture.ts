import type { Rule } from '@metropane/city';
import { builtinBindings } from '@metropane/feeds';
import { EMPTY_CONFIG, type AlarmConfig } from '../src/fold/fold-config.ts';
import type { makePipeline } from './pipeline-fixture.ts';

const words = (text: string): { vi: string; en: string } => ({ vi: text, en: text });

/** PM2.5 of one station at or above 100: a rule without delays, whose alarm the next tick raises. */
export function pmRule(more: Partial<Rule> = {}): Rule {
  return {
    id: 'pm25-high',
    name: words('PM2.5'),
    per: 'entity',
    domain: 'air',
    inputs: { v: { kind: 'window', metric: 'pm25UgM3', window: 'PT1M', statistic: 'last' } },
    when: 'v >= 100.0',
    clear: 'v < 80.0',
    shows: { value: 'v', limit: 100 },
    severity: 2,
    respondWithinMs: 600_000,
    category: 'air',
    cause: words('cause'),
    consequence: words('consequence'),
    response: words('response'),
    isEnabled: true,
    source: 'test',
    ...more,
  };
}

export function alarmConfig(rules: Rule[] = [pmRule()]): AlarmConfig {
  return {
    ...{ rules, thresholds: [], topology: [], places: {}, sops: [], serviceLevels: {} },
    positions: [{ id: 'environment', name: words('Environment'), categories: [] }],
  } as unknown as AlarmConfig;
}

type Pipeline = ReturnType<typeof makePipeline>;

/** Configures the room with these rules, as the start of a centre does. */
export async function configureAlarms({ facts, clock }: Pipeline, rules?: Rule[]): Promise<void> {
  const feeds = builtinBindings('Asia/Ho_Chi_Minh').map((b) => ({ ...b, simulated: false, periodMs: null }));
  const body = { ...EMPTY_CONFIG, feeds, alarms: alarmConfig(rules) };
  await facts.write({ kind: 'config', v: 1, atMs: clock.ms, actor: 'system', body });
}

/** One reading of a station, a second after the last, and the tick behind it. */
export async function measure({ core, clock }: Pipeline, value: number, entity = 'a'): Promise<void> {
  clock.ms += 1_000;
  const item = { domain: 'air', entity, t: clock.ms - 100, v: { pm25UgM3: value } };
  const payload = new TextEncoder().encode(JSON.stringify(item));
  await core.takeMessage('http', { topic: 'observations', payload, arrivalMs: clock.ms });
  clock.ms += 100;
  core.tick();
}
