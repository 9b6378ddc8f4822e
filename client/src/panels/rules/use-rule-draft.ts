import { useCallback, useState } from 'react';
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
  const { api } = useCentre();
  const [base, setBase] = useState(answer);
  const [text, setOwnText] = useState(() => ruleToText(answer.rule));
  const [state, setState] = useState<SaveState>(IDLE);
  const read = readRule(text);
  const isChanged = text !== ruleToText(base.rule);
  // Nothing was edited: what comes from the centre is shown.
  if (!isChanged && base.revision !== answer.revision) {
    setBase(answer);
    setOwnText(ruleToText(answer.rule));
  }
  const setText = useCallback((next: string) => {
    setOwnText(next);
    setState(IDLE);
  }, []);
  const start = (from: RuleAnswer): void => {
    setBase(from);
    setText(ruleToText(from.rule));
  };
  const save = async (): Promise<boolean> => {
    if (!read.ok) return false;
    setState({ ...IDLE, isSaving: true });
    try {
      const body = { rule: read.rule, expectedRevision: base.revision };
      start(await api.put<RuleAnswer>(rulePath(base.rule.id), body));
      onSaved();
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setState({ isSaving: false, problem: error });
      return false;
    }
  };
  const other = (state.problem?.extra['rule'] as RuleAnswer | undefined) ?? null;
  return {
    text,
    read,
    isChanged,
    ...state,
    fault: (state.problem?.extra['fault'] as RuleFaultAnswer | undefined) ?? null,
    other: state.problem?.status === 409 ? other : null,
    setText,
    change: (change) => read.ok && setText(ruleToText(change(read.rule))),
    save,
    revert: () => start(other ?? answer),
    rebase: () => {
      if (other !== null) setBase(other);
      setState(IDLE);
    },
  };
}

interface SaveState {
  isSaving: boolean;
  problem: Problem | null;
}
const IDLE: SaveState = { isSaving: false, problem: null };
