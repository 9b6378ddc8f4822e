import { assert } from '@metropane/base';
import type { CanonicalWriter } from '@metropane/base';
import type { ActContext, Priority } from '../incident.ts';
import type { Alarm, AlarmMeasure, AlarmOnset, AlarmTransition } from './alarm.ts';
import { type AlarmBookLimits, DEFAULT_ALARM_BOOK_LIMITS } from './alarm-book-limits.ts';
import type { AlarmBookSnapshot } from './alarm-book-snapshot.ts';
import { AlarmOutbox } from './alarm-outbox.ts';
import { isActiveState } from './alarm-states.ts';
import { attachedTag, callsWhenAttached, dueOf, endOf, isStanding, makeTag, stepTag } from './alarm-tag.ts';
import type { Stepped, Tag, TagStep } from './alarm-tag.ts';
import { writeTag } from './canonical-alarm.ts';
import { FirstOutcomes } from './first-outcomes.ts';
import { type AlarmActOutcome, type FirstAlarmOutcome, judgeAlarmAct } from './judge-alarm-act.ts';
import { beginAlarm, beginAgain, tagOf, withActivation } from './make-alarm.ts';
import { TagTimers } from './tag-timers.ts';
import { tagsToForget } from './tags-to-forget.ts';

/**
 * All alarms of one realm, as part of the fold: the same calls in the same order give the same alarms, ids and hashes.
 * Every call is O(log n) at most; a tick costs what is due. Rules: SPEC.md [A1]….
 * `takeChanged` and `takeTransitions` are outputs, not state: take both before a checkpoint, they are in no snapshot and no hash.
 */
export class AlarmBook {
  readonly #limits: AlarmBookLimits;
  readonly #tags = new Map<string, Tag>();
  readonly #tagOfAlarm = new Map<string, string>();
  readonly #outcomes: FirstOutcomes;
  readonly #timers = new TagTimers();
  readonly #outbox = new AlarmOutbox();
  #nextSeq = 1;
  #forgotten = 0;
  #standing = 0;
  /** The newest processing time that was told: `attach` has none of its own. */
  #nowMs = 0;

  constructor(limits: Partial<AlarmBookLimits> = {}) {
    this.#limits = { ...DEFAULT_ALARM_BOOK_LIMITS, ...limits };
    this.#outcomes = new FirstOutcomes(this.#limits.keepOutcomes);
  }

  /** Alarms that are not normal, hidden ones included. */
  get standing(): number {
    return this.#standing;
  }

  /** Tags of which anything is kept. */
  get tagCount(): number {
    return this.#tags.size;
  }

  /** Tags that were given up since the beginning because there were too many, with or without an alarm. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** In the book are the alarms that are not normal, and the last one of every tag that is hidden. */
  get(id: string): Alarm | undefined {
    return this.byTag(this.#tagOfAlarm.get(id) ?? '');
  }

  byTag(tag: string): Alarm | undefined {
    return this.#tags.get(tag)?.alarm ?? undefined;
  }

  /** In the order in which the book came to know their tags. */
  *values(): Generator<Alarm> {
    for (const tag of this.#tags.values()) if (tag.alarm !== null) yield tag.alarm;
  }

  /** The condition began, after its on-delay: a new alarm, or the standing one of the tag again. */
  onset(onset: AlarmOnset, atMs: number): Alarm {
    const name = tagOf(onset.ruleId, onset.key);
    const known = this.#tags.get(name) ?? this.#newTag(name, atMs);
    if (known.alarm !== null && isActiveState(known.base)) {
      this.measure(name, onset.measure);
      this.prioritise(name, onset.priority, atMs);
      return this.byTag(name) ?? known.alarm;
    }
    const tag = withActivation(known, atMs);
    if (tag.alarm !== null && tag.base !== 'normal')
      return this.#commit(known, stepTag(tag, tag.alarm, beginAgain(tag.alarm, onset, atMs)));
    if (tag.alarm !== null) this.#outbox.tell(endOf(tag, tag.alarm, { by: 'condition', atMs }));
    const begun = beginAlarm(tag, onset, atMs);
    const step: TagStep = { event: 'activate', by: 'condition', atMs };
    return this.#commit(known, stepTag(begun.tag, begun.alarm, step));
  }

  /** The newest value while the condition holds; older ones and those of unknown tags change nothing. */
  measure(tag: string, measure: AlarmMeasure): void {
    const known = this.#tags.get(tag);
    if (known === undefined || known.alarm === null || !isActiveState(known.base)) return;
    if (measure.tMs < known.alarm.latest.tMs) return;
    this.#put(known, { ...known, alarm: { ...known.alarm, latest: measure } });
    this.#outbox.changed(known.alarm.id);
  }

  /**
   * The condition is worse or milder than it was. Worse asks anew [A6]: acknowledged becomes unacknowledged. Whether an alarm that its
   * incident called for calls by itself now, the incident says: `attach` it again.
   */
  prioritise(tag: string, priority: Priority, atMs: number): void {
    const known = this.#tags.get(tag);
    if (known === undefined || known.alarm === null || !isActiveState(known.base)) return;
    if (known.alarm.priority === priority) return;
    const isWorse = priority < known.alarm.priority;
    const step: TagStep = { event: isWorse ? 'raise' : null, by: 'condition', atMs, alarm: { priority } };
    this.#commit(known, stepTag(known, known.alarm, isWorse ? { ...step, tag: { isMuted: false } } : step));
  }

  /** The condition ended. `tMs`: event time of the end. */
  returned(tag: string, tMs: number, atMs: number): void {
    const known = this.#tags.get(tag);
    if (known === undefined || known.alarm === null || !isActiveState(known.base)) return;
    const event = known.alarm.isLatching ? 'latch' : 'return';
    this.#commit(
      known,
      stepTag(known, known.alarm, { event, by: 'condition', atMs, alarm: { returnedMs: tMs } }),
    );
  }

  /** Hides the tag by design, with the reason; null ends it. A tag without an alarm keeps it for the next one. */
  suppress(tag: string, reason: string | null, atMs: number): void {
    const known = this.#tags.get(tag) ?? (reason === null ? undefined : this.#newTag(tag, atMs));
    if (known === undefined || (known.suppressed?.reason ?? null) === reason) return;
    const suppressed = reason === null ? null : { reason, sinceMs: known.suppressed?.sinceMs ?? atMs };
    if (known.alarm === null) {
      this.#put(known, { ...known, suppressed });
      return;
    }
    const event = reason === null ? 'unsuppress' : 'suppress';
    const why = reason === null ? {} : { reason };
    this.#commit(
      known,
      stepTag(known, known.alarm, { event, by: 'design', atMs, tag: { suppressed }, ...why }),
    );
  }

