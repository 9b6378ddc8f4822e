import { assertNever } from '@metropane/base';
import type { ObservedCity } from './observed-city.ts';
import type { PlacedExpectation, Scenario } from './scenario.ts';
import {
  sightBadAir,
  sightCases,
  sightDevices,
  sightFlood,
  sightIncidents,
  sightLevel,
  sightRain,
  sightReading,
  sightReports,
  sightSlowTraffic,
  sightTraffic,
} from './sightings.ts';
import type { Sighting } from './sightings.ts';

/** What a simulator can see by itself: everything but alarms. */
export type SeenExpectation = Exclude<PlacedExpectation, { what: 'alarm' }>;

export type PlacedAlarm = Extract<PlacedExpectation, { what: 'alarm' }>;

/** Whether one expectation was met. */
export interface Verdict {
  readonly expectation: SeenExpectation;
  readonly isMet: boolean;
  /** After the start of the scenario; absent: it never showed, or it holds throughout. */
  readonly afterMs?: number;
  /** What was seen instead or besides, in words. */
  readonly seen: string;
}

/** What shows within this time shows at once. */
const SAME_TIME_MS = 120_000;

/** The span of a run. */
export interface JudgedRun {
  readonly startMs: number;
  readonly untilMs: number;
}

/**
 * Every expectation held against what was observed: shown within its time, and not before the one above it (as far as sensors that
 * take turns can tell). Alarms have no verdict here: the centre raises them (`alarmsOf`).
 */
export function judgeScenario({ expect }: Scenario, city: ObservedCity, run: JudgedRun): readonly Verdict[] {
  let latestMs = -Infinity;
  return expect.filter(isSeen).map((expectation): Verdict => {
    if (expectation.what === 'air-untouched' || expectation.what === 'traffic-untouched') {
      const trouble =
        expectation.what === 'air-untouched'
          ? sightBadAir(expectation, city)
          : sightSlowTraffic(expectation, city);
      return { expectation, isMet: trouble === undefined, seen: trouble ?? 'untouched' };
    }
    const { atMs, afterMs: notBeforeMs = atMs, seen } = sight(expectation, city, run);
    if (atMs === undefined) return { expectation, isMet: false, seen };
    const [from, to] = expectation.between;
    const afterMs = atMs - run.startMs;
    const isInOrder = atMs >= latestMs - SAME_TIME_MS;
    latestMs = Math.max(latestMs, notBeforeMs ?? atMs);
    return {
      expectation,
      isMet: afterMs >= from && afterMs <= to && isInOrder,
      afterMs,
      seen: isInOrder ? seen : `${seen}, before the one above`,
    };
  });
}

/** Expectations that only a centre can judge. */
export function alarmsOf({ expect }: Pick<Scenario, 'expect'>): readonly PlacedAlarm[] {
  return expect.filter((one) => one.what === 'alarm');
}

function isSeen(expectation: PlacedExpectation): expectation is SeenExpectation {
  return expectation.what !== 'alarm';
}

function sight(
  wanted: Exclude<SeenExpectation, { what: 'air-untouched' | 'traffic-untouched' }>,
  city: ObservedCity,
  { startMs, untilMs }: JudgedRun,
): Sighting {
  switch (wanted.what) {
    case 'level':
      return sightLevel(wanted, city);
    case 'rain':
      return sightRain(wanted, city);
    case 'flood':
      return sightFlood(wanted, city);
    case 'traffic':
      return sightTraffic(wanted, city);
    case 'reports':
      return sightReports(wanted, city, startMs);
    case 'cases':
      return sightCases(wanted, city, startMs);
    case 'incidents':
      return sightIncidents(wanted, city, startMs);
    case 'reading':
      return sightReading(wanted, city);
    case 'silent':
    case 'stuck':
    case 'skewed':
      return sightDevices(wanted, city, untilMs);
    default:
      return assertNever(wanted);
  }
}
