import { assert } from '@metropane/base';
import type { AlarmTransition } from '../alarms/alarm.ts';
import { performanceOf } from './position-performance.ts';
import type { PositionPerformance } from './position-performance.ts';
import { emptyTally, TransitionTally } from './tally-transitions.ts';
import { civilDaysOf } from './whole-spans.ts';
import type { Span } from './whole-spans.ts';

/** A shorter period says little: its figures are only indicative. */
const ASSESSMENT_MS = 30 * 24 * 3_600_000;

export interface PerformancePeriod extends Span {
  /** Duty positions to tell, also those that nothing called. */
  positions: readonly string[];
  /** IANA zone of civil days; absent: UTC. */
  zone?: string;
  /** When the centre did not run, in order, without overlaps; absent: it ran all the time. */
  downtimes?: readonly Span[];
}

export interface AlarmPerformance {
  fromMs: number;
  toMs: number;
  /** Shorter than 30 days. */
  isIndicative: boolean;
  positions: PositionPerformance[];
  /** Annunciated alarms of positions that were not asked for: they are in no figure here. */
  elsewhere: number;
  /** When the centre did not run: such buckets, hours and days are in no rate. */
  downtimes: readonly Span[];
}

/**
 * How the alarm system treated each duty position, after ISA-18.2 and EEMUA 191: annunciated alarms in wall-clock time, targets and
 * verdicts beside them. `transitions` in the order of the book, and from far enough back to know what stood when the period began.
 * Dropping empty buckets would raise the share in flood: 1 flood in 144 buckets of a day would become 1 in the few that held anything.
 * Buckets without a centre are dropped, since nobody knows what would have called.
 */
export function alarmPerformance(
  transitions: Iterable<AlarmTransition>,
  period: PerformancePeriod,
): AlarmPerformance {
  const count = new PerformanceCount(period);
  for (const transition of transitions) count.add(transition);
  return count.finish();
}

/** The same for transitions that come one by one: no period is too long to be held. Those of one alarm come in their order. */
export class PerformanceCount {
  readonly #period: PerformancePeriod;
  readonly #tally: TransitionTally;

  constructor(period: PerformancePeriod) {
    const { fromMs, toMs } = period;
    assert(
      Number.isFinite(fromMs) && fromMs < toMs && Number.isFinite(toMs),
      'a period begins before it ends',
      { fromMs, toMs },
    );
    this.#period = period;
    this.#tally = new TransitionTally(period);
  }

  add(transition: AlarmTransition): void {
    this.#tally.add(transition);
  }

  /** Call once, after the last transition. */
  finish(): AlarmPerformance {
    const { fromMs, toMs, positions, zone = 'UTC', downtimes = [] } = this.#period;
    const tallies = this.#tally.finish();
    const within = { period: { fromMs, toMs }, days: civilDaysOf(this.#period, zone), downtimes };
    const others = [...tallies].filter(([position]) => !positions.includes(position));
    return {
      fromMs,
      toMs,
      isIndicative: toMs - fromMs < ASSESSMENT_MS,
      positions: positions.map((position) =>
        performanceOf(position, tallies.get(position) ?? emptyTally(), within),
      ),
      elsewhere: others.reduce((sum, [, { calls }]) => sum + calls.length, 0),
      downtimes,
    };
  }
}
