import type { Tag } from './alarm-tag.ts';
import type { FirstAlarmOutcome } from './judge-alarm-act.ts';

/** Everything of an alarm book, JSON-able. */
export interface AlarmBookSnapshot {
  /** The newest processing time that was told. */
  nowMs: number;
  nextSeq: number;
  forgotten: number;
  /** In the order in which the book came to know them. */
  tags: Tag[];
  /** First outcomes by alarm and action id, oldest first. */
  outcomes: [string, FirstAlarmOutcome][];
}
