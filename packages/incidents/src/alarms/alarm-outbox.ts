import { assert } from '@metropane/base';
import type { AlarmTransition } from './alarm.ts';

/** What a book has to tell since it was last asked: output, not state. */
export class AlarmOutbox {
  #changed = new Set<string>();
  #transitions: AlarmTransition[] = [];
  /** Where in `#transitions` an alarm called. */
  readonly #calls = new Map<string, number[]>();

  changed(alarmId: string): void {
    this.#changed.add(alarmId);
  }

  tell(transition: AlarmTransition): void {
    this.#changed.add(transition.alarmId);
    if (transition.isAnnunciated) {
      const calls = this.#calls.get(transition.alarmId);
      if (calls === undefined) this.#calls.set(transition.alarmId, [this.#transitions.length]);
      else calls.push(this.#transitions.length);
    }
    this.#transitions.push(transition);
  }

  /** An alarm called, and that was not taken yet. */
  isCalling(alarmId: string): boolean {
    return (this.#calls.get(alarmId) ?? []).some((at) => this.#transitions[at]?.isAnnunciated === true);
  }

  /** The calls of an alarm that were not taken yet do count as annunciated, or do not. False: there are none. */
  amendCalls(alarmId: string, isAnnunciated: boolean): boolean {
    const calls = this.#calls.get(alarmId) ?? [];
    for (const at of calls) {
      const told = this.#transitions[at];
      assert(told !== undefined, 'a call is among the transitions', { alarmId, at });
      this.#transitions[at] = { ...told, isAnnunciated };
    }
    return calls.length > 0;
  }

  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  takeTransitions(): AlarmTransition[] {
    const transitions = this.#transitions;
    this.#transitions = [];
    this.#calls.clear();
    return transitions;
  }
}
