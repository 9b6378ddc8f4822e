import { isPaused, lateClocks } from './clocks.ts';
import type { Assignment, Escalation } from './incident-parts.ts';
import type { Incident, IncidentTimelineItem } from './incident.ts';
import { SECOND_ESCALATION_FACTOR } from './service-levels.ts';

/**
 * What time alone does to an incident: a clock is marked late once, and somebody higher is told once per reason and level.
 * Level 1 is the supervisor, level 2 the duty leader.
 */
export interface DueOutcome {
  incident: Incident;
  items: IncidentTimelineItem[];
}

const CENTRE = 'centre';

/** Everything that has become due by `nowMs`. Without anything due the incident comes back as it is. */
export function applyDue(incident: Incident, nowMs: number): DueOutcome {
  if (incident.state === 'closed' || isPaused(incident)) return { incident, items: [] };
  const items: IncidentTimelineItem[] = [];
  const late = new Set(lateClocks(incident, nowMs));
  const escalations: Escalation[] = [];
  for (const name of late) {
    items.push({ atMs: nowMs, kind: 'breached', actor: CENTRE, to: name, journalSeq: 0 });
    escalations.push({ level: 1, reason: name, atMs: nowMs });
  }
  if (isDue(secondEscalationMs(incident), nowMs)) {
    escalations.push({ level: 2, reason: 'acknowledged', atMs: nowMs });
  }
  const silent = silentAssignments(incident, nowMs);
  for (const assignment of silent) escalations.push(silence(assignment, nowMs));
  if (late.size === 0 && escalations.length === 0) return { incident, items };
  for (const escalation of escalations) items.push(itemOf(escalation));
  const clocks = incident.clocks?.map((clock) =>
    late.has(clock.name) ? { ...clock, isBreached: true } : clock,
  );
  return {
    incident: {
      ...incident,
      updatedAtMs: Math.max(incident.updatedAtMs, nowMs),
      ...(clocks === undefined ? {} : { clocks }),
      escalations: [...(incident.escalations ?? []), ...escalations],
    },
    items,
  };
}

/** When time will next do something to it; undefined = never as it stands. What is due at `t` happens at the first tick after `t`. */
export function nextDueMs(incident: Incident): number | undefined {
  if (incident.state === 'closed' || isPaused(incident)) return undefined;
  let next = secondEscalationMs(incident) ?? Infinity;
  for (const clock of incident.clocks ?? []) {
    if (clock.atMs === undefined && !clock.isBreached && clock.dueMs !== undefined) {
      next = Math.min(next, clock.dueMs);
    }
  }
  for (const assignment of incident.assignments ?? []) {
    if (isAwaited(incident, assignment)) next = Math.min(next, assignment.dueMs!);
  }
  return next === Infinity ? undefined : next;
}

/** The second call, while nobody has acknowledged; undefined once it was made. */
function secondEscalationMs(incident: Incident): number | undefined {
  const clock = incident.clocks?.find(({ name }) => name === 'acknowledged');
  if (clock?.dueMs === undefined || clock.atMs !== undefined) return undefined;
  if (incident.escalations?.some(({ level, reason }) => level === 2 && reason === 'acknowledged')) {
    return undefined;
  }
  const fromMs = incident.clocksFromMs ?? incident.knownAtMs;
  return fromMs + (clock.dueMs - fromMs) * SECOND_ESCALATION_FACTOR;
}

function silentAssignments(incident: Incident, nowMs: number): Assignment[] {
  return (incident.assignments ?? []).filter(
    (assignment) => isAwaited(incident, assignment) && isDue(assignment.dueMs, nowMs),
  );
}

/** Asked, not answered, and nobody told yet that it does not answer. */
function isAwaited(incident: Incident, { state, dueMs, assignee, post, askedAtMs }: Assignment): boolean {
  if (state !== 'waiting' || dueMs === undefined) return false;
  const isTold = incident.escalations?.some(
    (told) =>
      told.reason === 'agency-silent' &&
      told.assignee === assignee &&
      told.post === post &&
      told.askedAtMs === askedAtMs,
  );
  return isTold !== true;
}

function silence({ assignee, post, askedAtMs }: Assignment, atMs: number): Escalation {
  return {
    level: 1,
    reason: 'agency-silent',
    atMs,
    assignee,
    askedAtMs,
    ...(post === undefined ? {} : { post }),
  };
}

function itemOf({ level, reason, atMs, assignee }: Escalation): IncidentTimelineItem {
  const text = assignee === undefined ? {} : { text: assignee };
  return {
    atMs,
    kind: 'escalated',
    actor: CENTRE,
    from: reason,
    to: `level-${level}`,
    journalSeq: 0,
    ...text,
  };
}

function isDue(dueMs: number | undefined, nowMs: number): boolean {
  return dueMs !== undefined && nowMs > dueMs;
}
