import { answersOf, openAssignments } from './assignments.ts';
import { isPaused } from './clocks.ts';
import type { Incident, IncidentActionName, IncidentState } from './incident.ts';
import { openSteps } from './sop-progress.ts';

/** What may be done at any time while it is open, whatever its state. */
const ALWAYS: readonly IncidentActionName[] = [
  'set-seriousness',
  'set-title',
  'sop-step',
  'attach',
  'link',
  'merge',
  'split',
  'move-alarm',
];
/** What needs somebody who deals with it. */
const WORKED: readonly IncidentActionName[] = ['pause', 'resume', 'answer', 'withdraw', ...ALWAYS];

/**
 * What may be done in each state; the order is the order of buttons. Not in the list = `illegal-transition`.
 * An open incident may always be closed (a false report need not be sent a patrol), a closed one only noted upon, given evidence,
 * linked or reopened.
 */
export const LEGAL_ACTIONS: Readonly<Record<IncidentState, readonly IncidentActionName[]>> = {
  new: ['acknowledge', 'claim', 'assign', 'status', 'escalate', 'note', 'close', ...ALWAYS],
  acknowledged: ['claim', 'assign', 'status', 'escalate', 'note', 'close', ...WORKED],
  assigned: ['status', 'claim', 'assign', 'escalate', 'note', 'close', ...WORKED],
  'on-scene': ['status', 'claim', 'assign', 'escalate', 'note', 'close', ...WORKED],
  mitigated: ['close', 'status', 'claim', 'assign', 'escalate', 'note', ...WORKED],
  closed: ['reopen', 'note', 'attach', 'link'],
};

/**
 * Where `status` may go from each state. Steps may be skipped forward once somebody has acknowledged (a patrol may already be there),
 * and taken back one (stood down, sent elsewhere, flared up again). `closed` is reached by `close`, which asks for a reason.
 */
export const LEGAL_STATUS: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  new: ['acknowledged'],
  acknowledged: ['assigned', 'on-scene', 'mitigated'],
  assigned: ['on-scene', 'mitigated', 'acknowledged'],
  'on-scene': ['mitigated', 'assigned'],
  mitigated: ['on-scene'],
  closed: [],
};

/** The acts of a state in words for a refusal and for buttons: `close`, `status:on-scene`, …. */
export function allowedActs(state: IncidentState): string[] {
  return LEGAL_ACTIONS[state].flatMap((action) =>
    action === 'status' ? LEGAL_STATUS[state].map((to) => `status:${to}`) : [action],
  );
}

/** The acts that this very incident allows now: `answer:csgt:accepted`, `sop-step:verify`, … where the act needs a choice. */
export function allowedActsOf(incident: Incident): string[] {
  return allowedActs(incident.state).flatMap((act) => choicesOf(act, incident));
}

/** True when `action` (for `status`: to `to`) may be done in `state`. */
export function isLegalAct(state: IncidentState, action: IncidentActionName, to?: IncidentState): boolean {
  if (!LEGAL_ACTIONS[state].includes(action)) return false;
  return action !== 'status' || (to !== undefined && LEGAL_STATUS[state].includes(to));
}

/** True for an incident that lives on in another one. */
export function isMerged(incident: Incident): boolean {
  return incident.state === 'closed' && incident.links?.some(({ kind }) => kind === 'merged-into') === true;
}

function choicesOf(act: string, incident: Incident): string[] {
  switch (act) {
    case 'escalate':
      return incident.priority === 1 ? [] : [act];
    case 'pause':
      return isPaused(incident) ? [] : [act];
    case 'resume':
      return isPaused(incident) ? [act] : [];
    case 'reopen':
      return isMerged(incident) ? [] : [act];
    case 'answer':
      return openAssignments(incident).flatMap((assignment) =>
        answersOf(assignment).map((answer) => `answer:${nameOf(assignment)}:${answer}`),
      );
    case 'withdraw':
      return openAssignments(incident).map((assignment) => `withdraw:${nameOf(assignment)}`);
    case 'sop-step':
      return openSteps(incident).map(({ id }) => `sop-step:${id}`);
    case 'move-alarm':
      return (incident.alarms ?? []).length === 0 ? [] : [act];
    case 'split':
      return incident.reports + (incident.alarmsJoined ?? 0) < 2 ? [] : [act];
    default:
      return [act];
  }
}

function nameOf({ assignee, post }: { assignee: string; post?: string }): string {
  return post === undefined ? assignee : `${assignee}/${post}`;
}
