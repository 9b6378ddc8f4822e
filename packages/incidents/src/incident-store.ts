import { assert } from '@metropane/base';
import type { CanonicalWriter } from '@metropane/base';
import type { ActionOutcome } from './apply-action.ts';
import { ClosedIncidents } from './closed-incidents.ts';
import { DueTimes } from './due-times.ts';
import { nextDueMs } from './escalations.ts';
import { heldUntilMs } from './held-calls.ts';
import type { IncidentEvent, MovedAlarm } from './incident-event.ts';
import type { Incident, IncidentTimelineItem } from './incident.ts';
import { fromEntry, toEntry, writeKept } from './kept-incident.ts';
import type { Kept, KeptReport } from './kept-incident.ts';
import { DEFAULT_INCIDENTS_LIMITS } from './incidents-limits.ts';
import type { IncidentsLimits, IncidentsSnapshot } from './incidents-limits.ts';
import { OpenIncidents } from './open-incidents.ts';
import { incidentId } from './report-to-incident.ts';

const KEPT_OUTSIDE: ReadonlySet<IncidentTimelineItem['kind']> = new Set([
  'report',
  'alarm',
  'alarm-acknowledged',
  'alarm-returned',
  'alarm-priority',
]);

/** The books of all incidents: who is kept, found, due and changed. Knows nothing of acts or of when things belong together. */
export class IncidentStore {
  readonly limits: IncidentsLimits;
  readonly #kept = new Map<string, Kept>();
  /** Those that may be joined. */
  readonly open = new OpenIncidents((id) => this.keptOf(id));
  readonly #due = new DueTimes();
  readonly #incidentOfReport = new Map<string, string>();
  readonly #incidentOfAlarm = new Map<string, string>();
  readonly #incidentOfRequest = new Map<string, string>();
  readonly #closed = new ClosedIncidents();
  #nextNumber = 1;
  // Handed out, not state.
  #changed = new Set<string>();
  #events: IncidentEvent[] = [];
  #moved: MovedAlarm[] = [];

  constructor(limits: Partial<IncidentsLimits>) {
    this.limits = { ...DEFAULT_INCIDENTS_LIMITS, ...limits };
  }

  get size(): number {
    return this.#kept.size;
  }

  get openCount(): number {
    return this.#kept.size - this.#closed.size;
  }

  get(id: string): Kept | undefined {
    return this.#kept.get(id);
  }

  /** Throws where an id of our own is not kept: a bug. */
  keptOf(id: string): Kept {
    const kept = this.#kept.get(id);
    assert(kept !== undefined, 'an indexed incident is kept', { id });
    return kept;
  }

  *values(): Generator<Kept> {
    yield* this.#kept.values();
  }