  /**
   * Tells the alarm which incident it belongs to and whether it calls by itself. Without, it does not count as annunciated, from its
   * transitions that were not taken yet on; with, it calls now if it stands unacknowledged and did not [A7].
   */
  attach(alarmId: string, to: { incidentId: string; isAnnunciated: boolean }): void {
    const known = this.#tags.get(this.#tagOfAlarm.get(alarmId) ?? '');
    if (known === undefined || known.alarm === null) return;
    const isCall = to.isAnnunciated && callsWhenAttached(known);
    const isAmended = (isCall || !to.isAnnunciated) && this.#outbox.amendCalls(alarmId, isCall);
    if (isCall && !isAmended) {
      const { incidentId } = to;
      const step: TagStep = { event: null, by: 'design', atMs: this.#nowMs, alarm: { incidentId } };
      this.#commit(known, stepTag(known, known.alarm, { ...step, tag: { isCause: true } }));
      return;
    }
    const calledAtMs = isCall ? this.#nowMs : undefined;
    this.#put(known, attachedTag(known, known.alarm, { ...to, calledAtMs }));
    this.#outbox.changed(alarmId);
  }

  /** What `act` would answer, without doing it: for refusing before an act is journalled. */
  decide(alarmId: string, action: unknown, ctx: ActContext): AlarmActOutcome {
    return this.#judge(alarmId, action, ctx).outcome;
  }

  /** Does an act, or says why not; either way remembers the outcome under its `actionId`, also when the alarm has left the book. */
  act(alarmId: string, action: unknown, ctx: ActContext): AlarmActOutcome {
    const { outcome, known, stepped } = this.#judge(alarmId, action, ctx);
    if (outcome.isRepeat || (!outcome.ok && outcome.code === 'no-alarm')) return outcome;
    if (known !== undefined && stepped !== undefined) this.#commit(known, stepped);
    const { isRepeat: _, ...first } = outcome;
    this.#outcomes.remember(alarmId, action, first as FirstAlarmOutcome);
    return outcome;
  }

  /** Ends what is due: shelvings, chattering, what was kept of tags without an alarm. `nowMs`: logged time. */
  tick(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    for (;;) {
      const name = this.#timers.takeDue(nowMs);
      if (name === undefined) return;
      const tag = this.#tags.get(name);
      assert(tag !== undefined, 'a timed tag is kept', { name });
      this.#expire(tag, nowMs);
    }
  }

  /** Ids of alarms that changed since the last call; `get` tells which have left the book. */
  takeChanged(): string[] {
    return this.#outbox.takeChanged();
  }

  /** It called an operator, and that was not taken yet. */
  isCalling(alarmId: string): boolean {
    return this.#outbox.isCalling(alarmId);
  }

  /** Transitions since the last call, in order. */
  takeTransitions(): AlarmTransition[] {
    return this.#outbox.takeTransitions();
  }

  snapshot(): AlarmBookSnapshot {
    return {
      nowMs: this.#nowMs,
      nextSeq: this.#nextSeq,
      forgotten: this.#forgotten,
      tags: [...this.#tags.values()],
      outcomes: this.#outcomes.snapshot(),
    };
  }

  /** Fills an empty book with what `snapshot` gave; throws on a book that is not empty. */
  restore(snapshot: AlarmBookSnapshot): void {
    assert(this.#tags.size === 0 && this.#nextSeq === 1, 'only an empty book is restored', {
      tags: this.#tags.size,
    });
    this.#nowMs = snapshot.nowMs;
    this.#nextSeq = snapshot.nextSeq;
    this.#forgotten = snapshot.forgotten;
    for (const tag of snapshot.tags) this.#put({ ...tag, alarm: null }, tag);
    this.#outcomes.restore(snapshot.outcomes);
  }

  /** One canonical key per tag, one for remembered outcomes and one for the book: what a state hash is made of. */
  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    write('alarms', (writer) => writer.f64(this.#nowMs).f64(this.#nextSeq).f64(this.#forgotten));
    for (const [name, tag] of this.#tags) write(`alarm-tag\0${name}`, (writer) => writeTag(writer, tag));
    write('alarm-outcomes', (writer) => this.#outcomes.write(writer));
  }

  #judge(
    alarmId: string,
    action: unknown,
    ctx: ActContext,
  ): { outcome: AlarmActOutcome; known?: Tag; stepped?: Stepped } {
    const first = this.#outcomes.of(alarmId, action);
    if (first !== undefined) return { outcome: { ...first, isRepeat: true } };
    const known = this.#tags.get(this.#tagOfAlarm.get(alarmId) ?? '');
    if (known === undefined || known.alarm === null) {
      const message = `there is no alarm ${alarmId}`;
      return { outcome: { ok: false, code: 'no-alarm', message, isRepeat: false } };
    }
    const judged = judgeAlarmAct({ tag: known, alarm: known.alarm }, action, ctx);
    if ('ok' in judged) return { outcome: { ...judged, isRepeat: false } };
    return { outcome: { ok: true, value: { alarm: judged.alarm }, isRepeat: false }, known, stepped: judged };
  }

  #expire(tag: Tag, nowMs: number): void {
    if (tag.shelved !== null && tag.shelved.untilMs <= nowMs) {
      this.#step(tag, { event: 'expire', by: 'timer', atMs: nowMs, tag: { shelved: null } });
    } else if (tag.chatterFromMs !== null) {
      this.#step(tag, { event: null, by: 'timer', atMs: nowMs, tag: { chatterFromMs: null } });
    } else {
      this.#tags.delete(tag.name);
    }
  }

  #step(tag: Tag, step: TagStep): void {
    if (tag.alarm === null) this.#put(tag, { ...tag, ...step.tag });
    else this.#commit(tag, stepTag(tag, tag.alarm, step));
  }

  #commit(before: Tag, { tag, alarm, transition }: Stepped): Alarm {
    this.#put(before, tag);
    this.#nowMs = Math.max(this.#nowMs, alarm.changedAtMs);
    this.#outbox.changed(alarm.id);
    if (transition !== undefined) this.#outbox.tell(transition);
    return alarm;
  }

