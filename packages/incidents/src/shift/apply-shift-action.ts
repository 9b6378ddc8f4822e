import { ok } from '@metropane/base';
import type { Ok } from '@metropane/base';
import type { ActContext } from '../incident.ts';
import type {
  Handover,
  RosterEntry,
  ShiftAction,
  ShiftActionName,
  ShiftPosition,
  ShiftRefusal,
  ShiftRefusalCode,
  Signature,
} from './shift.ts';

/** Bounds per position; who reaches one is told so instead of pushing out what somebody noted. */
export const MAX_NOTES = 200;
export const MAX_ROSTER = 200;
/** Ended stretches that the plan still shows. */
const ENDED_KEPT = 20;

/** The position after an act, and the handover that the act ended. */
export interface ShiftChange {
  position: ShiftPosition;
  ended?: Handover;
}
export type ShiftOutcome = Ok<ShiftChange> | ShiftRefusal;

/** What only the book knows: the id of the next handover and the brief that was frozen for it. */
export interface ShiftAids {
  handoverId: string;
  /** Of the brief in the entry; undefined for acts that bring none. */
  brief?: { hash: string; asOfMs: number };
}

/** What a person may do with a position now, whatever the plan says. */
export function allowedShiftActs(position: ShiftPosition, person: string): ShiftActionName[] {
  const { holder, handover } = position;
  const always: ShiftActionName[] = ['plan', 'unplan', 'note'];
  if (handover !== null) {
    const isLeaving = person === handover.from;
    const acts: ShiftActionName[] = [...always, 'cancel'];
    if (handover.state === 'begun' && isLeaving) acts.push('sign-give');
    if (handover.state === 'given' && !isLeaving && (handover.to ?? person) === person)
      acts.push('sign-take');
    return acts;
  }
  if (holder === null || holder.person !== person) return [...always, 'claim'];
  return [...always, 'release', 'begin'];
}

/**
 * The position after an act, or why not: one that has moved on since the actor saw it (`stale-revision`) first, then an act that its
 * state or its people do not allow. The position changes hands in the same step as the second signature: nobody sees it with none.
 */
export function applyShiftAction(
  position: ShiftPosition,
  action: ShiftAction,
  ctx: ActContext & ShiftAids,
): ShiftOutcome {
  if (action.expectedRevision !== position.revision) {
    const message = `revision ${action.expectedRevision} was expected, ${position.id} is at ${position.revision}`;
    return { ok: false, code: 'stale-revision', message };
  }
  const refuse: Refuse = (code, message) => ({
    ok: false,
    code,
    message,
    allowed: allowedShiftActs(position, ctx.actor),
  });
  return ACTS[action.action]({
    position: { ...position, revision: position.revision + 1 },
    action,
    ctx,
    refuse,
  });
}

type Refuse = (code: ShiftRefusalCode, message: string) => ShiftRefusal;

interface Act {
  /** Already at its next revision. */
  position: ShiftPosition;
  action: ShiftAction;
  ctx: ActContext & ShiftAids;
  refuse: Refuse;
}

const ACTS: Readonly<Record<ShiftActionName, (act: Act) => ShiftOutcome>> = {
  plan: planned,
  unplan: unplanned,
  claim: claimed,
  release: released,
  note: noted,
  begin: begun,
  'sign-give': given,
  'sign-take': taken,
  cancel: cancelled,
};

function planned({ position, action, ctx, refuse }: Act): ShiftOutcome {
  const entry: RosterEntry = {
    id: `R${ctx.journalSeq}`,
    person: action.person!,
    fromMs: action.fromMs!,
    toMs: action.toMs!,
    by: ctx.actor,
  };
  const other = position.roster.find(({ fromMs, toMs }) => fromMs < entry.toMs && entry.fromMs < toMs);
  if (other !== undefined)
    return refuse('roster-overlap', `${other.person} is planned for ${position.id} at that time already`);
  if (position.roster.length >= MAX_ROSTER)
    return refuse('too-many', `at most ${MAX_ROSTER} stretches are planned`);
  const roster = [...position.roster, entry].toSorted((a, b) => a.fromMs - b.fromMs);
  const ended = roster.filter(({ toMs }) => toMs <= ctx.atMs);
  const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - ENDED_KEPT)));
  return ok({ position: { ...position, roster: roster.filter((one) => !forgotten.has(one)) } });
}

function unplanned({ position, action, refuse }: Act): ShiftOutcome {
  const roster = position.roster.filter(({ id }) => id !== action.rosterId);
  if (roster.length === position.roster.length)
    return refuse('no-roster-entry', `${position.id} has no planned stretch ${action.rosterId}`);
  return ok({ position: { ...position, roster } });
}

