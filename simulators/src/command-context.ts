import type { Pace } from './publish/pace.ts';
import type { Progress } from './publish/progress.ts';

/** What every command gets from the program that it runs in. */
export interface CommandContext {
  readonly pace: Pace;
  readonly progress: Progress;
  /** Aborts when the program is asked to end. */
  readonly signal: AbortSignal;
  /** MQTT password, from `METROPANE_SIM_TOKEN`. */
  readonly token?: string;
}
