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
}

export interface AlarmPerformance {
  fromMs: number;
  toMs: number;
  /** Shorter than 30 days. */
  isIndicative: boolean;
  positions: PositionPerformance[];
  /** Annunciated alarms of positions that were not asked for: they are in no figure here. */
  elsewhere: number;
}

/**
 * How the alarm system treated each duty position, after ISA-18.2 and EEMUA 191: annunciated alarms in wall-clock time, targets and
 * verdicts beside them. `transitions` in the order of the book, and from far enough back to know what stood when the period began.
 * Dropping empty buckets would raise the share in flood: 1 flood in 144 buckets of a day would become 1 in the few that held anything.
 */
export function alarmPerformance(
  transitions: Iterable<AlarmTransition>,
  period: PerformancePeriod,
): AlarmPerformance {
  const { fromMs, toMs, positions, zone = 'UTC' } = period;
  assert(
    Number.isFinite(fromMs) && fromMs < toMs && Number.isFinite(toMs),
    'a period begins before it ends',
    {
      fromMs,
      toMs,
    },
  );
  const tally = new TransitionTally(period);
  for (const transition of transitions) tally.add(transition);
  const tallies = tally.finish();
  const days = civilDaysOf(period, zone);
  const others = [...tallies].filter(([position]) => !positions.includes(position));
  return {
    fromMs,
    toMs,
    isIndicative: toMs - fromMs < ASSESSMENT_MS,
    positions: positions.map((position) =>
      performanceOf(position, tallies.get(position) ?? emptyTally(), { period: { fromMs, toMs }, days }),
    ),
    elsewhere: others.reduce((sum, [, { calls }]) => sum + calls.length, 0),
  };
}
