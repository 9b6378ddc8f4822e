import type { CanonicalWriter } from '@metropane/base';
import { writeValue } from './canonical-alarm.ts';
import type { FirstAlarmOutcome } from './judge-alarm-act.ts';
import { alarmActionIdOf } from './parse-alarm-action.ts';

/**
 * What became of an act, by alarm and action id, also after the alarm has left the book: a client that heard nothing asks again and gets
 * the same answer [A11]. Bounded: the oldest go first.
 */
export class FirstOutcomes {
  readonly #keep: number;
  readonly #outcomes = new Map<string, FirstAlarmOutcome>();

  /** @param keep outcomes remembered. */
  constructor(keep: number) {
    this.#keep = keep;
  }

  of(alarmId: string, action: unknown): FirstAlarmOutcome | undefined {
    const actionId = alarmActionIdOf(action);
    return actionId === undefined ? undefined : this.#outcomes.get(keyOf(alarmId, actionId));
  }

  /** An act without an id cannot be told from another one like it: nothing is remembered. */
  remember(alarmId: string, action: unknown, outcome: FirstAlarmOutcome): void {
    const actionId = alarmActionIdOf(action);
    if (actionId === undefined) return;
    this.#outcomes.set(keyOf(alarmId, actionId), outcome);
    if (this.#outcomes.size <= this.#keep) return;
    for (const oldest of this.#outcomes.keys()) {
      this.#outcomes.delete(oldest);
      return;
    }
  }

  snapshot(): [string, FirstAlarmOutcome][] {
    return [...this.#outcomes];
  }

  restore(outcomes: readonly (readonly [string, FirstAlarmOutcome])[]): void {
    for (const [key, outcome] of outcomes) this.#outcomes.set(key, outcome);
  }

  /** With their order, in which they are forgotten. */
  write(writer: CanonicalWriter): void {
    writer.u32(this.#outcomes.size);
    for (const [key, outcome] of this.#outcomes) {
      writer.string(key);
      writeValue(writer, outcome);
    }
  }
}

function keyOf(alarmId: string, actionId: string): string {
  return `${alarmId}\0${actionId}`;
}
