/** The figures against definitions played through by brute force, over lives that the alarm book itself told. */
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { ALARM_ACTIONS } from '../alarms/alarm.ts';
import type { AlarmTransition } from '../alarms/alarm.ts';
import { AlarmBook } from '../alarms/alarm-book.ts';
import { actOf, contextAt, NOW_MS, onsetAt } from '../alarms/alarm-fixture.ts';
import { tagOf } from '../alarms/make-alarm.ts';
import { alarmPerformance } from './alarm-performance.ts';
import type { PerformanceBuckets } from './position-performance.ts';
import type { PerformancePeriod } from './alarm-performance.ts';
import type { PerformanceFigureId } from './performance-targets.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const BUCKET_MS = 600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const POSITIONS = ['drainage', 'traffic'] as const;
/** UTC+7 without summer time: days begin at 17:00 UTC. */
const ZONE = 'Asia/Ho_Chi_Minh';
const ZONE_MS = 7 * HOUR_MS;

test('every figure is what a count by hand over every bucket, hour and day gives', () => {
  forSeeds('alarm-performance', isFull ? 1_500 : 120, (rng) => {
    const { transitions, endMs } = lives(rng);
    const fromMs = NOW_MS + rng.int(2 * DAY_MS);
    const period = { fromMs, toMs: fromMs + 1 + rng.int(endMs - fromMs), positions: POSITIONS, zone: ZONE };
    const performance = alarmPerformance(transitions, period);
    for (const [index, position] of POSITIONS.entries()) {
      const told = performance.positions[index]!;
      const values = Object.fromEntries(told.figures.map(({ id, value }) => [id, value]));
      const own = transitions.filter((one) => one.position === position && one.atMs < period.toMs);
      expect(values).toEqual(byHand(own, period));
      const counted = sumOf(told.buckets);
      const atEnds = told.partial.reduce((sum, { count }) => sum + count, 0);
      expect(counted + atEnds).toBe(told.annunciated);
      const downFromMs = period.fromMs + rng.int(period.toMs - period.fromMs);
      const downtimes = [{ fromMs: downFromMs, toMs: downFromMs + rng.int(period.toMs - downFromMs) }];
      const seen = alarmPerformance(transitions, { ...period, downtimes }).positions[index]!;
      // Whatever the centre missed, no alarm that it did see is lost from the sum.
      expect(sumOf(seen.buckets) + seen.buckets.inDown + atEnds).toBe(seen.annunciated);
      expect(seen.annunciated).toBe(told.annunciated);
      expect(told.shelvedNow).toBe(lastOf(own).filter(({ to }) => to === 'shelved').length);
      expect(told.unansweredNow).toBe(lastOf(own).filter((one) => sinceCall(own, one) !== undefined).length);
    }
  });
}, 300_000);

type Rng = Parameters<Parameters<typeof forSeeds>[2]>[0];

/** Some days of a small room with quiet hours, storms and flutter. */
function lives(rng: Rng): { transitions: AlarmTransition[]; endMs: number } {
  const book = new AlarmBook();
  let nowMs = NOW_MS;
  const endMs = NOW_MS + (3 + rng.int(5)) * DAY_MS;
  while (nowMs < endMs) {
    const isStorm = rng.int(12) === 0;
    for (let step = isStorm ? 40 : 3; step > 0; step--) {
      nowMs += rng.int(isStorm ? 30_000 : 20 * 60_000);
      playOne(book, rng, nowMs);
    }
    nowMs += rng.int(6 * HOUR_MS);
    book.tick(nowMs);
  }
  return { transitions: book.takeTransitions(), endMs: nowMs };
}

function playOne(book: AlarmBook, rng: Rng, atMs: number): void {
  const number = rng.int(16);
  const key = `flood/${number}`;
  const tag = tagOf('street-flooded', key);
  const priority = ([1, 2, 3, 4, 4, 4] as const)[rng.int(6)]!;
  const kind = rng.int(10);
  if (kind < 4) book.onset(onsetAt(atMs, { key, priority, position: POSITIONS[number % 2]! }), atMs);
  else if (kind < 6) book.returned(tag, atMs, atMs);
  else if (kind === 6) book.suppress(tag, rng.int(2) === 0 ? null : 'mưa lớn', atMs);
  else {
    const alarm = book.byTag(tag);
    const action = kind === 9 ? ALARM_ACTIONS[rng.int(ALARM_ACTIONS.length)]! : 'acknowledge';
    if (alarm !== undefined) book.act(alarm.id, actOf(alarm, action, atMs), contextAt(atMs));
  }
  book.tick(atMs);
}

