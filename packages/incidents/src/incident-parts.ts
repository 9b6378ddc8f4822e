import type { Priority } from './incident.ts';
import type { Severity, Urgency } from './priority.ts';

/** The moments that a control room is measured by, in order (DOMAIN B2). */
export const INCIDENT_CLOCKS = [
  'detected',
  'acknowledged',
  'routed',
  'on-scene',
  'mitigated',
  'closed',
] as const;
export type IncidentClockName = (typeof INCIDENT_CLOCKS)[number];

/** One clock of the service level: when it was reached, and by when it should have been. */
export interface IncidentClock {
  name: IncidentClockName;
  /** Reached at, processing time (`detected`: event time); absent while it runs or waits. */
  atMs?: number;
  /** Processing time, moved on by every pause; absent where the city sets no limit. */
  dueMs?: number;
  /** It was reached late, or is overdue now. */
  isBreached: boolean;
}

/** The clocks stand still, for a stated reason. */
export interface ClockPause {
  reason: PauseReason;
  text?: string;
  by: string;
  fromMs: number;
  toMs?: number;
}
export const PAUSE_REASONS = [
  'waiting-for-agency',
  'waiting-for-caller',
  'unsafe',
  'weather',
  'other-incident',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** An agency (or a duty post of it) that was asked to act. */
export interface Assignment {
  /** Agency of the city pack, or free text where none fits. */
  assignee: string;
  post?: string;
  state: 'waiting' | 'accepted' | 'declined' | 'on-scene' | 'done' | 'withdrawn';
  by: string;
  askedAtMs: number;
  changedAtMs: number;
  /** Processing time by which it should have accepted. */
  dueMs?: number;
  text?: string;
}

/** The checklist of one incident, frozen at the revision of the SOP with which it began. */
export interface SopProgress {
  sop: string;
  name: { vi: string; en: string };
  steps: SopStepProgress[];
}
export interface SopStepProgress {
  id: string;
  text: { vi: string; en: string };
  role: 'operator' | 'supervisor' | 'agency';
  agency?: string;
  dueMs?: number;
  /** Two people must confirm it. */
  isTwoPerson: boolean;
  state: 'open' | 'done' | 'skipped';
  /** Who confirmed it, in order. */
  confirmed: { by: string; atMs: number }[];
  reason?: string;
}

/** What was measured or told belongs to the incident, and why (for a reader). */
export interface AlarmLink {
  alarmId: string;
  ruleId: string;
  key: string;
  priority: Priority;
  why: GroupingReason;
  atMs: number;
  category: string;
  /** It called an operator when it joined, or as what opened the incident. */
  isAnnunciated: boolean;
}
/**
 * `first`: it opened the incident. `upstream`: traffic queues back from the place to it. `drains`: the street drains to the gauge.
 * `shared-cause`: a known cause for what it is (a storm in the ward, a flooded street under the jam).
 * `came-back`: the incident of the same thing (`of`) was closed `afterMs` before.
 */
export interface GroupingReason {
  kind:
    | 'first'
    | 'same-key'
    | 'near'
    | 'upstream'
    | 'same-feeder'
    | 'same-reach'
    | 'drains'
    | 'same-ward'
    | 'by-hand'
    | 'shared-cause'
    | 'came-back';
  /** Metres and milliseconds from what it was grouped with. */
  distanceM?: number;
  afterMs?: number;
  /** What it was grouped with: key of an alarm, or id of a report; for a network its common point. */
  of?: string;
  /** Links of the network between the two. */
  hops?: number;
  /** How alike the words of two reports are, 0–1. */
  sameWords?: number;
}

/** A file kept beside the journal, named by its hash. */
export interface AttachmentRef {
  id: string;
  name: string;
  /** Media type as found in the bytes, never as claimed. */
  type: string;
  bytes: number;
  sha256: string;
  by: string;
  atMs: number;
}

export interface IncidentLink {
  incidentId: string;
  kind: 'related' | 'caused-by' | 'merged-into' | 'merged-from' | 'split-into' | 'split-from';
  by: string;
  atMs: number;
}

/** How bad and how soon, and who raised it when nobody reacted. */
export interface Seriousness {
  severity: Severity;
  urgency: Urgency;
}

export interface Escalation {
  /** 0 = the position that has it, 1 = supervisor, 2 = duty leader. */
  level: number;
  reason: IncidentClockName | 'by-hand' | 'agency-silent';
  atMs: number;
  /** Who does not answer, and since when it was asked (`agency-silent`). */
  assignee?: string;
  post?: string;
  askedAtMs?: number;
}

/** Another incident that may have to do with this one; 0–1 each, `score` their weighted mean. */
export interface RelatedIncident {
  incidentId: string;
  score: number;
  near: number;
  sameTime: number;
  sameNetwork: number;
  why: GroupingReason;
}
