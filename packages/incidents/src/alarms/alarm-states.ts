import type { AlarmActionName, AlarmState } from './alarm.ts';

/**
 * The life cycle of ISA-18.2 (IEC 62682) as one table: what each event makes of each state. An event that a row does not name is an
 * illegal act, or changes nothing. `underneath`: what the hidden state covered shows again (a state below, or another hidden one).
 * Below a hidden state the covered one moves on by its own row, so `shelved × return = shelved` while `acknowledged` below becomes
 * `normal` [A3].
 */
export const ALARM_TRANSITIONS: Readonly<
  Record<AlarmState, Readonly<Partial<Record<AlarmEvent, AlarmState | 'underneath'>>>>
> = {
  normal: { activate: 'unacknowledged' },
  unacknowledged: {
    return: 'returned-unacknowledged',
    latch: 'latched-unacknowledged',
    raise: 'unacknowledged',
    acknowledge: 'acknowledged',
    shelve: 'shelved',
    suppress: 'suppressed',
    'out-of-service': 'out-of-service',
  },
  acknowledged: {
    return: 'normal',
    latch: 'latched-acknowledged',
    raise: 'unacknowledged',
    shelve: 'shelved',
    suppress: 'suppressed',
    'out-of-service': 'out-of-service',
  },
  'returned-unacknowledged': {
    activate: 'unacknowledged',
    acknowledge: 'normal',
    shelve: 'shelved',
    suppress: 'suppressed',
    'out-of-service': 'out-of-service',
  },
  'latched-unacknowledged': {
    activate: 'unacknowledged',
    acknowledge: 'latched-acknowledged',
    reset: 'returned-unacknowledged',
    shelve: 'shelved',
    suppress: 'suppressed',
    'out-of-service': 'out-of-service',
  },
  'latched-acknowledged': {
    activate: 'unacknowledged',
    reset: 'normal',
    shelve: 'shelved',
    suppress: 'suppressed',
    'out-of-service': 'out-of-service',
  },
  shelved: {
    activate: 'shelved',
    return: 'shelved',
    latch: 'shelved',
    raise: 'shelved',
    shelve: 'shelved',
    unshelve: 'underneath',
    expire: 'underneath',
    suppress: 'shelved',
    unsuppress: 'shelved',
    'out-of-service': 'out-of-service',
  },
  suppressed: {
    activate: 'suppressed',
    return: 'suppressed',
    latch: 'suppressed',
    raise: 'suppressed',
    shelve: 'shelved',
    suppress: 'suppressed',
    unsuppress: 'underneath',
    'out-of-service': 'out-of-service',
  },
  'out-of-service': {
    activate: 'out-of-service',
    return: 'out-of-service',
    latch: 'out-of-service',
    raise: 'out-of-service',
    expire: 'out-of-service',
    suppress: 'out-of-service',
    unsuppress: 'out-of-service',
    'in-service': 'underneath',
  },
};

/** `latch` is the return of a latching alarm, `raise` a higher priority, `expire` the end of a shelving. */
export const ALARM_EVENTS = [
  'activate',
  'return',
  'latch',
  'raise',
  'acknowledge',
  'reset',
  'shelve',
  'unshelve',
  'expire',
  'suppress',
  'unsuppress',
  'out-of-service',
  'in-service',
] as const;
export type AlarmEvent = (typeof ALARM_EVENTS)[number];

/** The states that a hidden one covers. */
export type BaseAlarmState = Exclude<AlarmState, 'shelved' | 'suppressed' | 'out-of-service'>;

/** Acts that change no state and are never refused for it. */
const ANYTIME_ACTS: readonly AlarmActionName[] = ['note', 'useless'];
const STATE_ACTS = [
  'acknowledge',
  'shelve',
  'unshelve',
  'out-of-service',
  'in-service',
  'reset',
] as const satisfies readonly AlarmActionName[];

/** What may be done with an alarm that is shown in `state`. */
export function allowedAlarmActs(state: AlarmState): AlarmActionName[] {
  return [...STATE_ACTS.filter((act) => act in ALARM_TRANSITIONS[state]), ...ANYTIME_ACTS];
}

/** The covered state after an event; itself where its row does not name one. */
export function baseAfter(base: BaseAlarmState, event: AlarmEvent): BaseAlarmState {
  const to = ALARM_TRANSITIONS[base][event];
  return to === undefined || isHidden(to) ? base : to;
}

export function isHidden(
  state: AlarmState | 'underneath',
): state is 'shelved' | 'suppressed' | 'out-of-service' | 'underneath' {
  return (
    state === 'shelved' || state === 'suppressed' || state === 'out-of-service' || state === 'underneath'
  );
}

export function isActiveState(base: BaseAlarmState): boolean {
  return base === 'unacknowledged' || base === 'acknowledged';
}

/** Nobody has to acknowledge it: it was acknowledged, or it is over. */
export function isAcknowledgedState(base: BaseAlarmState): boolean {
  return base === 'acknowledged' || base === 'latched-acknowledged' || base === 'normal';
}
