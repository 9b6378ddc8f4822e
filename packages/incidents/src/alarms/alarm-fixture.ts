import { addMod128, CanonicalWriter, toHex128, ZERO_HASH128 } from '@metropane/base';
import type { ActContext } from '../incident.ts';
import type { AlarmBook } from './alarm-book.ts';
import type { Alarm, AlarmAction, AlarmOnset } from './alarm.ts';
import type { AlarmActOutcome } from './judge-alarm-act.ts';
import { tagOf } from './make-alarm.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** A processing time to start from, and by how much event time lies before it. */
export const NOW_MS = 1_800_000_000_000;
const LAG_MS = 2_000;

/** Street `key` is under water, told at `atMs`. */
export function onsetAt(atMs: number, given: Partial<AlarmOnset> = {}): AlarmOnset {
  return {
    ruleId: 'street-flooded',
    ruleRevision: 1,
    key: 'flood/huynh-tan-phat',
    domain: 'flood',
    category: 'flood',
    priority: 2,
    position: 'drainage',
    isLatching: false,
    onsetMs: atMs - LAG_MS,
    measure: { value: 31, limit: 25, unit: 'cm', tMs: atMs - LAG_MS },
    respondWithinMs: 15 * MINUTE_MS,
    simulated: false,
    ...given,
  };
}

export const TAG = tagOf('street-flooded', 'flood/huynh-tan-phat');

/** What a person sends who sees the alarm as it is. */
export function actOf(alarm: Alarm, action: AlarmAction['action'], atMs: number): AlarmAction {
  return {
    action,
    expectedRevision: alarm.revision,
    reason: 'cảm biến hỏng',
    text: 'đã gọi đội',
    untilMs: atMs + HOUR_MS,
  };
}

export function contextAt(atMs: number, actor = 'An'): ActContext {
  return { atMs, actor, journalSeq: 1 };
}

/** The act as of the alarm of `tag`; throws when it is refused. */
export function mustAct(
  book: AlarmBook,
  action: AlarmAction['action'],
  { atMs, tag = TAG, actor = 'An' }: { atMs: number; tag?: string; actor?: string },
): Alarm {
  const alarm = book.byTag(tag);
  if (alarm === undefined) throw new Error(`${tag} has no alarm`);
  const outcome: AlarmActOutcome = book.act(alarm.id, actOf(alarm, action, atMs), contextAt(atMs, actor));
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.alarm;
}

/** Begins and ends at each of the times; acknowledged in between, so that every onset is a new alarm. */
export function flutter(book: AlarmBook, times: readonly number[]): void {
  for (const atMs of times) {
    book.onset(onsetAt(atMs), atMs);
    mustAct(book, 'acknowledge', { atMs });
    book.returned(TAG, atMs, atMs);
  }
}

export function hashOf(book: AlarmBook): string {
  const writer = new CanonicalWriter();
  let sum = ZERO_HASH128;
  book.forEachCanonical((key, fill) => {
    writer.reset().string(key);
    fill(writer);
    sum = addMod128(sum, writer.hash());
  });
  return toHex128(sum);
}