function byHand(
  own: readonly AlarmTransition[],
  period: PerformancePeriod,
): Record<PerformanceFigureId, number | null> {
  const { fromMs, toMs } = period;
  const inside = own.filter((one) => one.atMs >= fromMs);
  const calls = inside.filter((one) => one.isAnnunciated);
  const callsIn = (startMs: number, lengthMs: number): number =>
    calls.filter((one) => one.atMs >= startMs && one.atMs < startMs + lengthMs).length;
  const wholes = (lengthMs: number, shiftMs = 0): number[] => {
    const counts: number[] = [];
    const first = Math.floor((fromMs + shiftMs) / lengthMs) * lengthMs - shiftMs;
    for (let at = first; at + lengthMs <= toMs; at += lengthMs)
      if (at >= fromMs) counts.push(callsIn(at, lengthMs));
    return counts;
  };
  const buckets = wholes(BUCKET_MS);
  const floods = buckets.filter((count) => count > 10).length;
  const mean = (counts: number[]): number | null =>
    counts.length === 0 ? null : counts.reduce((a, b) => a + b, 0) / counts.length;
  const share = (count: number): number | null => (calls.length === 0 ? null : (100 * count) / calls.length);
  const perTag = [...Map.groupBy(calls, (one) => one.key).values()].map((some) => some.length);
  const waits = inside
    .filter((one) => one.act === 'acknowledge')
    .flatMap((one) => sinceCall(own.slice(0, own.indexOf(one)), one) ?? [])
    .sort((a, b) => a - b);
  const rank = (p: number): number | null => waits.find((_, index) => index + 1 >= p * waits.length) ?? null;
  return {
    'per-ten-minutes': mean(buckets),
    'per-hour': mean(wholes(HOUR_MS)),
    'per-day': mean(wholes(DAY_MS, ZONE_MS)),
    'max-in-ten-minutes': buckets.length === 0 ? null : Math.max(...buckets),
    'flood-share': buckets.length === 0 ? null : (100 * floods) / buckets.length,
    'longest-flood': buckets.length === 0 ? null : longestRun(buckets) * BUCKET_MS,
    'stale-now': staleAmong(own, toMs - 1, toMs),
    'stale-worst-day': worstDay(own, period),
    chattering: new Set(inside.filter((one) => one.isChattering).map((one) => one.key)).size,
    fleeting: inside.filter((one) => isFleeting(one, own)).length,
    'share-p1': share(calls.filter((one) => one.priority === 1).length),
    'share-p2': share(calls.filter((one) => one.priority === 2).length),
    'share-p3': share(calls.filter((one) => one.priority === 3).length),
    'share-p4': share(calls.filter((one) => one.priority === 4).length),
    'top-ten-share': share(
      perTag
        .sort((a, b) => b - a)
        .slice(0, 10)
        .reduce((a, b) => a + b, 0),
    ),
    'unauthorised-suppression': 0,
    'acknowledge-p50': rank(0.5),
    'acknowledge-p95': rank(0.95),
  };
}

function longestRun(buckets: readonly number[]): number {
  const runs = buckets
    .map((count) => (count > 10 ? 'x' : ' '))
    .join('')
    .split(' ');
  return Math.max(...runs.map((run) => run.length));
}

/** Milliseconds from the first call of the alarm since it was last acknowledged until `at`; undefined: nobody is waited for. */
function sinceCall(own: readonly AlarmTransition[], at: AlarmTransition): number | undefined {
  const before = own.filter((one) => one.alarmId === at.alarmId);
  const answered = before.findLastIndex((one) => one.isAcknowledged);
  const call = before.slice(answered + 1).find((one) => one.isAnnunciated);
  return call === undefined ? undefined : at.atMs - call.atMs;
}

/** Last transitions of the alarms that are not over. */
function lastOf(own: readonly AlarmTransition[]): AlarmTransition[] {
  const last = new Map(own.map((one) => [one.alarmId, one]));
  return [...last.values()].filter((one) => one.to !== 'normal');
}

/** When the stretch of activity began that `index` of the alarm's transitions belongs to. */
function activeSince(life: readonly AlarmTransition[], index: number): number {
  const before = life.slice(0, index + 1).findLastIndex((one) => !one.isActive);
  return life[before + 1]!.atMs;
}

/** Alarms that at some moment of [fromMs, toMs) had been active for longer than a day. */
function staleAmong(own: readonly AlarmTransition[], fromMs: number, toMs: number): number {
  let count = 0;
  for (const life of Map.groupBy(own, (one) => one.alarmId).values()) {
    const stretches = life.flatMap((one, index) => {
      if (!one.isActive) return [];
      const untilMs = life[index + 1]?.atMs ?? Infinity;
      return [{ staleMs: activeSince(life, index) + DAY_MS, untilMs }];
    });
    // Just after it became stale, or the first moment asked for: if it is stale at all, then at one of these.
    const isStale = stretches.some(({ staleMs, untilMs }) =>
      [staleMs + 1, fromMs].some((at) => at > staleMs && at >= fromMs && at < toMs && at < untilMs),
    );
    if (isStale) count += 1;
  }
  return count;
}

function worstDay(own: readonly AlarmTransition[], { fromMs, toMs }: PerformancePeriod): number {
  let worst = 0;
  for (let at = Math.floor((fromMs + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS; at < toMs; at += DAY_MS)
    worst = Math.max(worst, staleAmong(own, Math.max(at, fromMs), Math.min(at + DAY_MS, toMs)));
  return worst;
}

function isFleeting(end: AlarmTransition, own: readonly AlarmTransition[]): boolean {
  const life = own.filter((one) => one.alarmId === end.alarmId);
  const index = life.indexOf(end);
  if (end.isActive || end.isChattering || life[index - 1]?.isActive !== true) return false;
  const beginMs = activeSince(life, index - 1);
  const begin = life.findIndex((one) => one.atMs === beginMs && one.isActive);
  const between = life.slice(begin, index);
  const isQuick = end.atMs - beginMs <= 60_000;
  return isQuick && between[0]!.isAnnunciated && between.every((one) => one.by !== 'operator');
}

function sumOf({ counts }: PerformanceBuckets): number {
  return counts.reduce<number>((a, b) => a + (b ?? 0), 0);
}
