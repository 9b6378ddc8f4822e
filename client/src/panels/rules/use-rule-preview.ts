import { useEffect, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import type { PreviewAnswer, PreviewFault } from './preview-answer.ts';
import { rulePath } from './rule-answers.ts';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { readRule } from './rule-text.ts';

/** After the last key stroke. */
export const PREVIEW_AFTER_MS = 400;
/** The city goes on while nobody types. */
export const PREVIEW_EVERY_MS = 5_000;

/** What the centre said of the text; `isOfNow`: of just this text, and not of one before. */
export interface RulePreview {
  answer: PreviewAnswer | null;
  fault: RuleFaultAnswer | null;
  /** Refused otherwise, or not reached; null while it was not. */
  problem: Problem | null;
  isOfNow: boolean;
}

interface Told {
  text: string;
  answer: PreviewAnswer | PreviewFault | null;
  problem: Problem | null;
}
const NOTHING: Told = { text: '', answer: null, problem: null };

/** Asks the centre what the edited rule would do now: when typing rests, and then every five seconds. */
export function useRulePreview(id: string, text: string, isOn: boolean): RulePreview {
  const { api } = useCentre();
  const [told, setTold] = useState<Told>(NOTHING);
  useEffect(
    function askWhenStill() {
      const read = readRule(text);
      if (!isOn || !read.ok) return;
      let isGone = false;
      let timer = setTimeout(ask, PREVIEW_AFTER_MS);
      async function ask(): Promise<void> {
        try {
          const body = { rule: { ...(read.ok ? read.rule : {}), id } };
          const answer = await api.post<PreviewAnswer | PreviewFault>(`${rulePath(id)}/preview`, body);
          if (!isGone) setTold({ text, answer, problem: null });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (!isGone) setTold({ text, answer: null, problem: error });
        }
        if (!isGone) timer = setTimeout(ask, PREVIEW_EVERY_MS);
      }
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    },
    [api, id, text, isOn],
  );
  const isOfNow = told.text === text;
  const { answer, problem } = told;
  if (!isOfNow || answer === null)
    return { answer: null, fault: null, problem: isOfNow ? problem : null, isOfNow };
  if (answer.fault !== null) return { answer: null, fault: answer.fault, problem: null, isOfNow };
  return { answer, fault: null, problem: null, isOfNow };
}
