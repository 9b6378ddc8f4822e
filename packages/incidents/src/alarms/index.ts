export { ALARM_ACTIONS, ALARM_STATES, MAX_SHELVE_MS } from './alarm.ts';
export type {
  Alarm,
  AlarmAction,
  AlarmActionName,
  AlarmMeasure,
  AlarmOnset,
  AlarmShelving,
  AlarmState,
  AlarmTransition,
} from './alarm.ts';
export { AlarmBook } from './alarm-book.ts';
export { DEFAULT_ALARM_BOOK_LIMITS } from './alarm-book-limits.ts';
export type { AlarmBookLimits } from './alarm-book-limits.ts';
export type { AlarmBookSnapshot } from './alarm-book-snapshot.ts';
export { ALARM_EVENTS, ALARM_TRANSITIONS, allowedAlarmActs } from './alarm-states.ts';
export type { AlarmEvent } from './alarm-states.ts';
export type { AlarmActOutcome, AlarmActRefusal, AlarmChange } from './judge-alarm-act.ts';
export { tagOf } from './make-alarm.ts';
export { parseAlarmAction } from './parse-alarm-action.ts';
