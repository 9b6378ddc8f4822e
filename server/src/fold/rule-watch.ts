import type { CanonicalWriter } from '@metropane/base';
import { distanceM } from '@metropane/incidents';
import { type ActiveRule, type Evaluation, isWatching } from '@metropane/rules';
import type { ControlRoom } from './control-room.ts';
import type { KeyWatch, KeyWatchSnapshot } from './key-watch.ts';
import type { Measured, RuleInputs } from './rule-inputs.ts';
import { maxAgeMs } from './window-values.ts';
import { NOBODY_WATCHES, WatchIndex } from './watch-index.ts';

/** What becomes of evaluations: the alarm desk in a room, a list in a test. */
export interface WatchSink {
  onset(watch: KeyWatch, found: Found): void;
  returned(watch: KeyWatch, tMs: number): void;
  /** The condition still holds, or is not over yet. */
  measured(watch: KeyWatch, found: Found): void;
  suppressed(watch: KeyWatch, isSuppressed: boolean): void;
  broke(rule: ActiveRule, reason: string): void;
}

export interface Found {
  evaluation: Evaluation;
  measured: Measured;
}

/** What the evaluations of one tick may cost, in series looked at: about a millisecond. What is left waits for the next tick. */
const COST_PER_TICK = 4_000;
/** Wards and the city are looked at this often: their inputs are figures over many. */
const AGGREGATE_EVERY_MS = 5_000;
/** A longer step of the room's time is a pause of the centre, or a leap of an exercise: nobody was listening. */
const PAUSE_MS = 120_000;
/** Of the watches that the room's time moves, a tick looks at this many at least, so that all come round. */
const SWEPT_PER_TICK = 500;
const SWEEP_TICKS = 10;

/**
 * Evaluates what changed since the last tick, the most urgent rules first. What a reading costs here is one look into an array; a key
 * is evaluated once per tick, however many of its readings came. Bounded by counts, never by time.
 */
export class RuleWatch {
  readonly #room: ControlRoom;
  readonly #sink: WatchSink;
  readonly #inputs: RuleInputs;
  readonly #index: WatchIndex;
  /** By severity, 1 first; those of equal severity in the order in which they changed. */
  readonly #queues: [KeyWatch[], KeyWatch[], KeyWatch[], KeyWatch[]] = [[], [], [], []];
  #cursor = 0;
  #tickMs = Number.NEGATIVE_INFINITY;
  /** Room time since when the room has listened without a pause: what was not listened to is no silence. */
  listeningSinceMs = Number.NEGATIVE_INFINITY;
  /** Evaluations that did not fit into the tick in which they were due, since the beginning. */
  deferred = 0;
  evaluations = 0;

  constructor(room: ControlRoom, sink: WatchSink, inputs: RuleInputs) {
    this.#room = room;
    this.#sink = sink;
    this.#inputs = inputs;
    this.#index = new WatchIndex(room);
  }

  get index(): WatchIndex {
    return this.#index;
  }

  /** Watches that wait for their evaluation. */
  get waiting(): number {
    return this.#queues.reduce((sum, queue) => sum + queue.length, 0);
  }

  /** The hot path: who watches a series. */
  watchersOf(series: number): readonly KeyWatch[] {
    return this.#index.watchersOf(series) ?? this.#index.learn(series);
  }

  touch(watchers: readonly KeyWatch[]): void {
    if (watchers === NOBODY_WATCHES) return;
    for (const watch of watchers) {
      if (watch.isAggregate) watch.isTouched = true;
      else this.#enqueue(watch);
    }
  }

  forgetSeries(series: number): void {
    this.#index.forgetSeries(series);
  }

