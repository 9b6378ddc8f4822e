import type {
  AlarmLink,
  Assignment,
  AttachmentRef,
  ClockPause,
  Escalation,
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
  /** Distinct reports so far, the first included. */
  reports: number;
  /** Event time of the earliest report. */
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
  /** Alarms that were grouped into it, in order. */
  alarms?: AlarmLink[];
  clocks?: IncidentClock[];
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

/** One entry of an incident's history; `journalSeq` points at the journal entry behind it. */
export interface IncidentTimelineItem {
  atMs: number;
  kind: 'opened' | 'report' | IncidentActionName;
  actor: string;
  text?: string;
  from?: string;
  to?: string;
  journalSeq: number;
}

export const INCIDENT_ACTIONS = [
  'acknowledge',
  'claim',
  'assign',
  'note',
  'escalate',
  'status',
  'close',
  'reopen',
] as const;
export type IncidentActionName = (typeof INCIDENT_ACTIONS)[number];

/**
 * What a person does with an incident. `assign` needs `assignee`, `note` needs `text`, `status` needs `to`, `close` needs `reason`;
 * `escalate` goes to `priority`, or one step up without it.
 */
export interface IncidentAction {
  action: IncidentActionName;
  /** Chosen by the sender, unique per act. */
  actionId?: string;
  expectedRevision: number;
  assignee?: string;
  text?: string;
  to?: IncidentState;
  reason?: string;
  priority?: Priority;
}

/** Who did it, when the centre took it in, and under which journal entry. */
export interface ActContext {
  atMs: number;
  actor: string;
  journalSeq: number;
}
