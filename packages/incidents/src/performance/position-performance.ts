import type { Priority } from '../incident.ts';
import { LOAD_BUCKET_MS } from './alarm-loads.ts';
import { judgedFigure, PERFORMANCE_FIGURES } from './performance-targets.ts';
import type { PerformanceFigure, PerformanceFigureId } from './performance-targets.ts';
import type { PositionTally } from './tally-transitions.ts';
import { isWatched, nearestRank, partialSpans, wholeBuckets } from './whole-spans.ts';
import type { Span } from './whole-spans.ts';

/** More annunciated alarms than this in one bucket are a flood: nobody reads on. */
export const FLOOD_ABOVE = 10;
/** An alarm that stands longer than this has become furniture. */
export const STALE_AFTER_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const TOP_TAGS = 10;

export interface PerformanceBuckets {
  firstMs: number;
  /** Null: the centre did not run, so nobody knows what would have called. In no figure by bucket. */
  counts: (number | null)[];
  inFlood: number;
  /** Buckets that are null. */
  down: number;
  /** Annunciated alarms in those buckets, before it went or after it came back. */
  inDown: number;
}

export interface PositionPerformance {
  position: string;
  figures: PerformanceFigure[];
  /** Annunciated alarms in the whole period, the partial buckets at its ends included. */
  annunciated: number;
  /** Wall-clock buckets of 600 s that lie wholly in the period, empty ones included: figures by bucket are of these. */
  buckets: PerformanceBuckets;
  /** What is left at the ends: in no figure by bucket, hour or day. */
  partial: (Span & { count: number })[];
  /** Whole hours and civil days behind `per-hour` and `per-day`, without those in which the centre did not run. */
  hours: number;
  days: number;
  longestFlood: Span | null;
  /** The day with most stale alarms, the earliest of equal ones; null when none was stale. */
  staleWorstDay: Span | null;
  priorities: Record<Priority, number>;
  /** The ten that called most, most first. */
  topTags: { ruleId: string; key: string; count: number; sharePercent: number }[];
  acknowledged: number;
  unansweredNow: number;
  shelvedNow: number;
  suppressedNow: number;
  outOfServiceNow: number;
  useless: number;
  withoutBeginning: number;
}

/** `days`: the civil days that the period touches, in full length. */
interface Within {
  period: Span;
  days: readonly Span[];
  /** When the centre did not run. */
  downtimes: readonly Span[];
}

export function performanceOf(position: string, tally: PositionTally, within: Within): PositionPerformance {
  const { calls } = tally;
  const { period } = within;
  const { firstMs, count } = wholeBuckets(period, LOAD_BUCKET_MS);
  const everyCount = countsOf(calls, { firstMs, count, lengthMs: LOAD_BUCKET_MS });
  const counts = watchedOnly(everyCount, { firstMs, lengthMs: LOAD_BUCKET_MS }, within.downtimes);
  const watched = counts.filter((one) => one !== null);
  const inFlood = watched.filter((one) => one > FLOOD_ABOVE).length;
  const longestFlood = longestFloodOf(firstMs, counts);
  const stale = worstDayOf(tally.active, within);
  const topTags = topTagsOf(tally);
  const values: Record<PerformanceFigureId, number | null> = {
    ...rates(calls, watched, within),
    ...shares(tally),
    'flood-share': percent(inFlood, watched.length),
    'longest-flood':
      watched.length === 0 ? null : longestFlood === null ? 0 : longestFlood.toMs - longestFlood.fromMs,
    'stale-now': tally.active.filter((one) => one.toMs === Infinity && isStaleIn(one, atEndOf(period)))
      .length,
    'stale-worst-day': stale.count,
    chattering: tally.chatteringTags.size,
    fleeting: tally.fleeting,
    'top-ten-share': percent(sum(topTags.map((tag) => tag.count)), calls.length),
    'unauthorised-suppression': tally.unauthorised,
  };
  return {
    position,
    figures: PERFORMANCE_FIGURES.map((id) => judgedFigure(id, values[id])),
    annunciated: calls.length,
    buckets: {
      ...{ firstMs, counts, inFlood },
      down: count - watched.length,
      inDown: sum(everyCount.filter((_, bucket) => counts[bucket] === null)),
    },
    partial: partialSpans(period, LOAD_BUCKET_MS).map((span) => ({ ...span, count: countIn(calls, span) })),
    hours: hoursOf(calls, within).length,
    days: wholeDaysOf(within).length,
    longestFlood,
    staleWorstDay: stale.day,
    priorities: tally.callsOfPriority,
    topTags,
    acknowledged: tally.acknowledgedAfterMs.length,
    unansweredNow: tally.unansweredNow,
    shelvedNow: tally.shelvedNow,
    suppressedNow: tally.suppressedNow,
    outOfServiceNow: tally.outOfServiceNow,
    useless: tally.useless,
    withoutBeginning: tally.withoutBeginning,
  };
}