  /**
   * Takes the rules in force. Watches of rules that stayed as they were go on; those of a new revision begin anew, and an alarm that
   * stands is judged by the new one (`isStanding`).
   */
  rebuild(active: readonly ActiveRule[], isStanding: (ruleId: string, key: string) => boolean): void {
    const before = new Map<string, { revision: number; snapshot: KeyWatchSnapshot }>();
    for (const watch of this.#index.values())
      before.set(`${watch.rule.active.rule.id}\0${watch.key}`, {
        revision: watch.rule.active.revision,
        snapshot: watch.snapshot(),
      });
    for (const queue of this.#queues) queue.length = 0;
    this.#cursor = 0;
    this.#index.rebuild(active);
    for (const watch of this.#index.values()) {
      const { active: own } = watch.rule;
      const known = before.get(`${own.rule.id}\0${watch.key}`);
      if (known !== undefined && known.revision === own.revision) {
        watch.restore(known.snapshot);
        if (known.snapshot.isDirty) this.#enqueue(watch);
      } else {
        watch.isUp = isStanding(own.rule.id, watch.key);
        if (known !== undefined) watch.onsets = known.snapshot.onsets;
        this.#enqueue(watch);
      }
    }
  }

  /** Evaluates what is due. Call after the windows were told the time. */
  tick(): void {
    const { nowMs } = this.#room;
    if (nowMs - this.#tickMs > PAUSE_MS) this.listeningSinceMs = nowMs;
    this.#tickMs = nowMs;
    this.#sweep();
    let left = COST_PER_TICK;
    for (const queue of this.#queues) {
      let at = 0;
      while (at < queue.length && left > 0) {
        const watch = queue[at++]!;
        watch.isDirty = false;
        left -= this.#evaluate(watch);
      }
      queue.splice(0, at);
      this.deferred += queue.length;
    }
  }

  /** Rules that are suppressed by this one look again: something of it began or ended. */
  touchSuppressed(ruleId: string): void {
    for (const { active } of this.#index.rules) {
      if (active.rule.suppressedBy?.rules.includes(ruleId) !== true) continue;
      for (const watch of this.#index.of(active.rule.id))
        if (watch.isUp || watch.onSinceMs !== null || watch.isSuppressed) this.#enqueue(watch);
    }
  }

  #enqueue(watch: KeyWatch): void {
    if (watch.isDirty) return;
    watch.isDirty = true;
    this.#queues[watch.rule.active.rule.severity - 1]!.push(watch);
  }

  /** Time alone moves some: each tick looks at the next of them, all of them within a second or by a fixed number a tick. */
  #sweep(): void {
    const { timed } = this.#index;
    const count = Math.min(timed.length, Math.max(SWEPT_PER_TICK, Math.ceil(timed.length / SWEEP_TICKS)));
    for (let i = 0; i < count; i++) {
      const watch = timed[this.#cursor % timed.length]!;
      this.#cursor = (this.#cursor + 1) % timed.length;
      if (this.#isDue(watch)) this.#enqueue(watch);
    }
  }

  #isDue(watch: KeyWatch): boolean {
    const isScheduleOver = watch.isUp && watch.rule.active.rule.schedule !== undefined;
    if (!watch.rule.isTimed && !watch.isTouched && !isScheduleOver) return false;
    if (!watch.isAggregate && watch.rule.isTimed) return true;
    return this.#room.nowMs - watch.lookedAtMs >= AGGREGATE_EVERY_MS;
  }

  /** Returns what it cost. A rule that breaks is told and used no more; everything else goes on. */
  #evaluate(watch: KeyWatch): number {
    const { active, compiled } = watch.rule;
    if (active.disabled !== undefined) return 1;
    this.evaluations += 1;
    watch.isTouched = false;
    watch.lookedAtMs = this.#room.nowMs;
    const measured = this.#inputs.measure(watch);
    let evaluation: Evaluation;
    try {
      evaluation = compiled.evaluate(measured.values);
    } catch (error) {
      this.#sink.broke(active, error instanceof Error ? error.message : String(error));
      return measured.cost;
    }
    this.#apply(watch, { evaluation: this.#scheduled(watch, evaluation, measured), measured });
    return measured.cost + Math.ceil(evaluation.steps / 50);
  }

  /** Outside its hours a rule watches nothing: what it had raised is over. */
  #scheduled(watch: KeyWatch, evaluation: Evaluation, { eventMs }: Measured): Evaluation {
    const { schedule } = watch.rule.active.rule;
    if (schedule === undefined) return evaluation;
    const { nowMs, config } = this.#room;
    const atMs = eventMs === Number.NEGATIVE_INFINITY ? nowMs : eventMs;
    if (isWatching(schedule, Math.min(atMs, nowMs), config.zone) && isWatching(schedule, nowMs, config.zone))
      return evaluation;
    return { ...evaluation, outcome: 'ended' };
  }

  #apply(watch: KeyWatch, found: Found): void {
    const { nowMs } = this.#room;
    // With nothing measured only the schedule can have ended it, and that is of now.
    const atMs = found.measured.eventMs === Number.NEGATIVE_INFINITY ? nowMs : found.measured.eventMs;
    const change = watch.step(found.evaluation.outcome, { atMs, gapMs: gapOf(watch) });
    this.#suppress(watch);
    if (change === 'onset') this.#sink.onset(watch, found);
    if (change === 'return') this.#sink.returned(watch, atMs);
    if (change !== null) this.#tellOthers(watch);
    else if (watch.isUp && found.evaluation.outcome !== 'unknown') this.#sink.measured(watch, found);
  }

