export interface AlarmBookLimits {
  /** Tags kept, with and without an alarm; beyond it 1 % are forgotten at once, the least urgent first (SPEC [A13]). */
  maxTags: number;
  /** Outcomes remembered for repeated action ids. */
  keepOutcomes: number;
}

export const DEFAULT_ALARM_BOOK_LIMITS: AlarmBookLimits = { maxTags: 200_000, keepOutcomes: 5_000 };
