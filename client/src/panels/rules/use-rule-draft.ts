import { useState } from 'react';
import type { Rule } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { keepRuleDraft, keptRuleDraft } from './kept-rule-draft.ts';
import { rulePath } from './rule-answers.ts';
import type { RuleAnswer, RuleFaultAnswer } from './rule-answers.ts';
import { draftKey } from './new-rule.ts';
import { merged } from './rule-merge.ts';
import { readRule, ruleToText } from './rule-text.ts';
import type { ReadRule } from './rule-text.ts';

/** A rule that is being edited, as text: form and text are two views of the one draft, so neither can lose what the other said. */
export interface RuleDraft {
  text: string;
  read: ReadRule;
  /** What the draft was made from, as far as its person knows. */
  base: RuleAnswer;
  isChanged: boolean;
  isSaving: boolean;
  /** Why the centre did not take it. */
  problem: Problem | null;
  fault: RuleFaultAnswer | null;
  /** The rule that somebody else has saved since the draft was begun. */
  other: RuleAnswer | null;
  setText: (text: string) => void;
  change: (change: (rule: Rule) => Rule) => void;
  /** Saves on the revision that is in force now; resolves true when the centre has it. */
  save: () => Promise<boolean>;
  /** Gives up what was edited. */
  revert: () => void;
  /** Keeps the own text and decides on the other's revision: what was theirs is seen, and overwritten on purpose. */
  rebase: () => void;
  /** Goes on from the other's rule with all that was changed here: of what both changed, the own stands. */
  merge: () => void;
}

export function useRuleDraft(answer: RuleAnswer, onSaved: () => void): RuleDraft {
  const { realm } = useCentre().session;
  const key = draftKey(realm, answer.rule.id);
  const [kept] = useState(() => keptRuleDraft(key));
  const [base, setBase] = useState(kept?.base ?? answer);
  const [text, setOwnText] = useState(() => kept?.text ?? ruleToText(answer.rule));
  const { isSaving, problem, put, forget } = useRulePut();
  const read = readRule(text);
  const isNew = base.revision === 0;
  const isChanged = isNew || text !== ruleToText(base.rule);
  // Nothing was edited: what others have saved since is shown. A list that was asked before the own save is older, and is not.
  if (!isChanged && answer.revision > base.revision) {
    setBase(answer);
    setOwnText(ruleToText(answer.rule));
  }
  const begin = (from: RuleAnswer, next: string): void => {
    setBase(from);
    setOwnText(next);
    const isSame = from.revision > 0 && next === ruleToText(from.rule);
    keepRuleDraft(key, isSame ? null : { base: from, text: next });
    forget();
  };
  const setText = (next: string): void => begin(base, next);
  const refused = problem?.status === 409 ? (problem.extra['rule'] as RuleAnswer | undefined) : undefined;
  const other = isChanged ? newest([refused, answer], base.revision) : null;
  return {
    ...{ text, read, base, isChanged, isSaving, problem, other, setText },
    fault: (problem?.extra['fault'] as RuleFaultAnswer | undefined) ?? null,
    change: (change) => read.ok && setText(ruleToText(change(read.rule))),
    save: async () => {
      const saved = read.ok ? await put(read.rule, base) : null;
      if (saved === null) return false;
      begin(saved, ruleToText(saved.rule));
      onSaved();
      return true;
    },
    revert: () => {
      const from = other ?? base;
      begin(from, ruleToText(from.rule));
      // Of a new rule nothing is left at the next visit.
      if (from.revision === 0) keepRuleDraft(key, null);
    },
    rebase: () => other !== null && begin(other, text),
    merge: () => {
      if (other === null || !read.ok) return;
      begin(other, ruleToText(merged({ base: base.rule, mine: read.rule, theirs: other.rule })));
    },
  };
}

/** The newest that is beyond a revision; null: none is. */
function newest(answers: readonly (RuleAnswer | undefined)[], revision: number): RuleAnswer | null {
  const beyond = answers.filter((one) => one !== undefined && one.revision > revision) as RuleAnswer[];
  return beyond.toSorted((a, b) => b.revision - a.revision)[0] ?? null;
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
