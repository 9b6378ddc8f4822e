/**
 * What became of the incidents of a ward or an agency in a period, so that it may be compared: shares with their n and interval,
 * times with those that still wait, and nothing said of too few. Counted from whole incidents; the same list gives the same figures.
 */
import type { Assignment, Incident, IncidentClock, IncidentClockName } from '@metropane/incidents';
import {
  type Duration,
  type FunnelPlace,
  funnelPlace,
  type Interval,
  medianTime,
  wilson,
} from './intervals.ts';

/** Fewer than this say nothing about a ward: the interval of a share is then wider than what wards differ by. */
export const LEAST_FOR_SHARE = 20;
export const LEAST_FOR_MEDIAN = 10;

export const MEASURED_CLOCKS = ['acknowledged', 'on-scene', 'closed'] as const satisfies IncidentClockName[];
export type MeasuredClock = (typeof MEASURED_CLOCKS)[number];

/** Half-open, epoch ms; `nowMs`: when it was counted. */
export interface Period {
  fromMs: number;
  toMs: number;
  nowMs: number;
}

export interface ShareFigure {
  /** Decided cases, and those of them that were in time. */
  n: number;
  k: number;
  /** Null below `LEAST_FOR_SHARE`, as is what follows. */
  share: number | null;
  interval: Interval | null;
  /** Against the share of the whole city; null where that is not known either. */
  place: FunnelPlace | null;
}

export interface MedianFigure {
  /** Cases in which it came, and in which it is still waited for. */
  reached: number;
  waiting: number;
  /** Null below `LEAST_FOR_MEDIAN` of both, and where half still wait. Pauses are part of the time. */
  ms: number | null;
  lowMs: number | null;
  highMs: number | null;
  isTooFew: boolean;
}

export interface GroupFigures {
  /** Of the period. */
  opened: number;
  /** Closed in the period, whenever they were opened. */
  closed: number;
  /** Open now, whenever they were opened. */
  openNow: number;
  /** Reports of the incidents that were opened in the period. */
  reports: number;
  clocks: Record<MeasuredClock, { inTime: ShareFigure; median: MedianFigure }>;
}

export interface AgencyFigures extends GroupFigures {
  /** Requests to the agency that it answered before they were due. */
  answers: ShareFigure;
}

/** Shares in time of the whole city: what the parts are held against. */
export type Targets = Partial<Record<MeasuredClock | 'answers', number>>;

export function groupFigures(
  incidents: readonly Incident[],
  period: Period,
  targets: Targets = {},
): GroupFigures {
  const opened = incidents.filter(({ knownAtMs }) => isIn(knownAtMs, period));
  return {
    opened: opened.length,
    closed: incidents.filter(({ closedAtMs }) => closedAtMs !== undefined && isIn(closedAtMs, period)).length,
    openNow: incidents.filter(({ state }) => state !== 'closed').length,
    reports: opened.reduce((sum, { reports }) => sum + reports, 0),
    clocks: {
      acknowledged: clockFigures(opened, 'acknowledged', { period, targets }),
      'on-scene': clockFigures(opened, 'on-scene', { period, targets }),
      closed: clockFigures(opened, 'closed', { period, targets }),
    },
  };
}

/** Of incidents that were given to the agency; one that several agencies have counts for each. */
export function agencyFigures(
  agency: string,
  incidents: readonly Incident[],
  { period, targets = {} }: { period: Period; targets?: Targets },
): AgencyFigures {
  const given = incidents.filter(({ assignments = [] }) => assignments.some((one) => isAsked(one, agency)));
  const asked = given
    .filter(({ knownAtMs }) => isIn(knownAtMs, period))
    .flatMap((incident) => answersOf(incident, agency, period.nowMs));
  const k = asked.filter((isInTime) => isInTime).length;
  return {
    ...groupFigures(given, period, targets),
    answers: shareFigure(k, asked.length, targets.answers),
  };
}

