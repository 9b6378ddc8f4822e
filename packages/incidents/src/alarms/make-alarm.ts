import { hash128, toHex128 } from '@metropane/base';
import type { Alarm, AlarmOnset } from './alarm.ts';
import { CHATTER_ACTIVATIONS, CHATTER_WITHIN_MS } from './alarm-tag.ts';
import type { Tag, TagStep } from './alarm-tag.ts';

/** Names what an alarm is about: one rule on one watched thing. */
export function tagOf(ruleId: string, key: string): string {
  return `${ruleId}\0${key}`;
}

/**
 * The id of the alarm of a rule revision on a key since an onset: 32 hex digits, the same in every replay. `times`: the how many-th alarm
 * of the tag with just this onset; a corrected value can end a condition at the moment at which it began.
 */
export function alarmIdOf(onset: AlarmOnset, times: number): string {
  const again = times === 1 ? '' : `\0${times}`;
  return toHex128(hash128(`${onset.ruleId}\0${onset.ruleRevision}\0${onset.key}\0${onset.onsetMs}${again}`));
}

/** The tag after its condition began once more: it may chatter now. */
export function withActivation(tag: Tag, atMs: number): Tag {
  const activatedAtMs = [...tag.activatedAtMs, atMs].slice(-CHATTER_ACTIVATIONS);
  const firstMs = activatedAtMs[0] ?? atMs;
  const isBurst = activatedAtMs.length === CHATTER_ACTIVATIONS && atMs - firstMs <= CHATTER_WITHIN_MS;
  return { ...tag, activatedAtMs, chatterFromMs: tag.chatterFromMs ?? (isBurst ? firstMs : null) };
}

/** A new alarm of a tag that had none, still normal: the event `activate` starts its life. */
export function beginAlarm(tag: Tag, onset: AlarmOnset, atMs: number): { tag: Tag; alarm: Alarm } {
  const { isLatching, onsetMs, measure, respondWithinMs, ...about } = onset;
  const times = tag.lastOnset?.onsetMs === onsetMs ? tag.lastOnset.times + 1 : 1;
  const alarm: Alarm = {
    ...about,
    id: alarmIdOf(onset, times),
    revision: 0,
    state: 'normal',
    isActive: false,
    isAcknowledged: true,
    isLatching,
    isAnnunciated: false,
    onsetMs,
    raisedAtMs: atMs,
    changedAtMs: atMs,
    trigger: measure,
    latest: measure,
    activations: 1,
    isChattering: false,
  };
  const fresh: Tag = {
    ...tag,
    alarm: null,
    base: 'normal',
    n: 0,
    respondWithinMs: respondWithinMs ?? null,
    isCause: true,
    hasCalled: false,
    isMuted: false,
    lastOnset: { onsetMs, times },
  };
  return { tag: fresh, alarm };
}

/** The condition of an alarm that is not over began again: the same alarm [A5]. */
export function beginAgain(alarm: Alarm, onset: AlarmOnset, atMs: number): TagStep {
  const { priority, measure } = onset;
  return {
    event: 'activate',
    by: 'condition',
    atMs,
    alarm: { activations: alarm.activations + 1, latest: measure, priority, returnedMs: undefined },
  };
}
