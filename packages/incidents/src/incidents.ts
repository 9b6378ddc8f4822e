import { assert } from '@metropane/base';
import type { CanonicalWriter } from '@metropane/base';
import type { Report } from '@metropane/city';
import { applyAction } from './apply-action.ts';
import type { ActionOutcome } from './apply-action.ts';
import { writeIncident } from './canonical-incident.ts';
import { fitOf } from './grouping.ts';
import type { ReportSpan } from './grouping.ts';
import type { ActContext, Incident, IncidentTimelineItem } from './incident.ts';
import { OpenIndex } from './open-index.ts';
import { joinReport, openIncident } from './report-to-incident.ts';
import type { IncidentChange, ReportContext } from './report-to-incident.ts';

/** What became of a report. */
export interface ReportOutcome {
  kind: 'opened' | 'joined' | 'duplicate';
  incident: Incident;
}

/** An act on an incident that does not exist, or what `applyAction` says. `isRepeat`: nothing was done now. */
export type StoreActionOutcome =
  | (ActionOutcome & { isRepeat: boolean })
  | { readonly ok: false; readonly code: 'no-incident'; readonly message: string; readonly isRepeat: false };

/** Everything of one incident, JSON-able. */
export interface IncidentEntry {
  incident: Incident;
  span: ReportSpan;
  timeline: IncidentTimelineItem[];
  /** `[source, id]` of every report. */
  reportKeys: [string, string][];
  /** First outcomes by action id, oldest first. */
  outcomes: [string, ActionOutcome][];
}

export interface IncidentsSnapshot {
  nextNumber: number;
  /** In the order in which they were opened. */
  entries: IncidentEntry[];
  /** Ids of closed incidents, longest closed first. */
  closed: string[];
}

export interface IncidentsLimits {
  /** Closed incidents kept; beyond it the longest closed one is forgotten (it stays in journal and history). */
  keepClosed: number;
  /** Outcomes remembered per incident for repeated action ids. */
  keepOutcomes: number;
  /** Timeline entries of kind `report` kept per incident; later ones are only counted in `reports` (the journal has each). */
  keepReportItems: number;
}

export const DEFAULT_INCIDENTS_LIMITS: IncidentsLimits = {
  keepClosed: 5_000,
  keepOutcomes: 500,
  keepReportItems: 1_000,
};

/** An entry in memory: outcomes are looked up by action id. */
type Kept = Omit<IncidentEntry, 'outcomes'> & { outcomes: Map<string, ActionOutcome> };

/**
 * All incidents of one realm, as part of the fold: the same calls in the same order give the same incidents, ids and hashes.
 * Bounded by counts, never by time, so that a replay forgets at the same place. Open incidents are never forgotten.
 */
export class Incidents {
  readonly #limits: IncidentsLimits;
  readonly #kept = new Map<string, Kept>();
  readonly #open = new OpenIndex();
  readonly #incidentOfReport = new Map<string, string>();
  readonly #closed = new Set<string>();
  #nextNumber = 1;

  constructor(limits: Partial<IncidentsLimits> = {}) {
    this.#limits = { ...DEFAULT_INCIDENTS_LIMITS, ...limits };
  }

  /** Incidents kept, open and closed. */
  get size(): number {
    return this.#kept.size;
  }

  get openCount(): number {
    return this.#kept.size - this.#closed.size;
  }

  get(id: string): Incident | undefined {
    return this.#kept.get(id)?.incident;
  }

  /** The row of the timeline table: oldest first. A copy: later entries do not appear in it. */
  timeline(id: string): { incidentId: string; items: IncidentTimelineItem[] } | undefined {
    const kept = this.#kept.get(id);
    return kept === undefined ? undefined : { incidentId: id, items: kept.timeline.slice() };
  }