/** What the parts are held against: the shares of all; none where even all are too few. */
export function targetsOf(figures: GroupFigures & Partial<Pick<AgencyFigures, 'answers'>>): Targets {
  const targets: Targets = {};
  for (const name of MEASURED_CLOCKS) {
    const { share } = figures.clocks[name].inTime;
    if (share !== null) targets[name] = share;
  }
  const answers = figures.answers?.share ?? null;
  return answers === null ? targets : { ...targets, answers };
}

/** One clock of one incident: when it came after it began to run, or how long it has waited. Null: it does not apply (passed over). */
export function durationOf(incident: Incident, name: MeasuredClock, nowMs: number): Duration | null {
  const clock = incident.clocks?.find((each) => each.name === name);
  if (clock === undefined) return null;
  const fromMs = name === 'acknowledged' ? incident.knownAtMs : (incident.clocksFromMs ?? incident.knownAtMs);
  if (clock.atMs !== undefined) return { ms: Math.max(0, clock.atMs - fromMs), isReached: true };
  if (incident.state === 'closed' || isPassedOver(incident, name)) return null;
  return { ms: Math.max(0, nowMs - fromMs), isReached: false };
}

/** True in time, false late; null while it is open which, and where the city sets no limit. */
export function isInTime(clock: IncidentClock | undefined): boolean | null {
  if (clock === undefined) return null;
  if (clock.isBreached) return false;
  return clock.atMs !== undefined && clock.dueMs !== undefined ? true : null;
}

export function shareFigure(k: number, n: number, target?: number): ShareFigure {
  if (n < LEAST_FOR_SHARE) return { n, k, share: null, interval: null, place: null };
  const place = target === undefined ? null : funnelPlace(k, n, target);
  return { n, k, share: k / n, interval: wilson(k, n), place };
}

function clockFigures(
  opened: readonly Incident[],
  name: MeasuredClock,
  { period, targets }: { period: Period; targets: Targets },
): GroupFigures['clocks'][MeasuredClock] {
  const verdicts = opened
    .map(({ clocks = [] }) => isInTime(clocks.find((clock) => clock.name === name)))
    .filter((verdict) => verdict !== null);
  const k = verdicts.filter((verdict) => verdict).length;
  const durations = opened
    .map((incident) => durationOf(incident, name, period.nowMs))
    .filter((duration) => duration !== null);
  return { inTime: shareFigure(k, verdicts.length, targets[name]), median: medianFigure(durations) };
}

function medianFigure(durations: readonly Duration[]): MedianFigure {
  const reached = durations.filter(({ isReached }) => isReached).length;
  const counts = { reached, waiting: durations.length - reached };
  if (durations.length < LEAST_FOR_MEDIAN)
    return { ...counts, ms: null, lowMs: null, highMs: null, isTooFew: true };
  return { ...counts, ...medianTime(durations), isTooFew: false };
}

/** Something later came, so that this never will. */
function isPassedOver({ clocks = [] }: Incident, name: MeasuredClock): boolean {
  const at = clocks.findIndex((clock) => clock.name === name);
  return clocks.some((clock, index) => index > at && clock.atMs !== undefined);
}

/** Of each request to the agency that was decided: whether it answered in time. */
function answersOf(incident: Incident, agency: string, nowMs: number): boolean[] {
  return (incident.assignments ?? [])
    .filter((one) => isAsked(one, agency) && one.dueMs !== undefined)
    .flatMap((one) => {
      const isSilent = (incident.escalations ?? []).some(
        ({ reason, assignee, post, askedAtMs }) =>
          reason === 'agency-silent' &&
          assignee === one.assignee &&
          post === one.post &&
          askedAtMs === one.askedAtMs,
      );
      if (isSilent) return [false];
      if (one.state !== 'waiting') return [true];
      return nowMs > one.dueMs! || incident.state === 'closed' ? [false] : [];
    });
}

function isAsked({ assignee, state }: Assignment, agency: string): boolean {
  return assignee === agency && state !== 'withdrawn';
}

function isIn(ms: number, { fromMs, toMs }: Period): boolean {
  return ms >= fromMs && ms < toMs;
}
