import type {
  AlarmLink,
  Assignment,
  AttachmentRef,
  ClockPause,
  Escalation,
  GroupingReason,
  IncidentClock,
  IncidentLink,
  SopProgress,
} from './incident-parts.ts';
import type { Severity, Urgency } from './priority.ts';

/**
 * One thing that happened in the city and is being dealt with. Immutable: every change makes a new object.
 * Times are epoch milliseconds; event times come from reports, processing times from the journal.
 */
export interface Incident {
  /** `SC-` and a number of at least 6 digits. */
  id: string;
  /** Raised by 1 by every act and change of status, never by a joined report; what `expectedRevision` is compared with. */
  revision: number;
  priority: Priority;
  state: IncidentState;
  category: string;
  title: string;
  description?: string;
  /** WGS84 `[longitude, latitude]` of the first report that had a place. */
  loc?: readonly [number, number];
  unit?: { code: string; name: string };
  entity?: string;
  source: string;
  /** Distinct reports so far; 0 where alarms alone, or a person, opened it. */
  reports: number;
  /** Event time of the earliest report or alarm. */
  openedAtMs: number;
  /** Processing time at which the centre first knew. */
  knownAtMs: number;
  updatedAtMs: number;
  acknowledgedAtMs?: number;
  acknowledgedBy?: string;
  claimedBy?: string;
  /** Team or unit that was sent. */
  assignedTo?: string;
  closedAtMs?: number;
  /** True while every report and alarm came from a simulator. */
  simulated: boolean;
  severity?: Severity;
  urgency?: Urgency;
  /** Alarms that were grouped into it, in order: the newest of them (`IncidentsLimits.keepAlarmLinks`). */
  alarms?: AlarmLink[];
  /** All alarms ever grouped into it. */
  alarmsJoined?: number;
  clocks?: IncidentClock[];
  /** What its clocks run from, processing time: when the centre knew, or when it was reopened or split off. */
  clocksFromMs?: number;
  pauses?: ClockPause[];
  assignments?: Assignment[];
  sop?: SopProgress;
  attachments?: AttachmentRef[];
  links?: IncidentLink[];
  escalations?: Escalation[];
  /** Duty position that has it. */
  position?: string;
}

/** 1 is the most urgent. */
export type Priority = 1 | 2 | 3 | 4;

export const INCIDENT_STATES = [
  'new',
  'acknowledged',
  'assigned',
  'on-scene',
  'mitigated',
  'closed',
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What the fold itself writes into a history, beside the acts of people. */
export const DERIVED_TIMELINE_KINDS = [
  'opened',
  'report',
  'alarm',
  'alarm-acknowledged',
  'alarm-returned',
  'alarm-priority',
  'breached',
  'escalated',
  'linked',
  'merged-from',
  'split-from',
] as const;
export type IncidentTimelineKind = (typeof DERIVED_TIMELINE_KINDS)[number] | IncidentActionName;

/** One entry of an incident's history; `journalSeq` points at the journal entry behind it, 0 where readings or time caused it. */
export interface IncidentTimelineItem {
  atMs: number;
  kind: IncidentTimelineKind;
  actor: string;
  text?: string;
  from?: string;
  to?: string;
  journalSeq: number;
  /** The alarm that it is about. */
  alarmId?: string;
  /** The report that it is about. */
  report?: { source: string; id: string };
  /** Why a report or an alarm was counted to this incident. */
  why?: GroupingReason;
  /** The incident in whose history it was first written, when another was merged into this one. */
  of?: string;
}

/** The first eight are told by every desk; the rest came with alarms. The order is the order of buttons. */
export const INCIDENT_ACTIONS = [
  'acknowledge',
  'claim',
  'assign',
  'note',
  'escalate',
  'status',
  'close',
  'reopen',
  'set-seriousness',
  'set-title',
  'pause',
  'resume',
  'answer',
  'withdraw',
  'sop-step',
  'attach',
  'link',
  'merge',
  'split',
  'move-alarm',
] as const;
export type IncidentActionName = (typeof INCIDENT_ACTIONS)[number];

export const AGENCY_ANSWERS = ['accepted', 'declined', 'on-scene', 'done'] as const;
export type AgencyAnswer = (typeof AGENCY_ANSWERS)[number];

/**
 * What a person does with an incident. Beside `action` and `expectedRevision`:
 * `assign` assignee, post? · `note` text · `status` to · `close` reason · `escalate` priority? (one step up without) ·
 * `set-seriousness` severity, urgency · `set-title` title · `pause` reason (a `PauseReason`) · `answer` assignee, post?, answer ·
 * `withdraw` assignee, post?, reason · `sop-step` step, outcome, reason (to skip) · `attach` attachment · `link` target, kind ·
 * `merge` target · `split` alarms and/or reports, title? · `move-alarm` alarmId, target. Any may carry a `text`.
 */
export interface IncidentAction {
  action: IncidentActionName;
  /** Chosen by the sender, unique per act. */
  actionId?: string;
  expectedRevision: number;
  assignee?: string;
  /** A duty post of the assignee. */
  post?: string;
  text?: string;
  to?: IncidentState;
  /** Words; for `pause` one of `PAUSE_REASONS`. */
  reason?: string;
  priority?: Priority;
  severity?: Severity;
  urgency?: Urgency;
  title?: string;
  answer?: AgencyAnswer;
  step?: string;
  outcome?: 'done' | 'skip';
  attachment?: Omit<AttachmentRef, 'by' | 'atMs'>;
  /** Id of the other incident. */
  target?: string;
  kind?: 'related' | 'caused-by';
  alarmId?: string;
  alarms?: string[];
  reports?: { source: string; id: string }[];
}

/** Who did it, when the centre took it in, and under which journal entry. */
export interface ActContext {
  atMs: number;
  actor: string;
  journalSeq: number;
}
