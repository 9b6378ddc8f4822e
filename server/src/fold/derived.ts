import type { AlarmTransition } from '@metropane/incidents';

/**
 * Something that the fold found out by itself: handed out by `ControlRoom.takeDerived()` in order, kept in the journal, never folded.
 * The same log gives the same entries, bodies and keys included, so that a replay can be compared with what was kept.
 */
export type DerivedEntry = {
  /** Names it for ever: the journal keeps one entry per key. */
  dedupKey: string;
  /** Processing time, as the log has it. */
  atMs: number;
} & (
  | { kind: 'derived.alarm'; body: AlarmTransition }
  /** `opened`, `joined`, `escalated`, `clock-breached`, …: what happened to the incident, with what is needed to read it. */
  | { kind: 'derived.incident'; body: { incidentId: string; event: string } & Record<string, unknown> }
  /** The rule threw or passed its step limit: the pipeline answers with a journal entry `rule-disabled`. */
  | { kind: 'derived.rule-broke'; body: { ruleId: string; revision: number; reason: string } }
);
