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
