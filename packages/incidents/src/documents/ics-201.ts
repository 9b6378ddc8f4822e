import { isOpenAssignment } from '../assignments.ts';
import { openPause } from '../clocks.ts';
import type { Assignment } from '../incident-parts.ts';
import { logLine, nameOf } from './incident-file.ts';
import type { DocumentOptions, Field, IncidentFile, LogLine } from './incident-file.ts';
import { ASSIGNMENT_WORDS, inLanguage, PAUSE_WORDS, STATE_WORDS, TEXTS } from './words.ts';

/**
 * Incident briefing after ICS form 201: map reference, situation, objectives, current and planned actions with times, organisation,
 * resources. Plain data; a screen or a printer lays it out.
 */
export interface Ics201 {
  form: 'ICS-201';
  title: string;
  incidentId: string;
  incidentName: string;
  preparedAtMs: number;
  preparedBy: string;
  map: { loc: readonly [number, number] | null; place: string };
  situation: Field[];
  /** Steps of the procedure that are still open, in order, with the time by which they should be done. */
  objectives: { text: string; dueMs: number | null; by: string }[];
  /** What was done, oldest first. */
  actions: LogLine[];
  organisation: Field[];
  resources: Ics201Resource[];
}

export interface Ics201Resource {
  name: string;
  post: string | null;
  orderedAtMs: number;
  /** Answered, arrived or ended at; null while waiting. */
  answeredAtMs: number | null;
  isOnScene: boolean;
  status: string;
  isOpen: boolean;
}

const TITLE = ['Báo cáo nhanh sự cố (ICS 201)', 'Incident briefing (ICS 201)'] as const;
/** Entries that say that something happened to somebody else, or is only counted. */
const NO_ACTIONS: ReadonlySet<string> = new Set([
  'report',
  'alarm',
  'alarm-returned',
  'alarm-priority',
  'breached',
]);

export function ics201(file: IncidentFile, options: DocumentOptions): Ics201 {
  const { incident, timeline } = file;
  const { language } = options;
  return {
    form: 'ICS-201',
    title: inLanguage(TITLE, language),
    incidentId: incident.id,
    incidentName: incident.title,
    preparedAtMs: options.atMs,
    preparedBy: options.by,
    map: { loc: incident.loc ?? null, place: placeOf(file, options) },
    situation: situationOf(file, options),
    objectives: (incident.sop?.steps ?? [])
      .filter(({ state }) => state === 'open')
      .map((step) => ({
        text: step.text[language],
        dueMs: step.dueMs ?? null,
        by: nameOf(step.agency ?? step.role, options),
      })),
    actions: timeline
      .filter(({ kind }) => !NO_ACTIONS.has(kind))
      .map((item) => logLine(item, options, incident.sop)),
    organisation: organisationOf(file, options),
    resources: (incident.assignments ?? []).map((assignment) => resourceOf(assignment, options)),
  };
}

function situationOf({ incident, alarms }: IncidentFile, options: DocumentOptions): Field[] {
  const word = (words: readonly [string, string]): string => inLanguage(words, options.language);
  const pause = openPause(incident);
  return [
    { label: word(TEXTS.priority), value: `P${incident.priority}` },
    { label: word(TEXTS.state), value: word(STATE_WORDS[incident.state]) },
    { label: word(TEXTS.reports), value: String(incident.reports) },
    { label: word(TEXTS.alarms), value: String(incident.alarmsJoined ?? 0) },
    { label: word(TEXTS.activeAlarms), value: String(alarms.filter(({ isActive }) => isActive).length) },
    ...(pause === undefined
      ? []
      : [{ label: word(['Đồng hồ đang dừng', 'Clocks paused']), value: word(PAUSE_WORDS[pause.reason]) }]),
    ...(incident.description === undefined
      ? []
      : [{ label: word(['Mô tả', 'Description']), value: incident.description }]),
    ...(incident.simulated ? [{ label: word(TEXTS.simulated), value: '✓' }] : []),
  ];
}

function organisationOf({ incident }: IncidentFile, options: DocumentOptions): Field[] {
  const word = (words: readonly [string, string]): string => inLanguage(words, options.language);
  const inCharge = incident.claimedBy ?? incident.acknowledgedBy;
  return [
    { label: word(TEXTS.incidentCommand), value: inCharge ?? word(TEXTS.notStated) },
    {
      label: word(TEXTS.position),
      value: incident.position === undefined ? word(TEXTS.notStated) : nameOf(incident.position, options),
    },
  ];
}

function resourceOf(assignment: Assignment, options: DocumentOptions): Ics201Resource {
  const { assignee, post, state, askedAtMs, changedAtMs } = assignment;
  return {
    name: nameOf(assignee, options),
    post: post === undefined ? null : nameOf(post, options),
    orderedAtMs: askedAtMs,
    answeredAtMs: state === 'waiting' ? null : changedAtMs,
    isOnScene: state === 'on-scene',
    status: inLanguage(ASSIGNMENT_WORDS[state], options.language),
    isOpen: isOpenAssignment(assignment),
  };
}

function placeOf({ incident }: IncidentFile, { language }: DocumentOptions): string {
  const parts = [incident.unit?.name, incident.entity].filter((part) => part !== undefined);
  return parts.length === 0 ? inLanguage(TEXTS.notStated, language) : parts.join(' · ');
}
