/**
 * What one case adds to the counts of its system. All counts are whole numbers, so that a case that changes is taken out and put
 * in again exactly, in any order, and a closed case may be forgotten while its counts stay.
 *
 * `period`: belongs to the reporting period in which the case was first heard (a cohort: its ratio still moves while cases of the
 * period are open). `now`: how things stand, whatever the period.
 */
import type { CaseLife } from './case-life.ts';
import type { LifeCycle } from './life-cycles.ts';

export type Counts = Readonly<Record<string, number>>;

export interface CaseCounts {
  readonly period: Counts;
  readonly now: Counts;
}

/** Channels by which a case is filed without going to a counter or a telephone. */
export const ONLINE_CHANNELS: ReadonlySet<string> = new Set([
  'online',
  'national-portal',
  'app',
  'web',
  'email',
  'social',
]);

/** Steps of the histogram behind a percentile of a stretch: neighbours differ by 4 %, so a percentile is within 4 % above. */
const SPAN_STEP = Math.log(1.04);

/** `dayOf`: the civil day of an instant in the city, for "before the day it is due". */
export function caseCounts(
  cycle: LifeCycle,
  life: CaseLife,
  { isOverdue, dayOf }: { isOverdue: boolean; dayOf: (tMs: number) => number },
): CaseCounts {
  const period: Record<string, number> = { [life.isWhole ? 'received' : 'joined']: 1 };
  const now: Record<string, number> = {};
  const add = (to: Record<string, number>, key: string, n = 1): void => {
    to[key] = (to[key] ?? 0) + n;
  };
  for (const state of life.ever) add(period, `ever:${state}`);
  if (life.unknownStates > 0) add(period, 'unknownStates', life.unknownStates);
  addFields(period, life);
  if (life.phase === 'open') {
    add(now, 'open');
    if (isOverdue) add(now, 'overdue');
  } else add(period, `closed:${life.state}`);
  if (life.phase === 'ended') add(period, 'ended');
  if (life.phase === 'done') addDone(period, life, dayOf);
  add(now, `at:${life.state}`);
  const { fee } = life.fields;
  if (cycle.countsMoney === true && fee !== undefined) add(now, `vnd:${life.state}`, Math.round(fee.owedVnd));
  for (const { code, withinMs } of cycle.spans) {
    const ms = life.spans[code];
    if (ms === undefined) continue;
    add(period, `span:${code}:n`);
    add(period, `span:${code}:s`, Math.round(ms / 1_000));
    add(period, `span:${code}:h${spanStep(ms)}`);
    if (withinMs !== undefined && ms <= withinMs) add(period, `span:${code}:in`);
  }
  return { period, now };
}

function addFields(period: Record<string, number>, { fields }: CaseLife): void {
  const { channel, fee, digitised, satisfaction } = fields;
  if (channel !== undefined) {
    period['channelKnown'] = 1;
    if (ONLINE_CHANNELS.has(channel)) period['online'] = 1;
    if (channel === 'app') period['byApp'] = 1;
  }
  if (digitised !== undefined) {
    period['digitisedKnown'] = 1;
    if (digitised) period['digitised'] = 1;
  }
  if (fee !== undefined && fee.owedVnd > 0) {
    period['feeOwing'] = 1;
    if (fee.paidOnline) period['feePaidOnline'] = 1;
  }
  if (satisfaction !== undefined) {
    period['rated'] = 1;
    if (satisfaction >= 4) period['satisfied'] = 1;
    if (satisfaction <= 2) period['unsatisfied'] = 1;
  }
}

function addDone(period: Record<string, number>, life: CaseLife, dayOf: (tMs: number) => number): void {
  const { dueAtMs, satisfaction } = life.fields;
  const closedAtMs = life.closedAtMs ?? life.stateSinceMs;
  period['done'] = 1;
  if (!life.isClosingHeard) {
    period['doneUnheard'] = 1;
    return;
  }
  const isLate = dueAtMs !== undefined && closedAtMs > dueAtMs;
  if (dueAtMs === undefined) period['doneNoDue'] = 1;
  else period[isLate ? 'doneLate' : 'doneInTime'] = 1;
  if (dueAtMs !== undefined && dayOf(closedAtMs) < dayOf(dueAtMs)) period['doneEarly'] = 1;
  if (isLate || (satisfaction !== undefined && satisfaction <= 2)) period['unsatisfiedOrLate'] = 1;
}

/** Step of the histogram that a stretch falls into; below a second all are one. */
export function spanStep(ms: number): number {
  return ms <= 1_000 ? 0 : Math.ceil(Math.log(ms / 1_000) / SPAN_STEP);
}

/** Upper end of a step, milliseconds. */
export function spanStepMs(step: number): number {
  return 1_000 * Math.exp(step * SPAN_STEP);
}

/** Adds (`sign` 1) or takes out (-1) counts; a key that falls to 0 goes. */
export function addCounts(to: Record<string, number>, counts: Counts, sign: 1 | -1): void {
  for (const [key, n] of Object.entries(counts)) {
    const sum = (to[key] ?? 0) + sign * n;
    if (sum === 0) delete to[key];
    else to[key] = sum;
  }
}
