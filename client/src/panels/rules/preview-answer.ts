import type { RuleFaultAnswer } from './rule-answers.ts';

/** `POST /rules/{id}/preview`: what a rule as it is tried says of every key now. */
export interface PreviewAnswer {
  fault: null;
  /** RFC 3339; the time of the room. */
  at: string;
  /** Keys that the rule watches, and how many of them were looked at. */
  keys: number;
  looked: number;
  counts: Record<PreviewKeyState, number>;
  /** At most 50 of each state: what calls first, then by nearness to the limit. */
  items: PreviewItem[];
  broke: { key: string; reason: string } | null;
}
/** The rule cannot be used as it stands. */
export interface PreviewFault {
  fault: RuleFaultAnswer;
}

export type PreviewKeyState = 'calls' | 'between' | 'clear' | 'unknown' | 'off-hours';

export interface PreviewItem {
  key: string;
  name: { vi: string; en: string } | null;
  state: PreviewKeyState;
  priority: 1 | 2 | 3 | 4;
  value: number | null;
  limit: number | null;
  /** Inputs without a value. */
  missing: string[];
  /** An alarm of the rule as it is in force stands there. */
  isStanding: boolean;
}