  #tellOthers(watch: KeyWatch): void {
    this.touchSuppressed(watch.rule.active.rule.id);
  }

  #suppress(watch: KeyWatch): void {
    const { suppressedBy } = watch.rule.active.rule;
    if (suppressedBy === undefined) return;
    const isSuppressed = suppressedBy.rules.some((rule) => this.#stands(rule, watch, suppressedBy.withinM));
    if (isSuppressed === watch.isSuppressed) return;
    watch.isSuppressed = isSuppressed;
    this.#sink.suppressed(watch, isSuppressed);
  }

  #stands(rule: string, near: KeyWatch, withinM: number | undefined): boolean {
    if (this.#index.get(rule, near.key)?.isUp === true || this.#index.get(rule, 'city')?.isUp === true)
      return true;
    if (withinM === undefined || near.place === undefined) return false;
    const { loc } = near.place;
    return this.#index
      .of(rule)
      .some(({ isUp, place }) => isUp && place !== undefined && distanceM(place.loc, loc) <= withinM);
  }

  snapshot(): RuleWatchSnapshot {
    const watches: KeyWatchSnapshot[] = [];
    for (const watch of this.#index.values()) if (watch.hasState) watches.push(watch.snapshot());
    const queued = this.#queues.map((queue) =>
      queue.map((watch): [string, string] => [watch.rule.active.rule.id, watch.key]),
    );
    const timed = this.#index.timed.map((watch): [string, string] => [watch.rule.active.rule.id, watch.key]);
    const { deferred, listeningSinceMs } = this;
    const clock = { tickMs: this.#tickMs, listeningSinceMs };
    return { watches, queued, timed, cursor: this.#cursor, deferred, ...clock };
  }

  /** Call after the entities, the configuration and the rules are there again. */
  restore(active: readonly ActiveRule[], from: RuleWatchSnapshot): void {
    this.#index.rebuild(active);
    for (const queue of this.#queues) queue.length = 0;
    for (const one of from.watches) this.#index.get(one.rule, one.key)?.restore(one);
    for (const queue of from.queued) {
      for (const [rule, key] of queue) {
        const watch = this.#index.get(rule, key);
        if (watch !== undefined) this.#enqueue(watch);
      }
    }
    const order = from.timed.flatMap(([rule, key]) => this.#index.get(rule, key) ?? []);
    this.#index.timed.splice(0, Infinity, ...order);
    this.#cursor = from.cursor;
    this.deferred = from.deferred;
    this.#tickMs = from.tickMs;
    this.listeningSinceMs = from.listeningSinceMs;
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    write('watching', (w) => w.f64(this.#tickMs).f64(this.listeningSinceMs));
    for (const watch of this.#index.values()) {
      if (!watch.hasState) continue;
      write(`watch\0${watch.rule.active.rule.id}\0${watch.key}`, (w) => watch.writeCanonical(w));
    }
  }
}

export interface RuleWatchSnapshot {
  watches: KeyWatchSnapshot[];
  queued: [rule: string, key: string][][];
  timed: [rule: string, key: string][];
  cursor: number;
  deferred: number;
  tickMs: number;
  listeningSinceMs: number;
}

/** A pause in the readings that is longer starts a delay anew. */
function gapOf(watch: KeyWatch): number {
  let gapMs = maxAgeMs('PT1M');
  for (const [, input] of watch.rule.inputs)
    if (input.kind === 'window' || input.kind === 'near') gapMs = Math.max(gapMs, maxAgeMs(input.window));
  return gapMs;
}
