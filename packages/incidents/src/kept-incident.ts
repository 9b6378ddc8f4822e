import type { CanonicalWriter } from '@metropane/base';
import type { Report } from '@metropane/city';
import type { ActionOutcome } from './apply-action.ts';
import type { EventSpan, Grouped } from './grouping.ts';
import type { Incident, IncidentTimelineItem, Priority } from './incident.ts';
import { wordsOf } from './same-words.ts';

/** What an incident remembers of a report: enough to give it to another incident. */
export type KeptReport = Pick<Report, 'source' | 'id' | 'tMs' | 'category' | 'title' | 'loc' | 'severity'>;

/** What an incident remembers of one of its alarms, from the onset until long after it is normal. */
export interface KeptAlarm {
  id: string;
  key: string;
  category: string;
  priority: Priority;
  onsetMs: number;
  title: string;
  isAnnunciated: boolean;
  isAcknowledged: boolean;
  isActive: boolean;
  /** Not normal yet. */
  isStanding: boolean;
  /** Processing time. */
  joinedAtMs: number;
  /** Its call waits until then for what may have brought it about. */
  heldUntilMs?: number;
  loc?: readonly [number, number];
}

/** Everything of one incident, JSON-able. */
export interface IncidentEntry {
  incident: Incident;
  span: EventSpan;
  timeline: IncidentTimelineItem[];
  reports: KeptReport[];
  alarms: KeptAlarm[];
  /** Keys of alarms ever joined, oldest first, as far as they fit. */
  keys: string[];
  /** Possible common causes (`grouping.ts`). */
  common: string[];
  categories: string[];
  /** First outcomes by action id, oldest first. */
  outcomes: [string, ActionOutcome][];
  /** Under which id it was asked for by hand. */
  requestId?: string;
  /** Derived events told so far. */
  told: number;
  /** Entries of reports and alarms in `timeline`. */
  noted: number;
}

/** An entry in memory. */
export interface Kept {
  incident: Incident;
  span: EventSpan;
  timeline: IncidentTimelineItem[];
  reports: KeptReport[];
  alarms: Map<string, KeptAlarm>;
  keys: Set<string>;
  common: Set<string>;
  categories: Set<string>;
  outcomes: Map<string, ActionOutcome>;
  requestId: string | undefined;
  told: number;
  noted: number;
}

/** A new incident, before anything was grouped into it. */
export function freshKept(incident: Incident, first: IncidentTimelineItem): Kept {
  return {
    incident,
    span: { firstMs: incident.openedAtMs, lastMs: incident.openedAtMs },
    timeline: [first],
    reports: [],
    alarms: new Map(),
    keys: new Set(),
    common: new Set(),
    categories: new Set([incident.category]),
    outcomes: new Map(),
    requestId: undefined,
    told: 0,
    noted: 0,
  };
}

export function toEntry(kept: Kept): IncidentEntry {
  const { incident, span, timeline, reports, alarms, keys, common, categories, outcomes, told } = kept;
  return {
    incident,
    span: { ...span },
    timeline: timeline.slice(),
    reports: reports.slice(),
    alarms: [...alarms.values()],
    keys: [...keys],
    common: [...common],
    categories: [...categories],
    outcomes: [...outcomes],
    ...(kept.requestId === undefined ? {} : { requestId: kept.requestId }),
    told,
    noted: kept.noted,
  };
}

export function fromEntry(entry: IncidentEntry): Kept {
  return {
    incident: entry.incident,
    span: { ...entry.span },
    timeline: entry.timeline.slice(),
    reports: entry.reports.slice(),
    alarms: new Map(entry.alarms.map((alarm) => [alarm.id, alarm])),
    keys: new Set(entry.keys),
    common: new Set(entry.common),
    categories: new Set(entry.categories),
    outcomes: new Map(entry.outcomes),
    requestId: entry.requestId,
    told: entry.told,
    noted: entry.noted,
  };
}

/** What grouping asks of it. */
export function groupedOf(kept: Kept): Grouped {
  const { incident, span, categories, keys, common } = kept;
  let words: ReadonlySet<string> | undefined;
  return {
    incident,
    span,
    categories,
    keys,
    common,
    get isActive() {
      for (const alarm of kept.alarms.values()) if (alarm.isActive) return true;
      return false;
    },
    get words() {
      words ??= wordsOf(`${incident.title} ${incident.description ?? ''}`);
      return words;
    },
  };
}

/** The most urgent priority that an operator was called for, or is about to be; 5 when for none. */
export function calledPriority(kept: Kept): number {
  let called = kept.reports.length > 0 || kept.alarms.size === 0 ? kept.incident.priority : 5;
  for (const { isAnnunciated, heldUntilMs, priority } of kept.alarms.values()) {
    if (isAnnunciated || heldUntilMs !== undefined) called = Math.min(called, priority);
  }
  return called;
}

/** Writes an incident the same way whether it was folded live or restored from a checkpoint. */
export function writeKept(writer: CanonicalWriter, kept: Kept): void {
  const { incident, span, timeline, reports, alarms, keys, common, categories, outcomes } = kept;
  writer.string(canonicalJson(incident)).f64(span.firstMs).f64(span.lastMs).u32(kept.told).u32(kept.noted);
  for (const list of [timeline, reports, [...alarms.values()]]) {
    writer.u32(list.length);
    for (const item of list) writer.string(canonicalJson(item));
  }
  for (const texts of [keys, common, categories]) {
    writer.u32(texts.size);
    for (const text of texts) writer.string(text);
  }
  writer.string(kept.requestId ?? '').u32(outcomes.size);
  for (const [actionId, outcome] of outcomes) writer.string(actionId).string(canonicalJson(outcome));
}

/** Keys in code-unit order: an incident that was restored may hold its fields in another order. */
function canonicalJson(value: object): string {
  return JSON.stringify(value, (_, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