  /** In the order in which they were opened. */
  *values(): Generator<Incident> {
    for (const kept of this.#kept.values()) yield kept.incident;
  }

  /** Opens or joins an incident, or recognises a report that was already told. */
  applyReport(report: Report, ctx: ReportContext): ReportOutcome {
    const reportKey = keyOfReport(report.source, report.id);
    const known = this.#incidentOfReport.get(reportKey);
    if (known !== undefined) {
      return { kind: 'duplicate', incident: this.#keptOf(known).incident };
    }
    const target = this.#bestFit(report);
    const id = target ?? this.#openNew(report, ctx);
    if (target !== undefined) this.#join(target, report, ctx);
    const kept = this.#keptOf(id);
    kept.reportKeys.push([report.source, report.id]);
    this.#incidentOfReport.set(reportKey, id);
    return { kind: target === undefined ? 'opened' : 'joined', incident: kept.incident };
  }

  /**
   * What `applyAction` would answer, without doing it: for refusing before an act is journalled.
   * A repeated `actionId` gives its first outcome, before anything else is looked at.
   */
  decideAction(id: string, action: unknown, ctx: ActContext): StoreActionOutcome {
    const kept = this.#kept.get(id);
    if (kept === undefined) {
      return { ok: false, code: 'no-incident', message: `there is no incident ${id}`, isRepeat: false };
    }
    const first = kept.outcomes.get(actionIdOf(action) ?? '');
    if (first !== undefined) return { ...first, isRepeat: true };
    return { ...applyAction(kept.incident, action, ctx), isRepeat: false };
  }

  /**
   * Does an act, or says why not; either way remembers the outcome under its `actionId`.
   * `evicted`: closed incidents that were forgotten for it, longest closed first; screens must drop them.
   */
  applyAction(id: string, action: unknown, ctx: ActContext): StoreActionOutcome & { evicted: string[] } {
    const outcome = this.decideAction(id, action, ctx);
    if (outcome.isRepeat || (!outcome.ok && outcome.code === 'no-incident'))
      return { ...outcome, evicted: [] };
    const kept = this.#keptOf(id);
    if (outcome.ok) this.#replace(kept, outcome.value);
    const { isRepeat: _, ...first } = outcome;
    this.#remember(kept, actionIdOf(action), first as ActionOutcome);
    return { ...outcome, evicted: this.#evict() };
  }

  snapshot(): IncidentsSnapshot {
    const entries = [...this.#kept.values()].map((kept) => ({
      incident: kept.incident,
      span: { ...kept.span },
      timeline: kept.timeline.slice(),
      reportKeys: kept.reportKeys.slice(),
      outcomes: [...kept.outcomes],
    }));
    return { nextNumber: this.#nextNumber, entries, closed: [...this.#closed] };
  }

  /** Fills an empty store with what `snapshot` gave; throws on a store that is not empty. */
  restore(snapshot: IncidentsSnapshot): void {
    assert(this.#kept.size === 0 && this.#nextNumber === 1, 'only an empty store is restored', {
      size: this.#kept.size,
    });
    this.#nextNumber = snapshot.nextNumber;
    for (const entry of snapshot.entries) {
      const { incident } = entry;
      this.#kept.set(incident.id, {
        incident,
        span: { ...entry.span },
        timeline: entry.timeline.slice(),
        reportKeys: entry.reportKeys.slice(),
        outcomes: new Map(entry.outcomes),
      });
      for (const [source, id] of entry.reportKeys) {
        this.#incidentOfReport.set(keyOfReport(source, id), incident.id);
      }
      if (incident.state !== 'closed') this.#open.add(incident);
    }
    for (const id of snapshot.closed) this.#closed.add(id);
  }

  /** One canonical key per incident and one for the store: what a state hash is made of. */
  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    write('incidents', (writer) => {
      writer.f64(this.#nextNumber).u32(this.#closed.size);
      for (const id of this.#closed) writer.string(id);
    });
    for (const [id, kept] of this.#kept) write(`incident\0${id}`, (writer) => writeIncident(writer, kept));
  }

  /** The open incident that a report fits best; of equal ones the older. */
  #bestFit(report: Report): string | undefined {
    let best: string | undefined;
    let bestFit = Infinity;
    for (const id of this.#open.candidates(report)) {
      const kept = this.#keptOf(id);
      const fit = fitOf(report, kept.incident, kept.span);
      if (fit === undefined) continue;
      if (fit < bestFit || (fit === bestFit && (best === undefined || isOlder(id, best)))) {
        best = id;
        bestFit = fit;
      }
    }
    return best;
  }

  #openNew(report: Report, ctx: ReportContext): string {
    const { incident, timelineItem } = openIncident(report, { ...ctx, number: this.#nextNumber });
    this.#nextNumber += 1;
    this.#kept.set(incident.id, {
      incident,
      span: { firstMs: report.tMs, lastMs: report.tMs },
      timeline: [timelineItem],
      reportKeys: [],
      outcomes: new Map(),
    });
    this.#open.add(incident);
    return incident.id;
  }

  #join(id: string, report: Report, ctx: ReportContext): void {
    const kept = this.#keptOf(id);
    const change = joinReport(kept.incident, report, ctx);
    kept.span = {
      firstMs: Math.min(kept.span.firstMs, report.tMs),
      lastMs: Math.max(kept.span.lastMs, report.tMs),
    };
    const isShown = kept.incident.reports <= this.#limits.keepReportItems;
    kept.incident = change.incident;
    // A join may add a place or an entity, never take one away: the old keys are still right.
    this.#open.add(kept.incident);
    if (isShown) kept.timeline.push(change.timelineItem);
  }

  #replace(kept: Kept, change: IncidentChange): void {
    const wasClosed = kept.incident.state === 'closed';
    const isClosed = change.incident.state === 'closed';
    kept.incident = change.incident;
    kept.timeline.push(change.timelineItem);
    if (isClosed === wasClosed) return;
    if (isClosed) {
      this.#open.delete(change.incident);
      this.#closed.add(change.incident.id);
    } else {
      this.#closed.delete(change.incident.id);
      this.#open.add(change.incident);
    }
  }

  #remember(kept: Kept, actionId: string | undefined, outcome: ActionOutcome): void {
    if (actionId === undefined) return;
    kept.outcomes.set(actionId, outcome);
    if (kept.outcomes.size <= this.#limits.keepOutcomes) return;
    for (const oldest of kept.outcomes.keys()) {
      kept.outcomes.delete(oldest);
      return;
    }
  }

  /** Forgets the longest closed incidents beyond the limit, with their reports. */
  #evict(): string[] {
    const evicted: string[] = [];
    for (const id of this.#closed) {
      if (this.#closed.size <= this.#limits.keepClosed) break;
      for (const [source, reportId] of this.#keptOf(id).reportKeys) {
        this.#incidentOfReport.delete(keyOfReport(source, reportId));
      }
      this.#closed.delete(id);
      this.#kept.delete(id);
      evicted.push(id);
    }
    return evicted;
  }

  #keptOf(id: string): Kept {
    const kept = this.#kept.get(id);
    assert(kept !== undefined, 'an indexed incident is kept', { id });
    return kept;
  }
}

function keyOfReport(source: string, id: string): string {
  return `${source.length}:${source}${id}`;
}

function actionIdOf(action: unknown): string | undefined {
  if (typeof action !== 'object' || action === null || !('actionId' in action)) return undefined;
  return typeof action.actionId === 'string' && action.actionId.trim() !== ''
    ? action.actionId.trim()
    : undefined;
}

/** Shorter ids are older once numbers pass 6 digits. */
function isOlder(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}
