import { assert } from '@metropane/base';
import { ask, findOpen, openAssignments, withdrawAll, withState } from './assignments.ts';
import { isPaused, reachClock, rescheduleClocks, restartClocks, stopClocks } from './clocks.ts';
import type { AttachmentRef, ClockPause, IncidentClockName, PauseReason } from './incident-parts.ts';
import type {
  ActContext,
  Incident,
  IncidentAction,
  IncidentActionName,
  IncidentState,
  IncidentTimelineItem,
  Priority,
} from './incident.ts';
import { toPriority } from './priority.ts';
import type { IncidentChange } from './report-to-incident.ts';
import { DEFAULT_SERVICE_LEVELS } from './service-levels.ts';
import type { ServiceLevels } from './service-levels.ts';
import { doStep } from './sop-progress.ts';

/** Limits of the clocks; absent: those where a city sets nothing. */
export interface ActLimits {
  serviceLevels?: ServiceLevels;
}

/** An act under way: the incident that it began with, and the next revision of it. */
interface Step {
  before: Incident;
  touched: Incident;
  act: IncidentAction;
  ctx: ActContext & ActLimits;
  item: IncidentTimelineItem;
}

/** The incident after an act that was found possible, and the entry that says so. Exactly one entry, one revision more. */
export function changeOf(before: Incident, act: IncidentAction, ctx: ActContext & ActLimits): IncidentChange {
  const text = act.text ?? act.title ?? act.reason;
  const item: IncidentTimelineItem = {
    atMs: ctx.atMs,
    kind: act.action,
    actor: ctx.actor,
    journalSeq: ctx.journalSeq,
    ...(text === undefined ? {} : { text }),
  };
  const touched: Incident = {
    ...before,
    revision: before.revision + 1,
    updatedAtMs: Math.max(before.updatedAtMs, ctx.atMs),
  };
  return CHANGES[act.action]({ before, touched, act, ctx, item });
}

const unchanged = ({ touched, item }: Step): IncidentChange => ({ incident: touched, timelineItem: item });

