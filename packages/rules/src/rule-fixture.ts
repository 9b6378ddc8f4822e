import type { Rule } from '@metropane/city';

const TEXT = { vi: 't', en: 't' };

/** A rule of the tests over two numbers. */
export function ruleFixture(over: Partial<Rule> = {}): Rule {
  return {
    id: 'r',
    name: TEXT,
    per: 'entity',
    domain: 'flood',
    inputs: {
      a: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' },
      b: { kind: 'number', value: 0 },
    },
    when: 'a > 10',
    severity: 2,
    respondWithinMs: 600_000,
    category: 'flood',
    ...{ cause: TEXT, consequence: TEXT, response: TEXT },
    isEnabled: true,
    source: 'test',
    ...over,
  };
}
