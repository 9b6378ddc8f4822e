import { assert, ok } from '@metropane/base';
import type { Ok, Result } from '@metropane/base';
import { findOpen, mayAnswer } from './assignments.ts';
import { isPaused } from './clocks.ts';
import { changeOf } from './change-of.ts';
import type { ActLimits } from './change-of.ts';
import type { ActContext, Incident, IncidentAction } from './incident.ts';
import { parseAction } from './parse-action.ts';
import type { IncidentChange } from './report-to-incident.ts';
import { stepRefusal } from './sop-progress.ts';
import { allowedActsOf, isLegalAct, isMerged } from './transitions.ts';

/** Why an act was refused. `allowed`: what may be done instead, after an illegal transition. */
export interface ActionRefusal {
  readonly ok: false;
  readonly code: 'bad-action' | 'stale-revision' | 'illegal-transition';
  readonly message: string;
  readonly allowed?: string[];
}
export type ActionOutcome = Ok<IncidentChange> | ActionRefusal;

/** Files that one incident may carry. */
export const MAX_ATTACHMENTS = 100;
/** Links to other incidents, by hand. */
const MAX_LINKS = 100;

/**
 * The incident after an act, or why not: a malformed act first (`bad-action`), then an incident that has moved on since the
 * actor saw it (`stale-revision`), then an act that its state does not allow (`illegal-transition`).
 * Whoever claims, assigns or moves an incident that nobody had acknowledged has acknowledged it by doing so.
 * Acts on two incidents (`merge`, `split`, `move-alarm`, `link`) need a store that has both: `Incidents.applyAction`.
 */
export function applyAction(incident: Incident, raw: unknown, ctx: ActContext & ActLimits): ActionOutcome {
  const checked = checkAct(incident, raw, ctx.actor);
  if (!checked.ok) return checked;
  const { action } = checked.value;
  assert(!isOnTwo(checked.value), 'an act on two incidents needs the store', { action });
  return ok(changeOf(incident, checked.value, ctx));
}

/** The act, read and found possible for this incident alone, or why not. */
export function checkAct(
  incident: Incident,
  raw: unknown,
  actor: string,
): Ok<IncidentAction> | ActionRefusal {
  const parsed: Result<IncidentAction, 'bad-action'> = parseAction(raw);
  if (!parsed.ok) return { ok: false, code: 'bad-action', message: parsed.message };
  const action = parsed.value;
  if (action.expectedRevision !== incident.revision) {
    const message = `revision ${action.expectedRevision} was expected, ${incident.id} is at ${incident.revision}`;
    return { ok: false, code: 'stale-revision', message };
  }
  const why = isLegalAct(incident.state, action.action, action.to)
    ? refusalOf(incident, action, actor)
    : `${nameOf(action)} is not allowed while ${incident.id} is ${incident.state} at P${incident.priority}`;
  return why === undefined ? ok(action) : illegal(incident, why);
}

/** A refusal with what may be done instead. */
export function illegal(incident: Incident, why: string): ActionRefusal {
  const allowed = allowedActsOf(incident);
  const message = `${why}; allowed: ${allowed.join(', ')}`;
  return { ok: false, code: 'illegal-transition', message, allowed };
}

/** Acts that change another incident too, or need to know that it exists. */
export function isOnTwo({ action }: IncidentAction): boolean {
  return action === 'merge' || action === 'split' || action === 'move-alarm' || action === 'link';
}

/** Why the state allows such acts, but not this one; undefined = nothing against it. */
function refusalOf(incident: Incident, act: IncidentAction, actor: string): string | undefined {
  const { id } = incident;
  switch (act.action) {
    case 'escalate':
      return isUpward(incident, act)
        ? undefined
        : `escalate goes up, and ${id} is ${incident.state} at P${incident.priority}`;
    case 'assign':
      return findOpen(incident, act) === undefined
        ? undefined
        : `${act.assignee} was asked already, and is not asked twice for ${id}`;
    case 'answer': {
      const asked = findOpen(incident, act);
      if (asked === undefined) return `${act.assignee} was not asked, or has ended its part in ${id}`;
      assert(act.answer !== undefined, 'a parsed answer says what', { id });
      return mayAnswer(asked, act.answer)
        ? undefined
        : `${act.assignee} is ${asked.state}, not ${act.answer}`;
    }
    case 'withdraw':
      return findOpen(incident, act) === undefined ? `${act.assignee} is not asked for ${id}` : undefined;
    case 'pause':
      return isPaused(incident) ? `the clocks of ${id} stand still already` : undefined;
    case 'resume':
      return isPaused(incident) ? undefined : `the clocks of ${id} run`;
    case 'sop-step':
      return stepRefusal(incident, act, actor);
    case 'attach':
      return attachRefusal(incident, act);
    case 'link':
      return (incident.links ?? []).length < MAX_LINKS ? undefined : `${id} has ${MAX_LINKS} links`;
    case 'reopen':
      return isMerged(incident) ? `${id} lives on in the incident that it was merged into` : undefined;
    default:
      return undefined;
  }
}

function attachRefusal(incident: Incident, { attachment }: IncidentAction): string | undefined {
  const kept = incident.attachments ?? [];
  if (kept.some(({ id }) => id === attachment?.id)) return `${attachment?.id} is attached already`;
  return kept.length < MAX_ATTACHMENTS ? undefined : `${incident.id} has ${MAX_ATTACHMENTS} attachments`;
}

/** Escalating goes up: not from P1, and not to the same or a milder priority. */
function isUpward(incident: Incident, action: IncidentAction): boolean {
  return (action.priority ?? incident.priority - 1) >= 1 && (action.priority ?? 0) < incident.priority;
}

function nameOf(action: IncidentAction): string {
  return action.action === 'status' ? `status:${action.to}` : action.action;
}
