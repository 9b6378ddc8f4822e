import type { CanonicalWriter } from '@metropane/base';
import type { Rule } from '@metropane/city';
import { type Alarm, AlarmBook, AlarmLoads, type AlarmOnset, tagOf } from '@metropane/incidents';
import { type ActiveRule, RuleSet } from '@metropane/rules';
import type { ControlRoom } from './control-room.ts';
import type { DerivedEntry } from './derived.ts';
import { FittedModels } from './fitted-models.ts';
import type { AlarmConfig } from './fold-config.ts';
import type { KeyWatch } from './key-watch.ts';
import { IncidentDesk } from './incident-desk.ts';
import { ReportCounts } from './report-counts.ts';
import { RuleInputs } from './rule-inputs.ts';
import { measureOf, priorityOf, reportCategories } from './rule-reading.ts';
import { type Found, RuleWatch, type WatchSink } from './rule-watch.ts';
import { heardAt, isSimulated } from './watched-thing.ts';

/** How much newer a measure must be to be shown: an alarm that stands must not change with every reading. */
const MEASURE_EVERY_MS = 5_000;
/** Where no city has set up duty posts. */
const ANY_POSITION = 'operator';

/** Everything of a room that has to do with alarms: the rules, what they watch, the alarms, who has the desks. Part of the fold. */
export class AlarmDesk implements WatchSink {
  readonly book = new AlarmBook();
  readonly rules = new RuleSet();
  readonly reports = new ReportCounts();
  readonly models = new FittedModels();
  /** Calls per duty position in the last five hours. Replaced as a whole by `restore`. */
  loads: AlarmLoads = new AlarmLoads();
  readonly watch: RuleWatch;
  readonly incidents: IncidentDesk;
  readonly #room: ControlRoom;
  readonly #inputs: RuleInputs;
  #derived: DerivedEntry[] = [];
  /** Alarms as they stood last: one that is normal has left the book when its incident is told. */
  readonly #standing = new Map<string, Alarm>();

