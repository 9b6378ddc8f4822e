/**
 * Who has which duty position of the control room, who is planned for it, and how it goes from one person to the next.
 * Immutable: every change makes a new object. Times are epoch milliseconds of the centre, never of a person's machine.
 */
export interface ShiftPosition {
  id: string;
  /** Raised by 1 by every act on the position; what `expectedRevision` is compared with. */
  revision: number;
  holder: ShiftHolder | null;
  /** By `fromMs`; stretches of one position never overlap. */
  roster: RosterEntry[];
  /** What was noted since the last handover, oldest first: part of the next brief. */
  notes: ShiftNote[];
  /** The handover under way. */
  handover: Handover | null;
}

export interface ShiftHolder {
  person: string;
  sinceMs: number;
  how: 'claim' | 'take-over' | 'handover';
  /** Why it was taken from somebody who was not there. */
  reason?: string;
  /** The person that it was taken over from, or that handed it over. */
  from?: string;
  handoverId?: string;
}

/** Who is planned, half-open `[fromMs, toMs)`. */
export interface RosterEntry {
  /** `R` and the journal entry that planned it. */
  id: string;
  person: string;
  fromMs: number;
  toMs: number;
  by: string;
}

export interface ShiftNote {
  by: string;
  atMs: number;
  text: string;
  journalSeq: number;
}

export type HandoverState = 'begun' | 'given' | 'taken' | 'cancelled';

/** One handover without its brief, which lies in the journal entry `brief.seq` exactly as it was frozen. */
export interface Handover {
  /** `BG-` and a number of at least 6 digits. */
  id: string;
  position: string;
  from: string;
  /** The only person who may take it; absent: anybody else of the control room. */
  to?: string;
  beganAtMs: number;
  /** `hash`: 32 hex digits over the canonical text of the brief; what both signatures are for. */
  brief: { seq: number; hash: string; asOfMs: number };
  state: HandoverState;
  given?: Signature;
  taken?: Signature;
  cancelled?: { by: string; atMs: number; reason: string };
}

export interface Signature {
  by: string;
  atMs: number;
  /** What the person added when signing. */
  text?: string;
  journalSeq: number;
}

export const SHIFT_ACTIONS = [
  'plan',
  'unplan',
  'claim',
  'release',
  'note',
  'begin',
  'sign-give',
  'sign-take',
  'cancel',
] as const;
export type ShiftActionName = (typeof SHIFT_ACTIONS)[number];

/** Acts on the plan of others: the centre takes them from supervisors only (decided before they are journalled). */
export const PLANNING_ACTIONS: readonly ShiftActionName[] = ['plan', 'unplan'];

/**
 * What a person does with a position. `plan` needs `person`, `fromMs`, `toMs`; `unplan` needs `rosterId`; `claim` of a position that
 * somebody else has needs `reason`; `note` needs `text`; `begin` may name `to`; both signatures need `briefHash`, the brief that the
 * person has read; `cancel` needs `reason`.
 */
export interface ShiftAction {
  action: ShiftActionName;
  position: string;
  actionId?: string;
  expectedRevision: number;
  person?: string;
  fromMs?: number;
  toMs?: number;
  rosterId?: string;
  reason?: string;
  text?: string;
  to?: string;
  briefHash?: string;
}

/** Why an act was refused. `allowed`: what this person may do with the position instead. */
export interface ShiftRefusal {
  readonly ok: false;
  readonly code: ShiftRefusalCode;
  readonly message: string;
  readonly allowed?: ShiftActionName[];
}

export type ShiftRefusalCode =
  | 'bad-action'
  | 'no-position'
  | 'stale-revision'
  | 'illegal-transition'
  | 'reason-required'
  | 'not-holder'
  | 'same-person'
  | 'other-person'
  | 'other-brief'
  | 'roster-overlap'
  | 'no-roster-entry'
  | 'too-many';
