import { createContext, useContext } from 'react';
import { assert } from '@metropane/base';
import type { Rule } from '@metropane/city';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { fieldName } from './rule-check.ts';
import type { FieldFault } from './rule-check.ts';
import type { RuleChoices } from './rule-choices.ts';

/** What every part of the form works on. */
export interface RuleEditing {
  rule: Rule;
  /** Ids and names of all rules, for what names another. */
  rules: readonly { id: string; name: Rule['name'] }[];
  choices: RuleChoices;
  /** What the form itself sees, and what the centre said of the rule as it stands. */
  own: readonly FieldFault[];
  fault: RuleFaultAnswer | null;
  change: (change: (rule: Rule) => Rule) => void;
  set: <K extends keyof Rule>(name: K, value: Rule[K] | undefined) => void;
}

export const RuleEditingContext = createContext<RuleEditing | null>(null);

/** Throws outside the form of a rule. */
export function useRuleEditing(): RuleEditing {
  const editing = useContext(RuleEditingContext);
  assert(editing !== null, 'a part of the form stands inside it');
  return editing;
}

/** What is wrong just at a field, or below it where nothing smaller is shown: the form's own words first. */
export function useFieldFaults(
  field: string,
  below = false,
): { own: readonly FieldFault[]; fault: RuleFaultAnswer | null } {
  const { own, fault } = useRuleEditing();
  const isHere = (name: string): boolean =>
    name === field || (below && (name.startsWith(`${field}.`) || name.startsWith(`${field}[`)));
  const found = own.filter((one) => isHere(one.field));
  const told = fault !== null && isHere(fieldName(fault.field)) ? fault : null;
  return { own: found, fault: found.length > 0 && told?.code === 'schema' ? null : told };
}
