import type { Priority } from '../incident.ts';

/**
 * The alarm states of ISA-18.2 (IEC 62682). `shelved`, `suppressed` and `out-of-service` hide the four states below them: the
 * condition is still evaluated, logged and counted, and what it would have been shows again when they end.
 */
export const ALARM_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returned-unacknowledged',
  'latched-unacknowledged',
  'latched-acknowledged',
  'shelved',
  'suppressed',
  'out-of-service',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/**
 * One alarm: a condition on one watched thing (`tag` = rule and key) that needs a response, from its onset until it is normal again.
 * Immutable: every change makes a new object. Event times come from readings, processing times from the log.
 */
export interface Alarm {
  /** 32 hex digits: hash of rule, rule revision, key and onset (DESIGN 9.2). */
  id: string;
  /** Raised by 1 by every act and every change of state; what `expectedRevision` is compared with. */
  revision: number;
  ruleId: string;
  ruleRevision: number;
  /** What the rule watches: `domain/entity`, `ward/<code>` or `city`. With the rule it names the tag. */
  key: string;
  domain: string;
  entity?: string;
  /** Of the registry of report categories: what kind of incident it makes. */
  category: string;
  priority: Priority;
  state: AlarmState;
  /** The condition holds now. */
  isActive: boolean;
  isAcknowledged: boolean;
  /** Stays until it is reset, although the condition has ended. */
  isLatching: boolean;
  /**
   * An operator is called for it, or was before acknowledging it: false while its incident already calls for the cause of it, while
   * it is hidden, and when a chattering tag has called already.
   */
  isAnnunciated: boolean;
  /** Event time at which the condition began. */
  onsetMs: number;
  /** Processing time of the raise. */
  raisedAtMs: number;
  changedAtMs: number;
  /** Event time at which the condition last ended. */
  returnedMs?: number;
  acknowledgedAtMs?: number;
  acknowledgedBy?: string;
  /** What was said last, with an act or as a note; all of it is in the journal. */
  comment?: { by: string; text: string; atMs: number };
  /** Processing time by which the response should have begun; absent while no operator was called. */
  respondByMs?: number;
  /** What was measured when it was raised, and the limit that it broke; null where there is no number. */
  trigger: AlarmMeasure;
  /** The newest measure while it is active. */
  latest: AlarmMeasure;
  /** How often the condition began since the alarm was last normal. */
  activations: number;
  /** Began at least 3 times within 60 s. */
  isChattering: boolean;
  shelved?: AlarmShelving;
  /** By design: the reason in words of the rule. */
  suppressed?: { reason: string; sinceMs: number };
  outOfService?: { by: string; reason: string; sinceMs: number };
  /** An operator found that it asks for nothing: counted for the review of the rule. */
  useless?: { by: string; reason: string; atMs: number };
  incidentId?: string;
  loc?: readonly [number, number];
  unit?: { code: string; name: string };
  /** Duty position that has to respond. */
  position: string;
  simulated: boolean;
}

export interface AlarmMeasure {
  value: number | null;
  limit: number | null;
  /** UCUM code, '' for none. */
  unit: string;
  /** Event time of the value. */
  tMs: number;
}

/** Set aside by a person for a limited time. */
export interface AlarmShelving {
  by: string;
  reason: string;
  sinceMs: number;
  untilMs: number;
}

/** The longest shelving: a day. */
export const MAX_SHELVE_MS = 24 * 3_600_000;

/** `reset` ends a latched alarm; `useless` marks that it asked for nothing (grafana#7100), without ending it. */
export const ALARM_ACTIONS = [
  'acknowledge',
  'shelve',
  'unshelve',
  'out-of-service',
  'in-service',
  'reset',
  'note',
  'useless',
] as const;
export type AlarmActionName = (typeof ALARM_ACTIONS)[number];

/**
 * What a person does with an alarm. `shelve` needs `reason` and `untilMs`; `out-of-service` and `useless` need `reason`; `note` needs
 * `text`, which every other act may carry as a comment.
 */
export interface AlarmAction {
  action: AlarmActionName;
  actionId?: string;
  expectedRevision: number;
  reason?: string;
  text?: string;
  untilMs?: number;
}

/** What a rule found: the condition began, after its on-delay. */
export interface AlarmOnset {
  ruleId: string;
  ruleRevision: number;
  key: string;
  domain: string;
  entity?: string;
  category: string;
  priority: Priority;
  position: string;
  isLatching: boolean;
  /** Event time. */
  onsetMs: number;
  measure: AlarmMeasure;
  /** Time to respond, from the raise. */
  respondWithinMs?: number;
  loc?: readonly [number, number];
  unit?: { code: string; name: string };
  simulated: boolean;
}

/**
 * One step in the life of an alarm: what the journal keeps as a derived entry and the performance page counts. `from` and `to` are
 * equal where something happened underneath a hidden state, where the priority changed or an operator was called again, and for `useless`.
 */
export interface AlarmTransition {
  alarmId: string;
  ruleId: string;
  key: string;
  priority: Priority;
  position: string;
  from: AlarmState;
  to: AlarmState;
  /** What caused it. */
  by: 'condition' | 'operator' | 'timer' | 'design';
  /** With `operator`: what was done, by whom, and why where it needs a reason. */
  act?: AlarmActionName;
  actor?: string;
  reason?: string;
  /** The condition holds after it, hidden or not. */
  isActive: boolean;
  isAcknowledged: boolean;
  /** This step called an operator: one annunciated alarm in the figures. */
  isAnnunciated: boolean;
  isChattering: boolean;
  /** Processing time. */
  atMs: number;
  /** Counts the transitions of this alarm from 1: with the id it names the transition for ever. */
  n: number;
}
