import { INCIDENT_CLOCKS } from './incident-parts.ts';
import type { ClockPause, IncidentClock, IncidentClockName } from './incident-parts.ts';
import type { Incident } from './incident.ts';
import type { ServiceLevels } from './service-levels.ts';

/**
 * The clocks of an incident: each is reached once, is due a number of minutes after the centre knew, and is marked late once.
 * Only a pause with a reason moves what is due; a clock that was passed over (a patrol that was there before anybody called it) has
 * neither a time nor a limit, since any time would be invented.
 */
const MINUTE_MS = 60_000;

/** All clocks of a new incident, running from `fromMs`. */
export function startClocks(
  incident: Pick<Incident, 'openedAtMs' | 'priority'>,
  fromMs: number,
  levels: ServiceLevels,
): IncidentClock[] {
  return INCIDENT_CLOCKS.map((name) =>
    name === 'detected'
      ? { name, atMs: incident.openedAtMs, isBreached: false }
      : running(name, dueOf(name, { priority: incident.priority, fromMs, pausedMs: 0 }, levels)),
  );
}

/** The clocks after `name` was reached; what lies before it and was never reached is passed over. */
export function reachClock(
  clocks: readonly IncidentClock[],
  name: IncidentClockName,
  atMs: number,
): IncidentClock[] {
  const at = INCIDENT_CLOCKS.indexOf(name);
  return clocks.map((clock) => {
    if (clock.atMs !== undefined) return clock;
    const index = INCIDENT_CLOCKS.indexOf(clock.name);
    if (index === at) return { ...clock, atMs, isBreached: clock.isBreached || isLate(clock, atMs) };
    return index < at ? withoutDue(clock) : clock;
  });
}

/** Nothing is due any more: the incident is closed. */
export function stopClocks(clocks: readonly IncidentClock[]): IncidentClock[] {
  return clocks.map((clock) => (clock.atMs === undefined ? withoutDue(clock) : clock));
}

/** After a reopening: what help does is due anew, what was known and acknowledged stays so. */
export function restartClocks(incident: Incident, fromMs: number, levels: ServiceLevels): IncidentClock[] {
  const fresh = startClocks(incident, fromMs, levels);
  return fresh.map((clock, index) => (index < 2 ? (incident.clocks?.[index] ?? clock) : clock));
}

/** What runs is due by the present priority and pauses. A clock that is late stays late. */
export function rescheduleClocks(incident: Incident, levels: ServiceLevels): IncidentClock[] {
  const fromMs = incident.clocksFromMs ?? incident.knownAtMs;
  const pausedMs = pausedSince(incident.pauses ?? [], fromMs);
  return (incident.clocks ?? []).map((clock) => {
    if (clock.name === 'detected' || clock.atMs !== undefined || isPassed(incident, clock)) return clock;
    const dueMs = dueOf(clock.name, { priority: incident.priority, fromMs, pausedMs }, levels);
    return { ...running(clock.name, dueMs), isBreached: clock.isBreached };
  });
}

/** Names of running clocks that are late at `nowMs` and were not marked yet; whether a pause forbids it is asked before. */
export function lateClocks(incident: Incident, nowMs: number): IncidentClockName[] {
  return (incident.clocks ?? [])
    .filter((clock) => clock.atMs === undefined && !clock.isBreached && isLate(clock, nowMs))
    .map((clock) => clock.name);
}

/** The pause that runs now. */
export function openPause(incident: Incident): ClockPause | undefined {
  const last = incident.pauses?.at(-1);
  return last !== undefined && last.toMs === undefined ? last : undefined;
}

export function isPaused(incident: Incident): boolean {
  return openPause(incident) !== undefined;
}

/** Something later was reached, so that this one will never be. */
function isPassed(incident: Incident, clock: IncidentClock): boolean {
  const at = INCIDENT_CLOCKS.indexOf(clock.name);
  return (incident.clocks ?? []).some(
    (other) => INCIDENT_CLOCKS.indexOf(other.name) > at && other.atMs !== undefined,
  );
}

function dueOf(
  name: IncidentClockName,
  from: { priority: Incident['priority']; fromMs: number; pausedMs: number },
  levels: ServiceLevels,
): number | undefined {
  const minutes = levels[from.priority]?.[name];
  return minutes === undefined || minutes === null
    ? undefined
    : from.fromMs + minutes * MINUTE_MS + from.pausedMs;
}

/** Ended pauses since `fromMs`, in milliseconds. */
function pausedSince(pauses: readonly ClockPause[], fromMs: number): number {
  let sum = 0;
  for (const pause of pauses) {
    if (pause.toMs !== undefined) sum += Math.max(0, pause.toMs - Math.max(pause.fromMs, fromMs));
  }
  return sum;
}

function running(name: IncidentClockName, dueMs: number | undefined): IncidentClock {
  return { name, ...(dueMs === undefined ? {} : { dueMs }), isBreached: false };
}

function withoutDue(clock: IncidentClock): IncidentClock {
  const { dueMs: _dueMs, ...rest } = clock;
  return rest;
}

function isLate(clock: IncidentClock, atMs: number): boolean {
  return clock.dueMs !== undefined && atMs > clock.dueMs;
}