  nextId(): string {
    return incidentId(this.#nextNumber);
  }

  ofReport(source: string, id: string): Kept | undefined {
    return this.#lookUp(this.#incidentOfReport, keyOfReport(source, id));
  }

  ofAlarm(alarmId: string): Kept | undefined {
    return this.#lookUp(this.#incidentOfAlarm, alarmId);
  }

  ofRequest(requestId: string): Kept | undefined {
    return this.#lookUp(this.#incidentOfRequest, requestId);
  }

  /** Takes in an incident under the next number. */
  add(kept: Kept): void {
    assert(kept.incident.id === this.nextId(), 'incidents are numbered without gaps', {
      id: kept.incident.id,
    });
    this.#nextNumber += 1;
    this.#kept.set(kept.incident.id, kept);
    this.update(kept, kept.incident);
  }

  /** The incident is `incident` from now on, with what else changed in `kept`; `items` are added to its history. */
  update(kept: Kept, incident: Incident, items: readonly IncidentTimelineItem[] = []): void {
    const { id } = incident;
    const isClosed = incident.state === 'closed';
    if (isClosed !== (kept.incident.state === 'closed')) this.#toldWhoCalls(kept, isClosed);
    kept.incident = incident;
    for (const item of items) this.#note(kept, item);
    if (isClosed) {
      this.#closed.add(id, kept.keys);
      this.open.delete(id);
    } else {
      this.#closed.delete(id);
      this.open.put(kept);
    }
    this.#due.put(id, dueOf(kept));
    if (kept.requestId !== undefined) this.#incidentOfRequest.set(kept.requestId, id);
    this.#changed.add(id);
  }

  /** The alarm belongs to `kept`, which already remembers it, and no more to the (closed) incident in which it was. */
  ownAlarm(kept: Kept, alarmId: string): void {
    const before = this.ofAlarm(alarmId);
    if (before !== undefined && before !== kept) before.alarms.delete(alarmId);
    this.#incidentOfAlarm.set(alarmId, kept.incident.id);
    if (kept.alarms.size <= this.limits.keepAlarms) return;
    for (const alarm of kept.alarms.values()) {
      if (kept.alarms.size <= this.limits.keepAlarms) break;
      if (alarm.isStanding) continue;
      kept.alarms.delete(alarm.id);
      this.#incidentOfAlarm.delete(alarm.id);
    }
  }

  /** These reports belong to `kept`, which already remembers them, wherever they were before. */
  ownReports(kept: Kept, reports: readonly Pick<KeptReport, 'source' | 'id'>[]): void {
    for (const { source, id } of reports) {
      this.#incidentOfReport.set(keyOfReport(source, id), kept.incident.id);
    }
  }

  remember(kept: Kept, actionId: string | undefined, outcome: ActionOutcome): void {
    if (actionId === undefined) return;
    kept.outcomes.set(actionId, outcome);
    if (kept.outcomes.size <= this.limits.keepOutcomes) return;
    for (const oldest of kept.outcomes.keys()) {
      kept.outcomes.delete(oldest);
      return;
    }
  }

  tell(kept: Kept, event: Omit<IncidentEvent, 'incidentId' | 'n' | 'priority'>): void {
    kept.told += 1;
    const { id, priority } = kept.incident;
    this.#events.push({ incidentId: id, n: kept.told, priority, ...event });
  }

  moved(alarm: MovedAlarm): void {
    this.#moved.push(alarm);
  }

  /** Closed incidents that had an alarm of the key, in any order. */
  closedWith(key: string): Kept[] {
    return [...this.#closed.withKey(key)].map((id) => this.keptOf(id));
  }

  /** What became due before `nowMs`, the longest due first. */
  takeDue(nowMs: number): Kept[] {
    return this.#due.take(nowMs).map((id) => this.keptOf(id));
  }

  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  takeEvents(): IncidentEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  takeMoved(): MovedAlarm[] {
    const moved = this.#moved;
    this.#moved = [];
    return moved;
  }

  /** Forgets the longest closed incidents beyond the limit, with their reports and alarms. */
  evict(): string[] {
    const evicted: string[] = [];
    for (const id of this.#closed.values()) {
      if (this.#closed.size <= this.limits.keepClosed) break;
      const kept = this.keptOf(id);
      for (const { source, id: reportId } of kept.reports) {
        this.#incidentOfReport.delete(keyOfReport(source, reportId));
      }
      for (const alarmId of kept.alarms.keys()) this.#incidentOfAlarm.delete(alarmId);
      if (kept.requestId !== undefined) this.#incidentOfRequest.delete(kept.requestId);
      this.#closed.delete(id);
      this.#kept.delete(id);
      this.#changed.add(id);
      evicted.push(id);
    }
    return evicted;
  }

  snapshot(): IncidentsSnapshot {
    const entries = [...this.#kept.values()].map(toEntry);
    return { nextNumber: this.#nextNumber, entries, closed: [...this.#closed.values()] };
  }

  restore(snapshot: IncidentsSnapshot): void {
    assert(this.#kept.size === 0 && this.#nextNumber === 1, 'only an empty store is restored', {
      size: this.#kept.size,
    });
    this.#nextNumber = snapshot.nextNumber;
    for (const entry of snapshot.entries) {
      const kept = fromEntry(entry);
      const { id, state } = kept.incident;
      this.#kept.set(id, kept);
      this.ownReports(kept, kept.reports);
      for (const alarmId of kept.alarms.keys()) this.#incidentOfAlarm.set(alarmId, id);
      if (kept.requestId !== undefined) this.#incidentOfRequest.set(kept.requestId, id);
      if (state !== 'closed') this.open.put(kept);
      this.#due.put(id, dueOf(kept));
    }
    for (const id of snapshot.closed) this.#closed.add(id, this.keptOf(id).keys);
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    write('incidents', (writer) => {
      writer.f64(this.#nextNumber).u32(this.#closed.size);
      for (const id of this.#closed.values()) writer.string(id);
    });
    for (const [id, kept] of this.#kept) write(`incident\0${id}`, (writer) => writeKept(writer, kept));
  }

  /** A closed incident does not call for its alarms: what joined silently calls by itself from now on, until it is reopened. */
  #toldWhoCalls({ incident, alarms }: Kept, isClosed: boolean): void {
    for (const { id: alarmId, isAnnunciated, isStanding } of alarms.values()) {
      if (isAnnunciated || !isStanding) continue;
      this.moved({ alarmId, incidentId: incident.id, isAnnunciated: isClosed });
    }
  }

  #note(kept: Kept, item: IncidentTimelineItem): void {
    if (KEPT_OUTSIDE.has(item.kind)) {
      if (kept.noted >= this.limits.keepReportItems) return;
      kept.noted += 1;
    }
    kept.timeline.push(item);
  }

  #lookUp(index: ReadonlyMap<string, string>, key: string): Kept | undefined {
    const id = index.get(key);
    return id === undefined ? undefined : this.keptOf(id);
  }
}

/** When time will next do something to it. */
function dueOf(kept: Kept): number | undefined {
  const clockMs = nextDueMs(kept.incident);
  const callMs = heldUntilMs(kept);
  return clockMs === undefined || callMs === undefined ? (clockMs ?? callMs) : Math.min(clockMs, callMs);
}

function keyOfReport(source: string, id: string): string {
  return `${source.length}:${source}${id}`;
}
