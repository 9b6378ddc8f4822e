/** What an act is done to. */
export interface ActTarget {
  readonly kind: 'incident' | 'alarm';
  readonly id: string;
}

/** What a person asks for; the outbox adds the identity of the act and the revision that it was decided on. */
export interface WantedAct {
  readonly action: string;
  readonly text?: string;
  readonly reason?: string;
  readonly [field: string]: unknown;
}

/**
 * `undoable`: not sent, may be taken back. `saving`: on its way. `unsent`: the centre cannot be reached, kept here.
 * `conflict`: somebody else was faster. `refused`: the centre does not take it.
 */
export type ActPhase = 'undoable' | 'saving' | 'unsent' | 'conflict' | 'refused';

/** One act that the centre has not accepted yet. Plain JSON: it is kept in the browser. */
export interface OutboxEntry {
  readonly actionId: string;
  readonly target: ActTarget;
  readonly title: string;
  readonly act: WantedAct;
  readonly expectedRevision: number;
  /** Time of this machine. */
  readonly decidedAtMs: number;
  readonly sendAtMs: number;
  readonly phase: ActPhase;
  readonly batch?: string;
  readonly problem?: { readonly status: number; readonly code: string; readonly message: string };
  /** After a conflict: the target as the centre has it. */
  readonly current?: unknown;
  /** After an illegal act: what would have been legal. */
  readonly allowed?: readonly string[];
}
