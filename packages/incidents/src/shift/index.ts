export { allowedShiftActs } from './apply-shift-action.ts';
export { handoverBrief, MOST_OF_A_LIST, NEAR_BREACH_MS } from './handover-brief.ts';
export type {
  BriefAlarm,
  BriefClock,
  BriefDecision,
  BriefFeed,
  BriefIncident,
  BriefList,
  BriefOutOfService,
  BriefShelved,
  BriefSources,
  BriefSuppressed,
  BriefWarning,
  HandoverBrief,
  PriorityCounts,
} from './handover-brief.ts';
export { PLANNING_ACTIONS, SHIFT_ACTIONS } from './shift.ts';
export type {
  Handover,
  HandoverState,
  RosterEntry,
  ShiftAction,
  ShiftActionName,
  ShiftHolder,
  ShiftNote,
  ShiftPosition,
  ShiftRefusal,
  ShiftRefusalCode,
  Signature,
} from './shift.ts';
export { briefHash, DEFAULT_SHIFT_LIMITS, ShiftBook } from './shift-book.ts';
export type { ShiftActOutcome, ShiftBookSnapshot, ShiftEntry } from './shift-book.ts';
