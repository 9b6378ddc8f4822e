import type { Rule, RuleInput } from '@metropane/city';

/**
 * What is wrong with a rule as far as its form can tell: at once, at the field, in the words of the reader. The centre judges again and
 * more (expressions, names of the city); its limits are those of `ruleSchema` in packages/rules.
 */
export interface FieldFault {
  /** `inputs.level.metric`, `severities[0].when` */
  field: string;
  code: FieldFaultCode;
  min?: number;
  max?: number;
  /** What is said to be wrong. */
  name?: string;
}
export type FieldFaultCode =
  | 'empty'
  | 'too-long'
  | 'out-of-range'
  | 'not-whole'
  | 'bad-name'
  | 'unknown-input'
  | 'too-many'
  | 'none-left'
  | 'not-of-areas';

const DAY_MS = 86_400_000;
export const MOST_INPUTS = 16;
export const MOST_SEVERITIES = 4;
export const MOST_SUPPRESSING = 20;
export const MOST_ENTITIES = 5_000;
const INPUT_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,39}$/;

export function checkRuleFields(rule: Rule): FieldFault[] {
  const check = new Check(rule);
  check.words();
  check.scope();
  for (const [name, input] of Object.entries(rule.inputs)) check.input(name, input);
  check.conditions();
  check.shows();
  check.suppression();
  return check.faults;
}

class Check {
  readonly faults: FieldFault[] = [];
  readonly #rule: Rule;

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  words(): void {
    const { name, cause, consequence, response, category, sop, position, source, respondWithinMs } =
      this.#rule;
    for (const language of ['vi', 'en'] as const) {
      this.#text(`name.${language}`, name?.[language], 200);
      this.#text(`cause.${language}`, cause?.[language], 1_000);
      this.#text(`consequence.${language}`, consequence?.[language], 1_000);
      this.#text(`response.${language}`, response?.[language], 1_000);
    }
    this.#text('category', category, 128);
    if (sop !== undefined) this.#text('sop', sop, 128);
    if (position !== undefined) this.#text('position', position, 128);
    this.#text('source', source, 500);
    this.#whole('respondWithinMs', respondWithinMs, { min: 1_000, max: DAY_MS });
  }

  scope(): void {
    const { domain, entities, inputs, schedule } = this.#rule;
    this.#text('domain', domain, 128);
    if (entities !== undefined) {
      if (entities.length === 0) this.#add('entities', 'none-left');
      if (entities.length > MOST_ENTITIES) this.#add('entities', 'too-many', { max: MOST_ENTITIES });
      entities.forEach((entity, i) => this.#text(`entities[${i}]`, entity, 128));
    }
    const count = Object.keys(inputs).length;
    if (count === 0) this.#add('inputs', 'none-left');
    if (count > MOST_INPUTS) this.#add('inputs', 'too-many', { max: MOST_INPUTS });
    if (schedule?.days?.length === 0) this.#add('schedule.days', 'none-left');
  }

  input(name: string, input: RuleInput): void {
    const at = (field: string): string => `inputs.${name}.${field}`;
    if (!INPUT_NAME.test(name)) this.#add(`inputs.${name}`, 'bad-name', { name });
    for (const field of TEXTS_OF[input.kind]) {
      const text = (input as unknown as Record<string, string | undefined>)[field.replace('?', '')];
      if (text !== undefined || !field.endsWith('?')) this.#text(at(field.replace('?', '')), text, 128);
    }
    if ('spanMs' in input) this.#whole(at('spanMs'), input.spanMs, { min: 1_000, max: 7 * DAY_MS });
    if ('radiusM' in input && input.radiusM !== undefined && !(input.radiusM > 0 && input.radiusM <= 20_000))
      this.#add(at('radiusM'), 'out-of-range', { min: 1, max: 20_000 });
    if (input.kind === 'number' && !Number.isFinite(input.value)) this.#add(at('value'), 'empty');
    if (input.kind === 'baseline' && this.#rule.per !== 'entity') this.#add(`inputs.${name}`, 'not-of-areas');
  }

  conditions(): void {
    const { when, clear, severities = [], onDelayMs, offDelayMs, minCompleteness } = this.#rule;
    this.#expression('when', when);
    if (clear !== undefined) this.#expression('clear', clear);
    severities.forEach((one, i) => this.#expression(`severities[${i}].when`, one.when));
    if (severities.length > MOST_SEVERITIES) this.#add('severities', 'too-many', { max: MOST_SEVERITIES });
    for (const [field, ms] of Object.entries({ onDelayMs, offDelayMs }))
      if (ms !== undefined) this.#whole(field, ms, { min: 0, max: DAY_MS });
    if (minCompleteness !== undefined && !(minCompleteness >= 0 && minCompleteness <= 1))
      this.#add('minCompleteness', 'out-of-range', { min: 0, max: 100 });
  }

  shows(): void {
    const { shows, inputs } = this.#rule;
    if (shows === undefined) return;
    if (!Object.hasOwn(inputs, shows.value)) this.#add('shows.value', 'unknown-input', { name: shows.value });
    if (typeof shows.limit === 'string' && !Object.hasOwn(inputs, shows.limit))
      this.#add('shows.limit', 'unknown-input', { name: shows.limit });
  }

  suppression(): void {
    const { suppressedBy } = this.#rule;
    if (suppressedBy === undefined) return;
    const { rules, withinM, reason } = suppressedBy;
    if (rules.length === 0) this.#add('suppressedBy.rules', 'none-left');
    if (rules.length > MOST_SUPPRESSING)
      this.#add('suppressedBy.rules', 'too-many', { max: MOST_SUPPRESSING });
    if (withinM !== undefined && !(withinM > 0 && withinM <= 20_000))
      this.#add('suppressedBy.withinM', 'out-of-range', { min: 1, max: 20_000 });
    for (const language of ['vi', 'en'] as const)
      this.#text(`suppressedBy.reason.${language}`, reason?.[language], 1_000);
  }

  #add(field: string, code: FieldFaultCode, more: Omit<FieldFault, 'field' | 'code'> = {}): void {
    this.faults.push({ field, code, ...more });
  }

  #text(field: string, text: string | undefined, max: number): void {
    if (text === undefined || text === '') this.#add(field, 'empty');
    else if (text.length > max) this.#add(field, 'too-long', { max });
  }

  #expression(field: string, text: string): void {
    if (text.trim() === '') this.#add(field, 'empty');
    else if (text.trim().length > 2_000) this.#add(field, 'too-long', { max: 2_000 });
  }

  #whole(field: string, value: number, { min, max }: { min: number; max: number }): void {
    if (!Number.isInteger(value)) this.#add(field, 'not-whole');
    else if (value < min || value > max) this.#add(field, 'out-of-range', { min, max });
  }
}

/** The names in each kind of input; `?`: may be left out. */
const TEXTS_OF: Record<RuleInput['kind'], readonly string[]> = {
  window: ['metric', 'domain?', 'entity?'],
  rate: ['metric'],
  near: ['domain', 'metric'],
  silence: ['metric?'],
  repeat: ['rule'],
  reports: ['category'],
  threshold: ['threshold', 'level'],
  baseline: ['metric'],
  indicator: ['indicator'],
  number: [],
};

/** One way to write a place: `severities.0.when` and `severities[0].when` are one. */
export function fieldName(path: string): string {
  return path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
}
