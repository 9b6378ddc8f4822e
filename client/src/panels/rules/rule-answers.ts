import type { Rule } from '@metropane/city';

/** Where a rule is wrong: the field, and inside an expression line and column from 1. */
export interface RuleFaultAnswer {
  code: string;
  message: string;
  field: string;
  position?: { line: number; column: number };
}

/** `GET /rules` and `GET /rules/{id}`: a rule as it is in force. Times RFC 3339. */
export interface RuleAnswer {
  rule: Rule;
  revision: number;
  by: string;
  at: string;
  /** It cannot be used as it stands. */
  fault: RuleFaultAnswer | null;
  /** Taken out by the centre itself. */
  disabled: { reason: string; at: string } | null;
}

/** `GET /rules/{id}/history`: what was saved at this centre, newest first. */
export interface RuleHistoryAnswer {
  items: { revision: number; by: string; at: string; journalSeq: number; rule: Rule }[];
}

export function rulePath(id: string): string {
  return `/rules/${encodeURIComponent(id)}`;
}

/** How a rule stands, the most serious first. */
export type RuleState = 'disabled' | 'faulted' | 'off' | 'on';

export function ruleState({ disabled, fault, rule }: RuleAnswer): RuleState {
  if (disabled !== null) return 'disabled';
  if (fault !== null) return 'faulted';
  return rule.isEnabled ? 'on' : 'off';
}
