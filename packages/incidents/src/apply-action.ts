import { assert, ok } from '@metropane/base';
import type { Ok } from '@metropane/base';
import type {
  ActContext,
  Incident,
  IncidentAction,
  IncidentState,
  IncidentTimelineItem,
  Priority,
} from './incident.ts';
import { parseAction } from './parse-action.ts';
import type { IncidentChange } from './report-to-incident.ts';
import { allowedActs, isLegalAct } from './transitions.ts';

/** Why an act was refused. `allowed`: what may be done instead, after an illegal transition. */
export interface ActionRefusal {
  readonly ok: false;
  readonly code: 'bad-action' | 'stale-revision' | 'illegal-transition';
  readonly message: string;
  readonly allowed?: string[];
}
export type ActionOutcome = Ok<IncidentChange> | ActionRefusal;

/**
 * The incident after an act, or why not: a malformed act first (`bad-action`), then an incident that has moved on since the
 * actor saw it (`stale-revision`), then an act that its state does not allow (`illegal-transition`).
 * Whoever claims, assigns or moves an incident that nobody had acknowledged has acknowledged it by doing so.
 */
export function applyAction(incident: Incident, raw: unknown, ctx: ActContext): ActionOutcome {
  const parsed = parseAction(raw);
  if (!parsed.ok) return { ok: false, code: 'bad-action', message: parsed.message };
  const action = parsed.value;
  if (action.expectedRevision !== incident.revision) {
    const message = `revision ${action.expectedRevision} was expected, ${incident.id} is at ${incident.revision}`;
    return { ok: false, code: 'stale-revision', message };
  }
  if (!isLegalAct(incident.state, action.action, action.to) || !isEscalation(incident, action)) {
    return illegal(incident, action);
  }
  return ok(changed(incident, action, ctx));
}

function changed(incident: Incident, action: IncidentAction, ctx: ActContext): IncidentChange {
  const item: IncidentTimelineItem = {
    atMs: ctx.atMs,
    kind: action.action,
    actor: ctx.actor,
    journalSeq: ctx.journalSeq,
    ...(action.text === undefined ? {} : { text: action.text }),
  };
  const touched: Incident = {
    ...incident,
    revision: incident.revision + 1,
    updatedAtMs: Math.max(incident.updatedAtMs, ctx.atMs),
  };
  switch (action.action) {
    case 'note':
      return { incident: touched, timelineItem: item };
    case 'acknowledge':
      return moved(touched, 'acknowledged', { ctx, item });
    case 'claim': {
      const from = incident.claimedBy;
      const claimed = { ...acknowledged(touched, ctx), claimedBy: ctx.actor };
      return { incident: claimed, timelineItem: withEnds(item, from, ctx.actor) };
    }
    case 'assign': {
      assert(action.assignee !== undefined, 'a parsed assign has an assignee', { id: incident.id });
      const isOut = incident.state === 'on-scene' || incident.state === 'mitigated';
      const assigned = { ...acknowledged(touched, ctx), assignedTo: action.assignee };
      return {
        incident: isOut ? assigned : { ...assigned, state: 'assigned' },
        timelineItem: withEnds(item, incident.assignedTo, action.assignee),
      };
    }
    case 'escalate': {
      const priority = action.priority ?? ((incident.priority - 1) as Priority);
      return {
        incident: { ...touched, priority },
        timelineItem: withEnds(item, `P${incident.priority}`, `P${priority}`),
      };
    }
    case 'status':
      assert(action.to !== undefined, 'a parsed status has a target', { id: incident.id });
      return moved(touched, action.to, { ctx, item });
    case 'close':
      return moved(touched, 'closed', { ctx, item: { ...item, text: action.reason ?? '' } });
    case 'reopen':
      return moved(touched, 'acknowledged', { ctx, item });
  }
}

function moved(
  incident: Incident,
  to: IncidentState,
  { ctx, item }: { ctx: ActContext; item: IncidentTimelineItem },
): IncidentChange {
  const timelineItem = withEnds(item, incident.state, to);
  if (to === 'closed') {
    return { incident: { ...incident, state: to, closedAtMs: ctx.atMs }, timelineItem };
  }
  const { closedAtMs: _closedAtMs, assignedTo, ...open } = acknowledged(incident, ctx);
  // Back at `acknowledged` nobody is sent any more.
  const isSent = to !== 'acknowledged' && assignedTo !== undefined;
  return { incident: { ...open, state: to, ...(isSent ? { assignedTo } : {}) }, timelineItem };
}

/** With the acknowledgement on record, if it was not yet. */
function acknowledged(incident: Incident, ctx: ActContext): Incident {
  if (incident.acknowledgedAtMs !== undefined) return incident;
  const state = incident.state === 'new' ? 'acknowledged' : incident.state;
  return { ...incident, state, acknowledgedAtMs: ctx.atMs, acknowledgedBy: ctx.actor };
}

function withEnds(item: IncidentTimelineItem, from: string | undefined, to: string): IncidentTimelineItem {
  return { ...item, ...(from === undefined ? {} : { from }), to };
}

/** Escalating goes up: not from P1, and not to the same or a milder priority. */
function isEscalation(incident: Incident, action: IncidentAction): boolean {
  if (action.action !== 'escalate') return true;
  return (action.priority ?? incident.priority - 1) >= 1 && (action.priority ?? 0) < incident.priority;
}

function illegal(incident: Incident, action: IncidentAction): ActionRefusal {
  const acts = allowedActs(incident.state);
  const allowed = incident.priority === 1 ? acts.filter((act) => act !== 'escalate') : acts;
  const wanted = action.action === 'status' ? `status:${action.to}` : action.action;
  const message = `${wanted} is not allowed while ${incident.id} is ${incident.state} at P${incident.priority}; allowed: ${allowed.join(', ')}`;
  return { ok: false, code: 'illegal-transition', message, allowed };
}