  constructor(room: ControlRoom) {
    this.#room = room;
    this.#inputs = new RuleInputs(room, {
      reports: this.reports,
      models: this.models,
      onsetsOf: (ruleId, key) => this.watch.index.get(ruleId, key)?.onsets ?? [],
      listeningSinceMs: () => this.watch.listeningSinceMs,
    });
    this.incidents = new IncidentDesk(room, {
      book: this.book,
      rules: this.rules,
      tell: (entry) => this.#derived.push(entry),
    });
    this.watch = new RuleWatch(room, this, this.#inputs);
  }

  /** What the fold found out since the last call, in order. Not state. */
  takeDerived(): DerivedEntry[] {
    const derived = this.#derived;
    this.#derived = [];
    return derived;
  }

  /** `atMs`: from when it holds. */
  configure(config: AlarmConfig | undefined, atMs: number): void {
    const { thresholds = [], rules = [] } = config ?? {};
    this.#inputs.configure(thresholds);
    this.incidents.configure(config ?? {});
    const { changed } = this.rules.putPack(rules, atMs);
    for (const active of changed) this.#checkUsable(active);
    this.#rebuild();
  }

  /** A revision that a person wrote takes the place of the one before. */
  putRule(revision: { rule: Rule; revision: number; by: string; atMs: number }): void {
    this.#checkUsable(this.rules.put(revision));
    this.#rebuild();
  }

  disableRule(ruleId: string, revision: number, disabled: { reason: string; atMs: number }): void {
    this.rules.disable(ruleId, revision, disabled);
  }

  /** Time passes, and what changed since the last tick is evaluated. */
  tick(): void {
    const { nowMs } = this.#room;
    this.watch.tick();
    this.book.tick(nowMs);
    if (this.loads.tick(nowMs)) this.#room.dirty.positions = true;
    this.incidents.tick(nowMs);
    this.settle(nowMs);
  }

  onset(watch: KeyWatch, found: Found): void {
    const alarm = this.book.onset(this.#onsetOf(watch, found), this.#room.nowMs);
    this.#standing.set(alarm.id, alarm);
  }

  returned(watch: KeyWatch, tMs: number): void {
    this.book.returned(tagOf(watch.rule.active.rule.id, watch.key), tMs, this.#room.nowMs);
  }

  measured(watch: KeyWatch, found: Found): void {
    const { rule } = watch.rule.active;
    const tag = tagOf(rule.id, watch.key);
    const alarm = this.book.byTag(tag);
    if (alarm === undefined) return;
    const { severity, isSeverityKnown } = found.evaluation;
    const priority = priorityOf(severity, rule.respondWithinMs);
    if (
      isSeverityKnown &&
      found.evaluation.outcome === 'holds' &&
      watch.mayRank(priority < alarm.priority ? 'worse' : priority > alarm.priority ? 'milder' : 'same')
    )
      this.book.prioritise(tag, priority, this.#room.nowMs);
    const measure = measureOf(rule, found);
    if (measure.value === alarm.latest.value || measure.tMs - alarm.latest.tMs < MEASURE_EVERY_MS) return;
    this.book.measure(tag, measure);
  }

  suppressed(watch: KeyWatch, isSuppressed: boolean): void {
    const { rule } = watch.rule.active;
    const reason = isSuppressed ? (rule.suppressedBy?.reason.vi ?? '') : null;
    this.book.suppress(tagOf(rule.id, watch.key), reason, this.#room.nowMs);
  }

  /** Used no more from this moment on; its alarms stand until the next revision judges them: that it broke is no all-clear. */
  broke(active: ActiveRule, reason: string): void {
    const { nowMs } = this.#room;
    const { revision } = active;
    const ruleId = active.rule.id;
    if (active.disabled !== undefined) return;
    this.rules.disable(ruleId, revision, { reason, atMs: nowMs });
    const body = { ruleId, revision, reason };
    const dedupKey = `rule-broke\0${ruleId}\0${revision}`;
    this.#derived.push({ kind: 'derived.rule-broke', dedupKey, atMs: nowMs, body });
  }

  /** What changed in the book and in incidents since the last call: each is told of the other, and the transitions go out. */
  settle(atMs: number): void {
    const moved = new Set<string>();
    do {
      moved.clear();
      // Whoever calls has its incident before its call goes out: `attach` still takes it back.
      while (this.#settleChanged(moved, atMs));
      for (const id of this.#tellTransitions(atMs)) moved.add(id);
      for (const id of moved) this.#tellIncident(id, atMs);
    } while (moved.size > 0);
  }

  /** False when nothing had changed. `moved`: also gets alarms that grew worse without a transition, since they call already. */
  #settleChanged(moved: Set<string>, atMs: number): boolean {
    this.incidents.settle();
    const changed = this.book.takeChanged();
    for (const id of changed) {
      this.#room.dirty.alarms.add(id);
      const alarm = this.book.get(id);
      if (alarm === undefined) continue;
      const before = this.#standing.get(id);
      if (before?.priority !== alarm.priority) moved.add(id);
      this.#standing.set(id, alarm);
      const isWorse = before !== undefined && alarm.priority < before.priority;
      if (alarm.isAnnunciated && this.incidents.isUncalledFor(alarm, isWorse))
        this.incidents.call(alarm, atMs);
    }
    return changed.length > 0;
  }

  /** Ids of the alarms that moved on; those that left the book with it are kept until their incident has been told. */
  #tellTransitions(atMs: number): Set<string> {
    const moved = new Set<string>();
    for (const transition of this.book.takeTransitions()) {
      const { alarmId, n, to, isActive, isAcknowledged } = transition;
      moved.add(alarmId);
      if (transition.isAnnunciated) this.loads.count(transition.position, transition.atMs);
      const dedupKey = `${alarmId}\0${n}`;
      this.#derived.push({ kind: 'derived.alarm', dedupKey, atMs: transition.atMs, body: transition });
      const inBook = this.book.get(alarmId);
      const alarm = inBook ?? this.#standing.get(alarmId);
      if (inBook !== undefined) this.#standing.set(alarmId, inBook);
      else if (alarm !== undefined)
        this.#standing.set(alarmId, { ...alarm, state: to, isActive, isAcknowledged, changedAtMs: atMs });
    }
    if (moved.size > 0) this.#room.dirty.positions = true;
    return moved;
  }

  #tellIncident(id: string, atMs: number): void {
    const alarm = this.#standing.get(id);
    if (alarm === undefined) return;
    if (this.book.get(id) === undefined) this.#standing.delete(id);
    this.incidents.changed(alarm, atMs);
  }

  #onsetOf(watch: KeyWatch, found: Found): AlarmOnset {
    const { rule, revision } = watch.rule.active;
    const loc = watch.place?.loc ?? heardAt(this.#room, watch);
    return {
      ruleId: rule.id,
      ruleRevision: revision,
      key: watch.key,
      domain: rule.domain,
      ...(watch.entity === '' ? {} : { entity: watch.entity }),
      category: rule.category,
      priority: priorityOf(found.evaluation.severity, rule.respondWithinMs),
      position: this.#positionOf(rule),
      isLatching: rule.isLatching === true,
      onsetMs: watch.onsets.at(-1)!,
      measure: measureOf(rule, found),
      respondWithinMs: rule.respondWithinMs,
      ...(loc === undefined ? {} : { loc }),
      ...(watch.place?.unit === undefined ? {} : { unit: watch.place.unit }),
      simulated: isSimulated(this.#room, watch),
    };
  }

  #positionOf({ position, category }: Rule): string {
    const { positions = [] } = this.#room.config.alarms ?? {};
    if (position !== undefined) return position;
    const own = positions.find(({ categories }) => categories.includes(category));
    return (own ?? positions.find(({ categories }) => categories.length === 0))?.id ?? ANY_POSITION;
  }

  #checkUsable(active: ActiveRule): void {
    if (active.fault === null) return;
    const { code, field, message } = active.fault;
    this.broke(active, `${code}: ${field}: ${message}`);
  }

  /** Alarms of rules and keys that nobody watches any more are over; those of a broken rule stand. */
  #rebuild(): void {
    const { nowMs } = this.#room;
    const inUse = this.rules.values().filter(({ rule, compiled }) => rule.isEnabled && compiled !== null);
    this.watch.rebuild(inUse, (rule, key) => this.book.byTag(tagOf(rule, key))?.isActive === true);
    this.reports.ask(new Set(inUse.flatMap(({ rule }) => reportCategories(rule))));
    for (const alarm of [...this.book.values()]) {
      const active = this.rules.get(alarm.ruleId);
      if (active?.rule.isEnabled === true && active.compiled === null) continue;
      if (this.watch.index.get(alarm.ruleId, alarm.key) !== undefined) continue;
      this.book.returned(tagOf(alarm.ruleId, alarm.key), nowMs, nowMs);
    }
    this.settle(nowMs);
  }

  snapshot(): AlarmDeskSnapshot {
    return {
      book: this.book.snapshot(),
      rules: this.rules.snapshot(),
      watch: this.watch.snapshot(),
      reports: this.reports.snapshot(),
      models: this.models.snapshot(),
      loads: this.loads.snapshot(),
    };
  }

  /** Call after the rest of the room. */
  restore(from: AlarmDeskSnapshot): void {
    this.book.restore(from.book);
    this.rules.restore(from.rules);
    const inUse = this.rules.values().filter(({ rule, compiled }) => rule.isEnabled && compiled !== null);
    this.watch.restore(inUse, from.watch);
    this.reports.ask(new Set(inUse.flatMap(({ rule }) => reportCategories(rule))));
    this.reports.restore(from.reports);
    this.models.restore(from.models);
    this.loads = new AlarmLoads();
    this.loads.restore(from.loads);
    for (const alarm of this.book.values()) this.#standing.set(alarm.id, alarm);
    this.#derived = [];
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    this.book.forEachCanonical(write);
    this.rules.forEachCanonical(write);
    this.watch.forEachCanonical(write);
    this.reports.forEachCanonical(write);
    this.models.forEachCanonical(write);
    this.loads.forEachCanonical(write);
  }
}

export interface AlarmDeskSnapshot {
  book: ReturnType<AlarmBook['snapshot']>;
  rules: ReturnType<RuleSet['snapshot']>;
  watch: ReturnType<RuleWatch['snapshot']>;
  reports: ReturnType<ReportCounts['snapshot']>;
  models: ReturnType<FittedModels['snapshot']>;
  loads: ReturnType<AlarmLoads['snapshot']>;
}
