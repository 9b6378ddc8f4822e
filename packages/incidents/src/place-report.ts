import type { Report } from '@metropane/city';
import type { GroupingReason } from './incident-parts.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Incident } from './incident.ts';
import type { Relation, Subject } from './grouping.ts';
import { freshKept } from './kept-incident.ts';
import type { Kept, KeptReport } from './kept-incident.ts';
import { joinReport, openIncident } from './report-to-incident.ts';
import type { ReportContext } from './report-to-incident.ts';
import { wordsOf } from './same-words.ts';
import { begin, settledClocks } from './settings.ts';
import type { IncidentSettings } from './settings.ts';
import { NO_PATHS } from './topology-index.ts';

/** What became of a report. */
export interface ReportOutcome {
  kind: 'opened' | 'joined' | 'duplicate';
  incident: Incident;
  /** Absent for a duplicate. */
  why?: GroupingReason;
}

interface Placing {
  store: IncidentStore;
  settings: IncidentSettings;
}

/** Opens an incident for a report, joins it to the one that it belongs to, or recognises one that was already told. */
export function placeReport(placing: Placing, report: Report, ctx: ReportContext): ReportOutcome {
  const { store } = placing;
  const known = store.ofReport(report.source, report.id);
  if (known !== undefined) return { kind: 'duplicate', incident: known.incident };
  const best = amendedBy(store, report) ?? store.open.bestFit(subjectOf(report, ctx));
  const kept = best === undefined ? opened(placing, report, ctx) : joined(placing, report, { ctx, ...best });
  store.ownReports(kept, [report]);
  const why = best?.relation.why ?? { kind: 'first' as const };
  const kind = best === undefined ? 'opened' : 'joined';
  store.tell(kept, { kind, atMs: ctx.atMs, why, isAnnunciated: best === undefined });
  return { kind, incident: kept.incident, why };
}

/** The open incident of a report that this one updates or cancels: where and when it lies does not matter then. */
function amendedBy(
  store: IncidentStore,
  { amends = [] }: Report,
): { kept: Kept; relation: Pick<Relation, 'why'> } | undefined {
  for (const [source, id] of amends) {
    const kept = store.ofReport(source, id);
    if (kept !== undefined && kept.incident.state !== 'closed')
      return { kept, relation: { why: { kind: 'same-key', of: id } } };
  }
  return undefined;
}

function subjectOf(report: Report, ctx: ReportContext): Subject {
  const { category, tMs, loc, entity, title, description } = report;
  return {
    category,
    tMs,
    loc,
    entity,
    unit: ctx.unit?.code,
    paths: NO_PATHS,
    words: wordsOf(`${title} ${description ?? ''}`),
  };
}

function opened({ store, settings }: Placing, report: Report, ctx: ReportContext): Kept {
  const { incident, timelineItem } = openIncident(report, { ...ctx, id: store.nextId() });
  const kept = freshKept(begin(incident, settings), { ...timelineItem, why: { kind: 'first' } });
  kept.reports.push(keepReport(report));
  store.add(kept);
  return kept;
}

function joined(
  { store, settings }: Placing,
  report: Report,
  { ctx, kept, relation }: { ctx: ReportContext; kept: Kept; relation: Pick<Relation, 'why'> },
): Kept {
  const before = kept.incident;
  const change = joinReport(before, report, ctx);
  kept.span = {
    firstMs: Math.min(kept.span.firstMs, report.tMs),
    lastMs: Math.max(kept.span.lastMs, report.tMs),
  };
  kept.reports.push(keepReport(report));
  kept.categories.add(report.category);
  store.update(kept, settledClocks(before, change.incident, settings), [
    { ...change.timelineItem, why: relation.why },
  ]);
  return kept;
}

function keepReport({ source, id, tMs, category, title, loc, severity }: Report): KeptReport {
  return {
    source,
    id,
    tMs,
    category,
    title,
    ...(severity === undefined ? {} : { severity }),
    ...(loc === undefined ? {} : { loc }),
  };
}
