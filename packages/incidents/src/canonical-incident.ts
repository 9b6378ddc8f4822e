import type { CanonicalWriter } from '@metropane/base';
import type { ActionOutcome } from './apply-action.ts';
import type { ReportSpan } from './grouping.ts';
import type { Incident, IncidentTimelineItem } from './incident.ts';

/** Everything of one incident that a state hash must cover. */
export interface CanonicalIncident {
  incident: Incident;
  span: ReportSpan;
  timeline: readonly IncidentTimelineItem[];
  reportKeys: readonly (readonly [string, string])[];
  outcomes: ReadonlyMap<string, ActionOutcome>;
}

/** Writes an incident the same way whether it was folded live or restored from a checkpoint. */
export function writeIncident(writer: CanonicalWriter, kept: CanonicalIncident): void {
  const { incident, span, timeline, reportKeys, outcomes } = kept;
  writer.string(canonicalJson(incident)).f64(span.firstMs).f64(span.lastMs);
  writer.u32(timeline.length);
  for (const item of timeline) writer.string(canonicalJson(item));
  writer.u32(reportKeys.length);
  for (const [source, id] of reportKeys) writer.string(source).string(id);
  writer.u32(outcomes.size);
  for (const [actionId, outcome] of outcomes) writer.string(actionId).string(canonicalJson(outcome));
}

/** Keys in code-unit order: an incident that was restored may hold its fields in another order. */
function canonicalJson(value: object): string {
  return JSON.stringify(value, (_, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