const CHANGES: Readonly<Record<IncidentActionName, (step: Step) => IncidentChange>> = {
  note: unchanged,
  acknowledge: (step) => moved(step, 'acknowledged'),
  claim: ({ before, touched, ctx, item }) => ({
    incident: { ...acknowledged(touched, ctx), claimedBy: ctx.actor },
    timelineItem: withEnds(item, before.claimedBy, ctx.actor),
  }),
  assign: assign,
  escalate(step) {
    const priority = step.act.priority ?? ((step.before.priority - 1) as Priority);
    const change = prioritised(step, priority);
    const by = { level: 0, reason: 'by-hand' as const, atMs: step.ctx.atMs };
    const escalations = [...(step.before.escalations ?? []), by];
    return { ...change, incident: { ...change.incident, escalations } };
  },
  status(step) {
    assert(step.act.to !== undefined, 'a parsed status has a target', { id: step.before.id });
    return moved(step, step.act.to);
  },
  close: (step) => moved({ ...step, item: { ...step.item, text: step.act.reason ?? '' } }, 'closed'),
  reopen: (step) => moved(step, 'acknowledged'),
  'set-seriousness'(step) {
    const { severity, urgency } = step.act;
    assert(severity !== undefined && urgency !== undefined, 'parsed', { id: step.before.id });
    const change = prioritised(step, toPriority(severity, urgency));
    return { ...change, incident: { ...change.incident, severity, urgency } };
  },
  'set-title': ({ before, touched, act, item }) => ({
    incident: { ...touched, title: act.title ?? before.title },
    timelineItem: withEnds(item, before.title, act.title ?? before.title),
  }),
  pause({ touched, act, ctx, item }) {
    const reason = act.reason as PauseReason;
    const said = act.text === undefined ? {} : { text: act.text };
    const pause: ClockPause = { reason, by: ctx.actor, fromMs: ctx.atMs, ...said };
    return {
      incident: { ...touched, pauses: [...(touched.pauses ?? []), pause] },
      timelineItem: { ...item, to: reason },
    };
  },
  resume: ({ touched, ctx, item }) => ({ incident: resumed(touched, ctx), timelineItem: item }),
  answer: answer,
  withdraw(step) {
    const asked = findOpen(step.before, step.act);
    assert(asked !== undefined, 'checked', { id: step.before.id });
    const change = { state: 'withdrawn' as const, atMs: step.ctx.atMs };
    const assignments = withState(step.before, asked, change);
    return {
      incident: settled({ ...step.touched, assignments }),
      timelineItem: withEnds(step.item, step.act.assignee, 'withdrawn'),
    };
  },
  'sop-step'({ before, touched, act, ctx, item }) {
    const { step, outcome, reason } = act;
    assert(before.sop !== undefined && step !== undefined && outcome !== undefined, 'checked', {
      id: before.id,
    });
    const sop = doStep(before.sop, { step, outcome, reason }, ctx);
    return {
      incident: { ...acknowledged(touched, ctx), sop },
      timelineItem: withEnds(item, step, sop.steps.find(({ id }) => id === step)?.state ?? outcome),
    };
  },
  attach({ touched, act, ctx, item }) {
    const attachment: AttachmentRef = { ...act.attachment!, by: ctx.actor, atMs: ctx.atMs };
    return {
      incident: { ...touched, attachments: [...(touched.attachments ?? []), attachment] },
      timelineItem: { ...item, text: item.text ?? attachment.name, to: attachment.id },
    };
  },
  link({ touched, act, ctx, item }) {
    const link = { incidentId: act.target!, kind: act.kind!, by: ctx.actor, atMs: ctx.atMs };
    return {
      incident: { ...touched, links: [...(touched.links ?? []), link] },
      timelineItem: { ...item, from: act.kind!, to: act.target! },
    };
  },
  /** What moves is moved by the store; here the incident ends. */
  merge({ touched, act, ctx, item, before }) {
    const link = { incidentId: act.target!, kind: 'merged-into' as const, by: ctx.actor, atMs: ctx.atMs };
    const closed = closedAt(acknowledged(touched, ctx), ctx);
    return {
      incident: { ...closed, links: [...(before.links ?? []), link] },
      timelineItem: withEnds(item, before.state, act.target!),
    };
  },
  split: ({ touched, act, item }) => ({ incident: touched, timelineItem: { ...item, to: act.target! } }),
  'move-alarm': ({ touched, act, item }) => ({
    incident: touched,
    timelineItem: { ...item, alarmId: act.alarmId!, to: act.target! },
  }),
};

function assign({ before, touched, act, ctx, item }: Step): IncidentChange {
  assert(act.assignee !== undefined, 'a parsed assign has an assignee', { id: before.id });
  const isOut = before.state === 'on-scene' || before.state === 'mitigated';
  const { assignee, post, text } = act;
  const assigned: Incident = {
    ...reached(acknowledged(touched, ctx), 'routed', ctx),
    assignedTo: assignee,
    assignments: ask(before, { assignee, post, text }, ctx),
  };
  return {
    incident: isOut ? assigned : { ...assigned, state: 'assigned' },
    timelineItem: withEnds(item, before.assignedTo, assignee),
  };
}

/** Whoever says that it is there is on scene for everybody; when the last one declines, nobody is sent any more. */
function answer({ before, touched, act, ctx, item }: Step): IncidentChange {
  const asked = findOpen(before, act);
  assert(asked !== undefined && act.answer !== undefined, 'checked', { id: before.id });
  const change = { state: act.answer, atMs: ctx.atMs };
  const answered: Incident = { ...touched, assignments: withState(before, asked, change) };
  const timelineItem = withEnds({ ...item, text: act.text ?? asked.assignee }, asked.state, act.answer);
  const isArriving =
    act.answer === 'on-scene' && (before.state === 'acknowledged' || before.state === 'assigned');
  if (isArriving) {
    return { incident: { ...reached(answered, 'on-scene', ctx), state: 'on-scene' }, timelineItem };
  }
  return { incident: act.answer === 'declined' ? settled(answered) : answered, timelineItem };
}

/** Assigned to whom is still asked, or to nobody. */
function settled(incident: Incident): Incident {
  const { assignedTo: _assignedTo, ...rest } = incident;
  const open = openAssignments(incident).at(-1);
  if (open !== undefined) return { ...rest, assignedTo: open.assignee };
  return incident.state === 'assigned' ? { ...rest, state: 'acknowledged' } : rest;
}

