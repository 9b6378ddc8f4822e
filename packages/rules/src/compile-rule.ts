import type { Rule } from '@metropane/city';
import { compileExpression, type Condition } from './compile-expression.ts';
import type { InputValues } from './fast-expression.ts';
import type { Checked } from './rule-fault.ts';

/**
 * `between`: neither the condition nor the end of it holds (the dead band). `unknown`: a value is missing that would decide it.
 * Neither of the two raises or clears anything.
 */
export type RuleOutcome = 'holds' | 'between' | 'ended' | 'unknown';

export interface Evaluation {
  outcome: RuleOutcome;
  severity: Rule['severity'];
  /** False where a missing value might have made the severity another: an alarm that stands then keeps its own. */
  isSeverityKnown: boolean;
  /** The most steps that it can have taken. */
  steps: number;
}

/** A rule whose expressions were checked and are ready. */
export interface CompiledRule {
  rule: Rule;
  /** Throws `RuleBroke`. */
  evaluate(inputs: InputValues): Evaluation;
}

/** Checks the expressions of a rule over its inputs; the first fault found, with its place. */
export function compileRule(rule: Rule): Checked<CompiledRule> {
  const inputs = Object.keys(rule.inputs);
  const fault = danglingInput(rule, inputs) ?? wideBaseline(rule);
  if (fault !== null) return fault;
  const when = compileExpression(rule.when, { field: 'when', inputs });
  if (!when.ok) return when;
  const clear = rule.clear === undefined ? null : compileExpression(rule.clear, { field: 'clear', inputs });
  if (clear !== null && !clear.ok) return clear;
  const severities: { condition: Condition; severity: Rule['severity'] }[] = [];
  for (const [index, one] of (rule.severities ?? []).entries()) {
    const condition = compileExpression(one.when, { field: `severities[${index}].when`, inputs });
    if (!condition.ok) return condition;
    severities.push({ condition: condition.value, severity: one.severity });
  }
  const parts = { when: when.value, clear: clear?.value ?? null, severities };
  return { ok: true, value: { rule, evaluate: (values) => evaluate(rule, parts, values) } };
}

interface Parts {
  when: Condition;
  clear: Condition | null;
  severities: readonly { condition: Condition; severity: Rule['severity'] }[];
}

function evaluate(rule: Rule, { when, clear, severities }: Parts, inputs: InputValues): Evaluation {
  let steps = when.steps;
  let outcome: RuleOutcome;
  const holds = when.test(inputs);
  if (holds === true) outcome = 'holds';
  else if (clear === null) outcome = holds === null ? 'unknown' : 'ended';
  else {
    steps += clear.steps;
    const hasEnded = clear.test(inputs);
    // `clear` alone can tell that it has ended, where it needs less than `when`.
    if (hasEnded === true) outcome = 'ended';
    else outcome = holds === null || hasEnded === null ? 'unknown' : 'between';
  }
  let isSeverityKnown = true;
  for (const { condition, severity } of severities) {
    steps += condition.steps;
    const applies = condition.test(inputs);
    if (applies === true) return { outcome, severity, isSeverityKnown, steps };
    if (applies === null) isSeverityKnown = false;
  }
  return { outcome, severity: rule.severity, isSeverityKnown, steps };
}

function danglingInput(rule: Rule, inputs: readonly string[]): ReturnType<typeof fault> | null {
  const { shows } = rule;
  if (shows === undefined) return null;
  if (!inputs.includes(shows.value)) return fault(shows.value, 'shows.value', inputs);
  if (typeof shows.limit === 'string' && !inputs.includes(shows.limit))
    return fault(shows.limit, 'shows.limit', inputs);
  return null;
}

/** What is usual is fitted from the history of one measuring point. */
function wideBaseline({ per, inputs }: Rule): Checked<never> | null {
  const named = Object.entries(inputs).find(([, { kind }]) => kind === 'baseline');
  if (named === undefined || per === 'entity') return null;
  const message = 'a baseline is known of a measuring point, not of a ward or the city; use per: entity';
  return { ok: false, fault: { code: 'type', message, field: `inputs.${named[0]}` } };
}

function fault(
  name: string,
  field: string,
  inputs: readonly string[],
): { readonly ok: false; readonly fault: { code: 'unknown-name'; message: string; field: string } } {
  const message = `"${name}" is no input of the rule; it has: ${inputs.toSorted().join(', ')}`;
  return { ok: false, fault: { code: 'unknown-name', message, field } };
}