type Rates = 'per-ten-minutes' | 'per-hour' | 'per-day' | 'max-in-ten-minutes';

function rates(
  calls: readonly number[],
  counts: readonly number[],
  within: Within,
): Record<Rates, number | null> {
  const days = wholeDaysOf(within);
  return {
    'per-ten-minutes': meanOf(counts),
    'per-hour': meanOf(hoursOf(calls, within)),
    'per-day': meanOf(days.map((day) => countIn(calls, day))),
    'max-in-ten-minutes': counts.length === 0 ? null : counts.reduce((a, b) => Math.max(a, b), 0),
  };
}

/** Calls of each whole hour in which the centre ran. */
function hoursOf(calls: readonly number[], { period, downtimes }: Within): number[] {
  const hours = { ...wholeBuckets(period, HOUR_MS), lengthMs: HOUR_MS };
  return watchedOnly(countsOf(calls, hours), hours, downtimes).filter((one) => one !== null);
}

/** The counts, null where the centre did not run. */
function watchedOnly(
  counts: readonly number[],
  { firstMs, lengthMs }: { firstMs: number; lengthMs: number },
  downtimes: readonly Span[],
): (number | null)[] {
  return counts.map((count, bucket) => {
    const fromMs = firstMs + bucket * lengthMs;
    return isWatched({ fromMs, toMs: fromMs + lengthMs }, downtimes) ? count : null;
  });
}

type Shares = `share-p${Priority}` | 'acknowledge-p50' | 'acknowledge-p95';

function shares({
  calls,
  callsOfPriority,
  acknowledgedAfterMs,
}: PositionTally): Record<Shares, number | null> {
  const ascending = acknowledgedAfterMs.toSorted((a, b) => a - b);
  return {
    'share-p1': percent(callsOfPriority[1], calls.length),
    'share-p2': percent(callsOfPriority[2], calls.length),
    'share-p3': percent(callsOfPriority[3], calls.length),
    'share-p4': percent(callsOfPriority[4], calls.length),
    'acknowledge-p50': nearestRank(ascending, 0.5),
    'acknowledge-p95': nearestRank(ascending, 0.95),
  };
}

function countsOf(
  calls: readonly number[],
  { firstMs, count, lengthMs }: { firstMs: number; count: number; lengthMs: number },
): number[] {
  const counts = Array.from({ length: count }, () => 0);
  for (const atMs of calls) {
    const bucket = Math.floor((atMs - firstMs) / lengthMs);
    if (bucket >= 0 && bucket < count) counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

/** The longest run of buckets in flood, the earliest of equal ones. */
function longestFloodOf(firstMs: number, counts: readonly (number | null)[]): Span | null {
  let longest = { from: 0, to: 0 };
  let from = 0;
  counts.forEach((count, bucket) => {
    if (count === null || count <= FLOOD_ABOVE) from = bucket + 1;
    else if (bucket + 1 - from > longest.to - longest.from) longest = { from, to: bucket + 1 };
  });
  if (longest.to === longest.from) return null;
  return { fromMs: firstMs + longest.from * LOAD_BUCKET_MS, toMs: firstMs + longest.to * LOAD_BUCKET_MS };
}

function worstDayOf(active: readonly Span[], { period, days }: Within): { count: number; day: Span | null } {
  const long = active.filter((one) => one.toMs - one.fromMs > STALE_AFTER_MS);
  let worst: { count: number; day: Span | null } = { count: 0, day: null };
  for (const day of days) {
    const seen = { fromMs: Math.max(day.fromMs, period.fromMs), toMs: Math.min(day.toMs, period.toMs) };
    const count = long.filter((one) => isStaleIn(one, seen)).length;
    if (count > worst.count) worst = { count, day };
  }
  return worst;
}

/** At some moment of `seen` the condition has held for longer than a day. */
function isStaleIn(active: Span, seen: Span): boolean {
  return Math.max(active.fromMs + STALE_AFTER_MS, seen.fromMs) < Math.min(active.toMs, seen.toMs);
}

function topTagsOf({ calls, callsOfTag }: PositionTally): PositionPerformance['topTags'] {
  const most = [...callsOfTag].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  return most
    .slice(0, TOP_TAGS)
    .map(([, tag]) => ({ ...tag, sharePercent: percent(tag.count, calls.length) ?? 0 }));
}

function wholeDaysOf({ period, days, downtimes }: Within): Span[] {
  return days.filter(
    (day) => day.fromMs >= period.fromMs && day.toMs <= period.toMs && isWatched(day, downtimes),
  );
}

/** The last instant that belongs to the period. */
function atEndOf({ toMs }: Span): Span {
  return { fromMs: toMs - 1, toMs };
}

function countIn(calls: readonly number[], { fromMs, toMs }: Span): number {
  return calls.filter((atMs) => atMs >= fromMs && atMs < toMs).length;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function percent(part: number, of: number): number | null {
  return of === 0 ? null : (100 * part) / of;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