function prioritised(step: Step, priority: Priority): IncidentChange {
  const { before, touched, ctx, item } = step;
  return {
    incident: rescheduled({ ...touched, priority }, ctx),
    timelineItem: withEnds(item, `P${before.priority}`, `P${priority}`),
  };
}

const CLOCK_OF_STATE: Readonly<Partial<Record<IncidentState, IncidentClockName>>> = {
  assigned: 'routed',
  'on-scene': 'on-scene',
  mitigated: 'mitigated',
};

function moved({ before, touched, ctx, item }: Step, to: IncidentState): IncidentChange {
  const timelineItem = withEnds(item, before.state, to);
  if (to === 'closed') return { incident: closedAt(touched, ctx), timelineItem };
  const { closedAtMs: _closedAtMs, assignedTo, ...open } = acknowledged(touched, ctx);
  // Back at `acknowledged` nobody is sent any more.
  const isSent = to !== 'acknowledged' && assignedTo !== undefined;
  const isStoodDown = to === 'acknowledged' && open.assignments !== undefined;
  const clock = CLOCK_OF_STATE[to];
  const incident: Incident = {
    ...open,
    state: to,
    ...(isSent ? { assignedTo } : {}),
    ...(isStoodDown ? { assignments: withdrawAll(open.assignments ?? [], ctx.atMs) } : {}),
  };
  if (before.state === 'closed') return { incident: restarted(incident, ctx), timelineItem };
  return { incident: clock === undefined ? incident : reached(incident, clock, ctx), timelineItem };
}

function closedAt(incident: Incident, ctx: ActContext & ActLimits): Incident {
  const resumedFirst = isPaused(incident) ? resumed(incident, ctx) : incident;
  const { clocks, assignments } = resumedFirst;
  return {
    ...resumedFirst,
    state: 'closed',
    closedAtMs: ctx.atMs,
    ...(clocks === undefined ? {} : { clocks: stopClocks(reachClock(clocks, 'closed', ctx.atMs)) }),
    ...(assignments === undefined
      ? {}
      : { assignments: withdrawAll(assignments, ctx.atMs, ({ state }) => state === 'waiting') }),
  };
}

/** With the acknowledgement on record, if it was not yet. */
export function acknowledged(incident: Incident, ctx: ActContext): Incident {
  if (incident.acknowledgedAtMs !== undefined) return incident;
  const state = incident.state === 'new' ? 'acknowledged' : incident.state;
  const known: Incident = { ...incident, state, acknowledgedAtMs: ctx.atMs, acknowledgedBy: ctx.actor };
  return reached(known, 'acknowledged', ctx);
}

function reached(incident: Incident, name: IncidentClockName, ctx: ActContext): Incident {
  const { clocks } = incident;
  return clocks === undefined ? incident : { ...incident, clocks: reachClock(clocks, name, ctx.atMs) };
}

function restarted(incident: Incident, ctx: ActContext & ActLimits): Incident {
  if (incident.clocks === undefined) return incident;
  const levels = ctx.serviceLevels ?? DEFAULT_SERVICE_LEVELS;
  return { ...incident, clocksFromMs: ctx.atMs, clocks: restartClocks(incident, ctx.atMs, levels) };
}

/** With the clocks due by its present priority and pauses. */
export function rescheduled(incident: Incident, { serviceLevels }: ActLimits): Incident {
  if (incident.clocks === undefined || incident.state === 'closed') return incident;
  return { ...incident, clocks: rescheduleClocks(incident, serviceLevels ?? DEFAULT_SERVICE_LEVELS) };
}

function resumed(incident: Incident, ctx: ActContext & ActLimits): Incident {
  const pauses = (incident.pauses ?? []).map((pause) =>
    pause.toMs === undefined ? { ...pause, toMs: ctx.atMs } : pause,
  );
  return rescheduled({ ...incident, pauses }, ctx);
}

function withEnds(item: IncidentTimelineItem, from: string | undefined, to: string): IncidentTimelineItem {
  return { ...item, ...(from === undefined ? {} : { from }), to };
}
