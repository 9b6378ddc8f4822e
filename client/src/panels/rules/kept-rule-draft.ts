import { keepDraft, readDraft } from '../../live/drafts.ts';
import type { RuleAnswer } from './rule-answers.ts';

/** A rule that was edited and not saved, with what it was made from: neither another choice nor a reload loses it. */
export interface KeptRuleDraft {
  base: RuleAnswer;
  text: string;
}

export function keepRuleDraft(key: string, draft: KeptRuleDraft | null): void {
  keepDraft(key, draft === null ? '' : JSON.stringify(draft));
}

/** Null: nothing was kept, or what was kept is from a program that wrote it otherwise. */
export function keptRuleDraft(key: string): KeptRuleDraft | null {
  const kept = readDraft(key);
  if (kept === '') return null;
  try {
    const { base, text } = JSON.parse(kept) as Partial<KeptRuleDraft>;
    const isDraft =
      typeof text === 'string' && typeof base?.revision === 'number' && typeof base.rule === 'object';
    return isDraft ? { base, text } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
