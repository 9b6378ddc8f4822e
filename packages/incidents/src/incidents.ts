import type { CanonicalWriter } from '@metropane/base';
import type { Report } from '@metropane/city';
import { decideOnTwo, doOnTwo } from './acts-on-two.ts';
import type { AlarmContext } from './alarm-to-incident.ts';
import { noteAlarmChange } from './alarm-changes.ts';
import type { Alarm } from './alarms/alarm.ts';
import { checkAct, isOnTwo } from './apply-action.ts';
import type { ActionOutcome } from './apply-action.ts';
import { changeOf } from './change-of.ts';
import { applyDue } from './escalations.ts';
import { callHeld, type Calling } from './held-calls.ts';
import type { IncidentEvent, MovedAlarm } from './incident-event.ts';
import type { RelatedIncident } from './incident-parts.ts';
import { IncidentStore } from './incident-store.ts';
import type { IncidentsLimits, IncidentsSnapshot } from './incidents-limits.ts';
import type { ActContext, Incident, IncidentTimelineItem } from './incident.ts';
import type { Kept } from './kept-incident.ts';
import { openByHand } from './new-incident.ts';
import type { NewIncident } from './new-incident.ts';
import { placeAlarm } from './place-alarm.ts';
import type { AlarmPlacement } from './place-alarm.ts';
import { placeReport } from './place-report.ts';
import type { ReportOutcome } from './place-report.ts';
import { relatedTo } from './related.ts';
import type { ReportContext } from './report-to-incident.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { IncidentSettings } from './settings.ts';
import { NO_TOPOLOGY, TopologyIndex } from './topology-index.ts';
import type { TopologyLink } from './topology.ts';

/** An act on an incident that does not exist, or what `applyAction` says. `isRepeat`: nothing was done now. */
export type StoreActionOutcome =
  | (ActionOutcome & { isRepeat: boolean })
  | { readonly ok: false; readonly code: 'no-incident'; readonly message: string; readonly isRepeat: false };

const NO_LINKS: readonly TopologyLink[] = [];

/**
 * All incidents of one realm, as part of the fold: the same calls in the same order give the same incidents, ids and hashes.
 * Bounded by counts, never by time, so that a replay forgets at the same place. Open incidents are never forgotten.
 * After every call that changes something the fold takes `takeChanged` (rows to publish), `takeMovedAlarms` (for
 * `AlarmBook.attach`) and `takeEvents` (derived journal entries); none of the three is state.
 */
export class Incidents {
  readonly #store: IncidentStore;
  #settings: IncidentSettings = DEFAULT_SETTINGS;
  #links = NO_LINKS;
  #topology = NO_TOPOLOGY;

  constructor(limits: Partial<IncidentsLimits> = {}) {
    this.#store = new IncidentStore(limits);
  }

  /** Incidents kept, open and closed. */
  get size(): number {
    return this.#store.size;
  }

  get openCount(): number {
    return this.#store.openCount;
  }

  get(id: string): Incident | undefined {
    return this.#store.get(id)?.incident;
  }

  /** The incident that a report opened or joined, wherever it was moved since. */
  ofReport(source: string, id: string): Incident | undefined {
    return this.#store.ofReport(source, id)?.incident;
  }

  /** The row of the timeline table: oldest first. A copy: later entries do not appear in it. */
  timeline(id: string): { incidentId: string; items: IncidentTimelineItem[] } | undefined {
    const kept = this.#store.get(id);
    return kept === undefined ? undefined : { incidentId: id, items: kept.timeline.slice() };
  }

