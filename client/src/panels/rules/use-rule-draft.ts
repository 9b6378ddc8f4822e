import { useState } from 'react';
import type { Rule } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { rulePath } from './rule-answers.ts';
import type { RuleAnswer, RuleFaultAnswer } from './rule-answers.ts';
import { readRule, ruleToText } from './rule-text.ts';
import type { ReadRule } from './rule-text.ts';

/** A rule that is being edited, as text: form and text are two views of the one draft, so neither can lose what the other said. */
export interface RuleDraft {
  text: string;
  read: ReadRule;
  isChanged: boolean;
  isSaving: boolean;
  /** Why the centre did not take it. */
  problem: Problem | null;
  fault: RuleFaultAnswer | null;
  /** After a conflict: the rule that somebody else has saved since. */
  other: RuleAnswer | null;
  setText: (text: string) => void;
  change: (change: (rule: Rule) => Rule) => void;
  /** Saves on the revision that is in force now; resolves true when the centre has it. */
  save: () => Promise<boolean>;
  /** Gives up what was edited. */
  revert: () => void;
  /** Keeps the own text and decides on the other's revision: what was theirs is seen, and overwritten on purpose. */
  rebase: () => void;
}

export function useRuleDraft(answer: RuleAnswer, onSaved: () => void): RuleDraft {
  const [base, setBase] = useState(answer);
  const [text, setOwnText] = useState(() => ruleToText(answer.rule));
  const { isSaving, problem, put, forget } = useRulePut();
  const read = readRule(text);
  const isChanged = text !== ruleToText(base.rule);
  // Nothing was edited: what others have saved since is shown. A list that was asked before the own save is older, and is not.
  if (!isChanged && answer.revision > base.revision) {
    setBase(answer);
    setOwnText(ruleToText(answer.rule));
  }
  const setText = (next: string): void => {
    setOwnText(next);
    forget();
  };
  const start = (from: RuleAnswer): void => {
    setBase(from);
    setText(ruleToText(from.rule));
  };
  const other = (problem?.status === 409 ? (problem.extra['rule'] as RuleAnswer | undefined) : null) ?? null;
  return {
    text,
    read,
    isChanged,
    isSaving,
    problem,
    fault: (problem?.extra['fault'] as RuleFaultAnswer | undefined) ?? null,
    other,
    setText,
    change: (change) => read.ok && setText(ruleToText(change(read.rule))),
    save: async () => {
      const saved = read.ok ? await put(read.rule, base) : null;
      if (saved === null) return false;
      start(saved);
      onSaved();
      return true;
    },
    revert: () => start(other ?? base),
    rebase: () => {
      if (other !== null) setBase(other);
      forget();
    },
  };
}

interface PutState {
  isSaving: boolean;
  problem: Problem | null;
}
const IDLE: PutState = { isSaving: false, problem: null };

/** Sends a rule on top of the one that it was made from; null when the centre did not take it, and then `problem` says why. */
function useRulePut(): PutState & {
  put: (rule: Rule, base: RuleAnswer) => Promise<RuleAnswer | null>;
  forget: () => void;
} {
  const { api } = useCentre();
  const [state, setState] = useState<PutState>(IDLE);
  const put = async (rule: Rule, base: RuleAnswer): Promise<RuleAnswer | null> => {
    setState({ ...IDLE, isSaving: true });
    try {
      return await api.put<RuleAnswer>(rulePath(base.rule.id), { rule, expectedRevision: base.revision });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setState({ isSaving: false, problem: error });
      return null;
    }
  };
  return { ...state, put, forget: () => setState(IDLE) };
}
