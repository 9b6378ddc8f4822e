import type { Ok } from '@metropane/base';
import type { ActContext } from '../incident.ts';
import type { Alarm, AlarmAction } from './alarm.ts';
import { allowedAlarmActs } from './alarm-states.ts';
import { shownState, stepTag } from './alarm-tag.ts';
import type { Stepped, Tag, TagStep } from './alarm-tag.ts';
import { parseAlarmAction } from './parse-alarm-action.ts';

/** The alarm after an act; in state `normal` it has left the book. */
export interface AlarmChange {
  alarm: Alarm;
}

/** Why an act was refused. `allowed`: what may be done instead, after an illegal transition. */
export interface AlarmActRefusal {
  readonly ok: false;
  readonly code: 'bad-action' | 'stale-revision' | 'illegal-transition';
  readonly message: string;
  readonly allowed?: string[];
}
/** What is remembered of an act, accepted or refused. */
export type FirstAlarmOutcome = Ok<AlarmChange> | AlarmActRefusal;

/** As of an act on an incident. `isRepeat`: nothing was done now, this is the first outcome of the same `actionId`. */
export type AlarmActOutcome =
  | (FirstAlarmOutcome & { isRepeat: boolean })
  | { readonly ok: false; readonly code: 'no-alarm'; readonly message: string; readonly isRepeat: false };

/**
 * What an act would make of an alarm, or why not: a malformed act first (`bad-action`), then an alarm that has moved on since the
 * actor saw it (`stale-revision`), then an act that its state does not allow (`illegal-transition`).
 */
export function judgeAlarmAct(
  { tag, alarm }: { tag: Tag; alarm: Alarm },
  raw: unknown,
  ctx: ActContext,
): Stepped | AlarmActRefusal {
  const parsed = parseAlarmAction(raw, ctx.atMs);
  if (!parsed.ok) return { ok: false, code: 'bad-action', message: parsed.message };
  const action = parsed.value;
  if (action.expectedRevision !== alarm.revision) {
    const message = `revision ${action.expectedRevision} was expected, alarm ${alarm.id} is at ${alarm.revision}`;
    return { ok: false, code: 'stale-revision', message };
  }
  const state = shownState(tag);
  const allowed = allowedAlarmActs(state);
  if (!allowed.includes(action.action)) {
    const message = `${action.action} is not allowed while alarm ${alarm.id} is ${state}; allowed: ${allowed.join(', ')}`;
    return { ok: false, code: 'illegal-transition', message, allowed };
  }
  return stepTag(tag, alarm, stepOf(action, ctx));
}

function stepOf(action: AlarmAction, { atMs, actor }: ActContext): TagStep {
  const { reason = '', text } = action;
  const step: TagStep = {
    event: action.action === 'note' || action.action === 'useless' ? null : action.action,
    by: 'operator',
    atMs,
    act: action.action,
    actor,
    ...(action.reason === undefined ? {} : { reason }),
    alarm: text === undefined ? {} : { comment: { by: actor, text, atMs } },
  };
  switch (action.action) {
    case 'acknowledge':
      return { ...step, alarm: { ...step.alarm, acknowledgedAtMs: atMs, acknowledgedBy: actor } };
    case 'shelve':
      return {
        ...step,
        tag: { shelved: { by: actor, reason, sinceMs: atMs, untilMs: action.untilMs ?? atMs } },
      };
    case 'unshelve':
      return { ...step, tag: { shelved: null } };
    case 'out-of-service':
      return { ...step, tag: { outOfService: { by: actor, reason, sinceMs: atMs } } };
    case 'in-service':
      return { ...step, tag: { outOfService: null } };
    case 'useless':
      return { ...step, alarm: { ...step.alarm, useless: { by: actor, reason, atMs } } };
    case 'reset':
    case 'note':
      return step;
  }
}
