import type { CursorStore } from './cursor-store.ts';
import { movedStep, spanOfSteps, startOf, stepAt } from './step-cursor.ts';
import type { Steps } from './step-cursor.ts';

/** A stretch of steps that is being chosen. It stands in the store of the cursor, so that every plot of the page shows it. */
export class SpanChoice {
  readonly #cursor: CursorStore;
  /** The step that the choice began at. */
  #anchor: number | null = null;

  constructor(cursor: CursorStore) {
    this.#cursor = cursor;
  }

  begin(at: number): void {
    this.drop();
    this.#anchor = at;
  }

  /** A press that trembles within its step chooses nothing. */
  extend(at: number, steps: Steps): void {
    if (this.#anchor === null || (at === this.#anchor && this.#cursor.getState().drag === null)) return;
    this.#choose(at, steps);
  }

  drop(): void {
    this.#anchor = null;
    if (this.#cursor.getState().drag !== null) this.#cursor.setState({ drag: null });
  }

  /** What was chosen; null: nothing. */
  take(): { fromMs: number; toMs: number } | null {
    const { drag } = this.#cursor.getState();
    this.drop();
    return drag;
  }

  /** Moves the cursor and with it the end of the choice. Whether the key was one that moves. */
  move(key: string, steps: Steps): boolean {
    const { timeMs } = this.#cursor.getState();
    const at = timeMs === null ? -1 : stepAt(timeMs, steps);
    const next = movedStep(key, at, steps);
    if (next === null) return false;
    this.#anchor ??= at < 0 ? next : at;
    this.#cursor.setState({ timeMs: startOf(next, steps) });
    this.#choose(next, steps);
    return true;
  }

  #choose(at: number, steps: Steps): void {
    const [fromMs, toMs] = spanOfSteps(this.#anchor ?? at, at, steps);
    this.#cursor.setState({ drag: { fromMs, toMs } });
  }
}