  /** Keeps the indexes; a tag of which nothing is left to keep goes. */
  #put(before: Tag, after: Tag): void {
    if (before.alarm !== null && before.alarm.id !== after.alarm?.id)
      this.#tagOfAlarm.delete(before.alarm.id);
    if (after.alarm !== null) this.#tagOfAlarm.set(after.alarm.id, after.name);
    this.#standing += Number(isStanding(after)) - Number(isStanding(before));
    if (after.alarm === null && after.suppressed === null && after.activatedAtMs.length === 0)
      this.#tags.delete(after.name);
    else this.#tags.set(after.name, after);
    this.#timers.set(after.name, after.seq, this.#tags.has(after.name) ? dueOf(after) : undefined);
  }

  #newTag(name: string, atMs: number): Tag {
    if (this.#tags.size >= this.#limits.maxTags) this.#forgetSome(atMs);
    this.#nextSeq += 1;
    return makeTag(name, this.#nextSeq - 1);
  }

  #forgetSome(atMs: number): void {
    const count = Math.max(1, Math.floor(this.#limits.maxTags / 100));
    for (const tag of tagsToForget(this.#tags.values(), count)) {
      if (tag.alarm !== null)
        this.#outbox.tell(endOf(tag, tag.alarm, { by: 'design', atMs, reason: 'too many alarms' }));
      // An empty tag is what nothing is kept of.
      this.#put(tag, makeTag(tag.name, tag.seq));
      this.#forgotten += 1;
    }
  }
}
