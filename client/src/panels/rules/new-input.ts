import type { Rule, RuleInput } from '@metropane/city';
import { metricsOf } from './rule-choices.ts';
import type { RuleChoices } from './rule-choices.ts';

const WISHES: Record<RuleInput['kind'], string> = {
  window: 'value',
  rate: 'change',
  near: 'around',
  silence: 'quiet',
  repeat: 'times',
  reports: 'reports',
  threshold: 'level',
  baseline: 'usual',
  indicator: 'figure',
  number: 'limit',
};
const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;

/** An input of a kind to begin with: what there is first to choose, in usual spans. What nobody offers stays empty and is asked for. */
export function newInput(
  kind: RuleInput['kind'],
  rule: Rule,
  choices: RuleChoices,
): { wish: string; input: RuleInput } {
  return { wish: WISHES[kind], input: inputOf(kind, rule, choices) };
}

function inputOf(kind: RuleInput['kind'], rule: Rule, choices: RuleChoices): RuleInput {
  const metric = metricsOf(choices, rule.domain, rule)[0] ?? '';
  switch (kind) {
    case 'window':
      return { kind, metric, window: 'PT5M', statistic: 'mean' };
    case 'rate':
      return { kind, metric, spanMs: QUARTER_MS };
    case 'near':
      return {
        ...{ kind, domain: rule.domain, metric, window: 'PT5M', statistic: 'mean' },
        ...{ radiusM: 1_000, combine: 'max' },
      };
    case 'silence':
      return { kind };
    case 'repeat':
      return { kind, rule: rule.id, spanMs: HOUR_MS };
    case 'reports':
      return { kind, category: rule.category, spanMs: HOUR_MS };
    case 'threshold': {
      const first = choices.thresholds[0];
      return { kind, threshold: first?.id ?? '', level: first?.levels[0]?.name ?? '' };
    }
    case 'baseline':
      return { kind, metric, bound: 'high' };
    case 'indicator':
      return { kind, indicator: choices.indicators[0]?.id ?? '' };
    case 'number':
      return { kind, value: 0 };
  }
}
