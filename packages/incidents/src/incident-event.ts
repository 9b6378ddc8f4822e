import type { Escalation, GroupingReason, IncidentClockName } from './incident-parts.ts';
import type { Priority } from './incident.ts';

/**
 * What the fold found out about an incident by itself: for the journal (as `derived.incident`), for deliveries and figures. Never
 * folded. `incidentId` with `n` names it for ever: a replay tells the same again.
 */
export interface IncidentEvent {
  incidentId: string;
  /** Counts the events of this incident from 1. */
  n: number;
  kind: 'opened' | 'joined' | 'acknowledged' | 'breached' | 'escalated' | 'merged';
  /** Processing time. */
  atMs: number;
  priority: Priority;
  alarmId?: string;
  why?: GroupingReason;
  isAnnunciated?: boolean;
  clock?: IncidentClockName;
  escalation?: Escalation;
  /** `merged`: the incident in which it lives on. */
  into?: string;
}

/** An alarm that belongs to another incident than before: what `AlarmBook.attach` must be told. */
export interface MovedAlarm {
  alarmId: string;
  incidentId: string;
  isAnnunciated: boolean;
}