  /** In the order in which they were opened. */
  *values(): Generator<Incident> {
    for (const kept of this.#store.values()) yield kept.incident;
  }

  /** Procedures and limits for what begins from now on; comes before everything else, with the fold configuration. */
  configure(settings: Partial<IncidentSettings>): void {
    this.#settings = { ...DEFAULT_SETTINGS, ...settings };
  }

  /** Opens or joins an incident, or recognises a report that was already told. */
  applyReport(report: Report, ctx: ReportContext): ReportOutcome {
    return placeReport({ store: this.#store, settings: this.#settings }, report, ctx);
  }

  /**
   * Opens an incident for an alarm, or joins it to the one that it belongs to. The caller tells `AlarmBook.attach` the answer, and
   * what `takeMovedAlarms` gives. An alarm that is told again stays in its incident while that is open.
   */
  applyAlarm(alarm: Alarm, ctx: AlarmContext): AlarmPlacement {
    const placing = this.#placing(ctx.topology);
    const placement = placeAlarm(placing, alarm, ctx);
    // Absorbing closes incidents.
    this.#store.evict();
    return placement;
  }

  /**
   * Acknowledged, returned, another priority: clocks, priority and history of its incident follow. True when the alarm must be
   * annunciated now although it joined silently, because it became worse than all that called: the caller tells
   * `AlarmBook.attach`.
   */
  alarmChanged(alarm: Alarm, atMs: number): boolean {
    return noteAlarmChange(this.#store, this.#settings, { alarm, atMs });
  }

  /**
   * Alarms that whoever acknowledged the incident (or closed it without) has acknowledged with it: those that stood then, and
   * consequences that joined silently since. Not an alarm that has called since then: it asks for an acknowledgement of its own. After every act the fold
   * acknowledges each of them in `AlarmBook` in the name of the actor.
   */
  alarmsToAcknowledge(id: string): string[] {
    const kept = this.#store.get(id);
    const seenAtMs = kept?.incident.acknowledgedAtMs ?? kept?.incident.closedAtMs;
    if (kept === undefined || seenAtMs === undefined) return [];
    return [...kept.alarms.values()]
      .filter(({ isStanding, isAcknowledged }) => isStanding && !isAcknowledged)
      .filter(({ isAnnunciated, joinedAtMs }) => !isAnnunciated || joinedAtMs <= seenAtMs)
      .map((alarm) => alarm.id);
  }

  /** The incident that an alarm belongs to. */
  incidentOfAlarm(alarmId: string): Incident | undefined {
    return this.#store.ofAlarm(alarmId)?.incident;
  }

  /** The incident that a request of a person opened. */
  ofRequest(requestId: string): Incident | undefined {
    return this.#store.ofRequest(requestId)?.incident;
  }

  /** An incident that a person opens. A repeated `requestId` gives the incident that it opened first. */
  openByHand(request: NewIncident, ctx: ActContext): Incident {
    return openByHand({ store: this.#store, settings: this.#settings }, request, ctx);
  }

  /** What time alone does: calls that waited for their cause, clocks marked late, somebody higher told. Ids of the incidents that changed, the longest due first. */
  tick(nowMs: number, topology: readonly TopologyLink[] = NO_LINKS): string[] {
    const changed: string[] = [];
    for (const kept of this.#store.takeDue(nowMs)) {
      const isCalled = callHeld(this.#placing(topology), kept, nowMs);
      const { incident, items } = applyDue(kept.incident, nowMs);
      const before = kept.incident.escalations?.length ?? 0;
      this.#store.update(kept, incident, items);
      if (isCalled || items.length > 0) changed.push(incident.id);
      for (const { kind, to } of items) {
        if (kind === 'breached') this.#store.tell(kept, { kind, atMs: nowMs, clock: to as never });
      }
      for (const escalation of incident.escalations?.slice(before) ?? []) {
        this.#store.tell(kept, { kind: 'escalated', atMs: nowMs, escalation });
      }
    }
    // What found its cause has ended.
    this.#store.evict();
    return changed;
  }

  /** Open incidents that may have to do with this one, the likeliest first. */
  related(id: string, limit: number): RelatedIncident[] {
    const kept = this.#store.get(id);
    return kept === undefined ? [] : relatedTo(this.#store, kept, limit);
  }

  /**
   * What `applyAction` would answer, without doing it: for refusing before an act is journalled.
   * A repeated `actionId` gives its first outcome, before anything else is looked at.
   */
  decideAction(id: string, action: unknown, ctx: ActContext): StoreActionOutcome {
    const kept = this.#store.get(id);
    if (kept === undefined) {
      return { ok: false, code: 'no-incident', message: `there is no incident ${id}`, isRepeat: false };
    }
    const first = kept.outcomes.get(actionIdOf(action) ?? '');
    if (first !== undefined) return { ...first, isRepeat: true };
    return { ...this.#decide(kept, action, ctx).outcome, isRepeat: false };
  }

  /**
   * Does an act, or says why not; either way remembers the outcome under its `actionId`.
   * `evicted`: closed incidents that were forgotten for it, longest closed first; screens must drop them.
   */
  applyAction(id: string, action: unknown, ctx: ActContext): StoreActionOutcome & { evicted: string[] } {
    const kept = this.#store.get(id);
    const repeated = kept?.outcomes.has(actionIdOf(action) ?? '') === true;
    if (kept === undefined || repeated) return { ...this.decideAction(id, action, ctx), evicted: [] };
    const { outcome, apply } = this.#decide(kept, action, ctx);
    const wasAcknowledged = kept.incident.acknowledgedAtMs !== undefined;
    apply?.();
    if (!wasAcknowledged && kept.incident.acknowledgedAtMs !== undefined) {
      this.#store.tell(kept, { kind: 'acknowledged', atMs: ctx.atMs });
    }
    this.#store.remember(kept, actionIdOf(action), outcome);
    return { ...outcome, isRepeat: false, evicted: this.#store.evict() };
  }

  /** Ids whose row or history changed since the last call, forgotten ones included. */
  takeChanged(): string[] {
    return this.#store.takeChanged();
  }

  /** Alarms that belong to another incident since the last call. */
  takeMovedAlarms(): MovedAlarm[] {
    return this.#store.takeMoved();
  }

  /** What the fold found out since the last call, in order. */
  takeEvents(): IncidentEvent[] {
    return this.#store.takeEvents();
  }

  snapshot(): IncidentsSnapshot {
    return this.#store.snapshot();
  }

  /** Fills an empty store with what `snapshot` gave; throws on a store that is not empty. */
  restore(snapshot: IncidentsSnapshot): void {
    this.#store.restore(snapshot);
  }

  /** One canonical key per incident and one for the store: what a state hash is made of. */
  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    this.#store.forEachCanonical(write);
  }

  #placing(links: readonly TopologyLink[]): Calling {
    if (links !== this.#links) {
      this.#links = links;
      this.#topology = new TopologyIndex(links);
    }
    return { store: this.#store, settings: this.#settings, topology: this.#topology };
  }

  /** The answer, and how to make it true. */
  #decide(kept: Kept, raw: unknown, ctx: ActContext): { outcome: ActionOutcome; apply?: () => void } {
    const checked = checkAct(kept.incident, raw, ctx.actor);
    if (!checked.ok) return { outcome: checked };
    const action = checked.value;
    const settings = this.#settings;
    if (isOnTwo(action)) {
      const act = { kept, action, ctx, settings };
      const outcome = decideOnTwo(this.#store, act);
      return outcome.ok ? { outcome, apply: () => doOnTwo(this.#store, act, outcome.value) } : { outcome };
    }
    const change = changeOf(kept.incident, action, { ...ctx, serviceLevels: settings.serviceLevels });
    return {
      outcome: { ok: true, value: change },
      apply: () => this.#store.update(kept, change.incident, [change.timelineItem]),
    };
  }
}

function actionIdOf(action: unknown): string | undefined {
  if (typeof action !== 'object' || action === null || !('actionId' in action)) return undefined;
  return typeof action.actionId === 'string' && action.actionId.trim() !== ''
    ? action.actionId.trim()
    : undefined;
}
