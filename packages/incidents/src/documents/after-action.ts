import type { ClockPause, IncidentClock } from '../incident-parts.ts';
import { ics214 } from './ics-214.ts';
import { nameOf } from './incident-file.ts';
import type { DocumentOptions, IncidentFile } from './incident-file.ts';
import { ASSIGNMENT_WORDS, CLOCK_WORDS, ESCALATION_WORDS, inLanguage, PAUSE_WORDS } from './words.ts';

/** What the review of an incident looks at: clocks against limits, who did what, how complete the procedure was. */
export interface AfterActionReport {
  form: 'after-action';
  title: string;
  incidentId: string;
  incidentName: string;
  preparedAtMs: number;
  preparedBy: string;
  /** The incident has ended: its figures will not change unless it is reopened. */
  isFinal: boolean;
  /** From the first event to the end (or to now), event time to processing time. */
  durationMs: number;
  clocks: AfterActionClock[];
  /** Names of what was late, in words. */
  late: string[];
  pauses: { reason: string; by: string; fromMs: number; durationMs: number; text: string | null }[];
  pausedMs: number;
  people: { name: string; acts: number; fromMs: number; toMs: number }[];
  agencies: { name: string; status: string; askedAtMs: number; changedAtMs: number; isLate: boolean }[];
  reports: number;
  alarms: { joined: number; annunciated: number; active: number };
  escalations: { level: number; reason: string; atMs: number }[];
  procedure: AfterActionProcedure | null;
}

export interface AfterActionClock {
  name: string;
  reachedAtMs: number | null;
  dueMs: number | null;
  /** After the moment from which its limit runs; null where it was not reached. */
  tookMs: number | null;
  /** Past its limit by, without pauses; null where it was in time or had no limit. */
  lateByMs: number | null;
  isBreached: boolean;
}

export interface AfterActionProcedure {
  name: string;
  steps: number;
  done: number;
  skipped: number;
  open: number;
  /** Done or skipped, of all steps; 0–1, null for a procedure without steps. */
  completeness: number | null;
  late: string[];
  skippedWhy: { step: string; reason: string }[];
}

const TITLE = ['Báo cáo rút kinh nghiệm', 'After-action report'] as const;

export function afterAction(file: IncidentFile, options: DocumentOptions): AfterActionReport {
  const { incident, alarms } = file;
  const { language } = options;
  const endMs = incident.closedAtMs ?? options.atMs;
  const clocks = (incident.clocks ?? []).map((clock) => clockOf(clock, file, options));
  const pauses = (incident.pauses ?? []).map((pause) => pauseOf(pause, endMs, options));
  return {
    form: 'after-action',
    title: inLanguage(TITLE, language),
    incidentId: incident.id,
    incidentName: incident.title,
    preparedAtMs: options.atMs,
    preparedBy: options.by,
    isFinal: incident.state === 'closed',
    durationMs: endMs - incident.openedAtMs,
    clocks,
    late: clocks.filter(({ isBreached }) => isBreached).map(({ name }) => name),
    pauses,
    pausedMs: pauses.reduce((sum, { durationMs }) => sum + durationMs, 0),
    people: ics214(file, options).map(({ name, activities, fromMs, toMs }) => ({
      name,
      acts: activities.length,
      fromMs,
      toMs,
    })),
    agencies: agenciesOf(file, options),
    reports: incident.reports,
    alarms: {
      joined: incident.alarmsJoined ?? 0,
      annunciated: (incident.alarms ?? []).filter(({ isAnnunciated }) => isAnnunciated).length,
      active: alarms.filter(({ isActive }) => isActive).length,
    },
    escalations: (incident.escalations ?? []).map(({ level, reason, atMs }) => ({
      level,
      reason: reasonOf(reason, options),
      atMs,
    })),
    procedure: procedureOf(file, options),
  };
}

function clockOf(
  clock: IncidentClock,
  { incident }: IncidentFile,
  { language, atMs }: DocumentOptions,
): AfterActionClock {
  const fromMs =
    clock.name === 'detected' || clock.name === 'acknowledged'
      ? incident.knownAtMs
      : (incident.clocksFromMs ?? incident.knownAtMs);
  const endMs = clock.atMs ?? incident.closedAtMs ?? atMs;
  const lateMs = clock.dueMs === undefined ? 0 : endMs - clock.dueMs;
  return {
    name: inLanguage(CLOCK_WORDS[clock.name], language),
    reachedAtMs: clock.atMs ?? null,
    dueMs: clock.dueMs ?? null,
    tookMs: clock.atMs === undefined ? null : Math.max(0, clock.atMs - fromMs),
    lateByMs: lateMs > 0 ? lateMs : null,
    isBreached: clock.isBreached,
  };
}

function pauseOf(
  { reason, by, fromMs, toMs, text }: ClockPause,
  endMs: number,
  { language }: DocumentOptions,
): AfterActionReport['pauses'][number] {
  const durationMs = (toMs ?? endMs) - fromMs;
  return { reason: inLanguage(PAUSE_WORDS[reason], language), by, fromMs, durationMs, text: text ?? null };
}

function agenciesOf({ incident }: IncidentFile, options: DocumentOptions): AfterActionReport['agencies'] {
  return (incident.assignments ?? []).map(({ assignee, post, state, askedAtMs, changedAtMs, dueMs }) => {
    const isSilent = (incident.escalations ?? []).some(
      (told) =>
        told.reason === 'agency-silent' &&
        told.assignee === assignee &&
        told.post === post &&
        told.askedAtMs === askedAtMs,
    );
    const name =
      post === undefined
        ? nameOf(assignee, options)
        : `${nameOf(assignee, options)} (${nameOf(post, options)})`;
    return {
      name,
      status: inLanguage(ASSIGNMENT_WORDS[state], options.language),
      askedAtMs,
      changedAtMs,
      isLate: isSilent || (state === 'waiting' && dueMs !== undefined && options.atMs > dueMs),
    };
  });
}

function procedureOf(
  { incident }: IncidentFile,
  { language, atMs }: DocumentOptions,
): AfterActionProcedure | null {
  const { sop } = incident;
  if (sop === undefined) return null;
  const done = sop.steps.filter(({ state }) => state === 'done');
  const skipped = sop.steps.filter(({ state }) => state === 'skipped');
  const endMs = incident.closedAtMs ?? atMs;
  const late = sop.steps.filter(({ state, dueMs, confirmed }) => {
    if (dueMs === undefined || state === 'skipped') return false;
    return (state === 'done' ? (confirmed.at(-1)?.atMs ?? endMs) : endMs) > dueMs;
  });
  const steps = sop.steps.length;
  return {
    name: sop.name[language],
    steps,
    done: done.length,
    skipped: skipped.length,
    open: steps - done.length - skipped.length,
    completeness: steps === 0 ? null : (done.length + skipped.length) / steps,
    late: late.map(({ text }) => text[language]),
    skippedWhy: skipped.map(({ text, reason }) => ({ step: text[language], reason: reason ?? '' })),
  };
}

function reasonOf(reason: string, { language }: DocumentOptions): string {
  const known: Readonly<Record<string, readonly [string, string]>> = { ...CLOCK_WORDS, ...ESCALATION_WORDS };
  const words = known[reason];
  return words === undefined ? reason : inLanguage(words, language);
}
