import type { RuleAnswer } from './rule-answers.ts';
import { keptRuleDraft } from './kept-rule-draft.ts';
import type { Rule } from '@metropane/city';

/** As `ruleSchema` of packages/rules takes it. */
const RULE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

export type NewIdFault = 'bad-id' | 'taken';

/** Null: the id can be that of a new rule. */
export function newIdFault(id: string, rules: readonly RuleAnswer[]): NewIdFault | null {
  if (!RULE_ID.test(id)) return 'bad-id';
  return rules.some(({ rule }) => rule.id === id) ? 'taken' : null;
}

/** A rule that is nowhere yet: a copy that is switched off, since nobody has thought it through. Revision 0: it is new. */
export function newRule(from: Rule, id: string, atMs: number): RuleAnswer {
  const rule = { ...structuredClone(from), id, isEnabled: false };
  return { rule, revision: 0, by: '', at: new Date(atMs).toISOString(), fault: null, disabled: null };
}

/** The key under which this browser keeps what was edited of a rule. */
export function draftKey(realm: string, id: string): string {
  return `rule/${realm}/${id}`;
}

/** A new rule that was begun here and not saved; null: there is none of this id. */
export function keptNewRule(realm: string, id: string): RuleAnswer | null {
  const base = keptRuleDraft(draftKey(realm, id))?.base ?? null;
  return base?.revision === 0 && base.rule.id === id ? base : null;
}