function claimed({ position, action, ctx, refuse }: Act): ShiftOutcome {
  const { holder, handover } = position;
  if (handover !== null) return refuse('illegal-transition', `${handover.id} is under way: ${position.id}`);
  const sinceMs = ctx.atMs;
  if (holder === null)
    return ok({ position: { ...position, holder: { person: ctx.actor, sinceMs, how: 'claim' } } });
  if (holder.person === ctx.actor)
    return refuse('illegal-transition', `${ctx.actor} has ${position.id} already`);
  if (action.reason === undefined)
    return refuse('reason-required', `${holder.person} has ${position.id}: taking it over needs a reason`);
  const taker = { person: ctx.actor, sinceMs, how: 'take-over', from: holder.person } as const;
  return ok({ position: { ...position, holder: { ...taker, reason: action.reason } } });
}

function released(act: Act): ShiftOutcome {
  return asHolder(act) ?? ok({ position: { ...act.position, holder: null } });
}

function noted({ position, action, ctx, refuse }: Act): ShiftOutcome {
  if (position.notes.length >= MAX_NOTES)
    return refuse('too-many', `${position.id} has ${MAX_NOTES} notes: hand over, and they go with the brief`);
  const note = { by: ctx.actor, atMs: ctx.atMs, text: action.text!, journalSeq: ctx.journalSeq };
  return ok({ position: { ...position, notes: [...position.notes, note] } });
}

function begun(act: Act): ShiftOutcome {
  const { position, action, ctx, refuse } = act;
  const refused = asHolder(act);
  if (refused !== null) return refused;
  if (action.to === ctx.actor) return refuse('same-person', 'a position is handed over to another person');
  if (ctx.brief === undefined) return refuse('bad-action', 'a handover begins with a brief; came nothing');
  const handover: Handover = {
    id: ctx.handoverId,
    position: position.id,
    from: ctx.actor,
    ...(action.to === undefined ? {} : { to: action.to }),
    beganAtMs: ctx.atMs,
    brief: { seq: ctx.journalSeq, ...ctx.brief },
    state: 'begun',
  };
  return ok({ position: { ...position, handover } });
}

function given(act: Act): ShiftOutcome {
  const { position, ctx, refuse } = act;
  const { handover } = position;
  if (handover === null || handover.state !== 'begun')
    return refuse('illegal-transition', `${position.id} has no handover that waits for the leaving person`);
  if (ctx.actor !== handover.from)
    return refuse('not-holder', `${handover.from} hands ${position.id} over and signs first`);
  return (
    otherBrief(act, handover) ??
    ok({ position: { ...position, handover: { ...handover, state: 'given', given: signature(act) } } })
  );
}

function taken(act: Act): ShiftOutcome {
  const { position, ctx, refuse } = act;
  const { handover } = position;
  if (handover === null || handover.state !== 'given')
    return refuse('illegal-transition', `${position.id} has no handover that waits for the arriving person`);
  if (ctx.actor === handover.from)
    return refuse('same-person', `${handover.from} hands over: another person must take ${position.id}`);
  if (handover.to !== undefined && handover.to !== ctx.actor)
    return refuse('other-person', `${handover.id} is for ${handover.to}`);
  const refused = otherBrief(act, handover);
  if (refused !== null) return refused;
  const ended: Handover = { ...handover, state: 'taken', taken: signature(act) };
  const holder = { person: ctx.actor, sinceMs: ctx.atMs, how: 'handover', from: handover.from } as const;
  // What was noted after the brief was frozen is in no brief yet: it stays for the next one.
  const notes = position.notes.filter(({ journalSeq }) => journalSeq > handover.brief.seq);
  return ok({
    position: { ...position, holder: { ...holder, handoverId: handover.id }, handover: null, notes },
    ended,
  });
}

function cancelled({ position, action, ctx, refuse }: Act): ShiftOutcome {
  const { handover } = position;
  if (handover === null) return refuse('illegal-transition', `${position.id} has no handover under way`);
  const by = { by: ctx.actor, atMs: ctx.atMs, reason: action.reason! };
  return ok({
    position: { ...position, handover: null },
    ended: { ...handover, state: 'cancelled', cancelled: by },
  });
}

/** Null when the actor holds the position and no handover of it is under way. */
function asHolder({ position, ctx, refuse }: Act): ShiftRefusal | null {
  const { holder, handover } = position;
  if (handover !== null) return refuse('illegal-transition', `${handover.id} is under way: ${position.id}`);
  if (holder?.person === ctx.actor) return null;
  return refuse('not-holder', `${position.id} is held by ${holder?.person ?? 'nobody'}`);
}

/** A signature is for what the person has read: a brief that was frozen anew since is another one. */
function otherBrief({ action, refuse }: Act, { brief, id }: Handover): ShiftRefusal | null {
  if (action.briefHash === brief.hash) return null;
  return refuse('other-brief', `the brief of ${id} is ${brief.hash}, signed was ${action.briefHash}`);
}

function signature({ action, ctx }: Act): Signature {
  const { actor: by, atMs, journalSeq } = ctx;
  return { by, atMs, journalSeq, ...(action.text === undefined ? {} : { text: action.text }) };
}
