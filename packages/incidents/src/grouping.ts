import type { Report } from '@metropane/city';
import type { Incident } from './incident.ts';

/**
 * When a report is one more word about a known incident: it has the same category, the incident is still open, and
 * - it names the same entity (a flooded gauge that reports every minute is one incident), or
 * - it lies within 150 m of the incident's place and within 30 min of its reports.
 * Why these: callers place an accident by the nearest address or junction, about 100 m off in dense streets, and calls about one
 * event come within minutes; two fires 200 m apart, or at one corner in the morning and at night, must stay two.
 * The place is that of the first report, so a chain of reports cannot walk across the city. A report without place and entity opens:
 * a wrong merge hides an incident, a needless second one costs an operator a glance.
 */
export const JOIN_RADIUS_M = 150;
export const JOIN_WINDOW_MS = 30 * 60_000;

const METRES_PER_DEGREE = 111_195;

/** Event times of an incident's reports so far. */
export interface ReportSpan {
  firstMs: number;
  lastMs: number;
}

/** Metres between two places, by the plane that touches the earth between them: better than 0.1 % over a few kilometres. */
export function distanceM(a: readonly [number, number], b: readonly [number, number]): number {
  const meanLat = ((a[1] + b[1]) / 2) * (Math.PI / 180);
  const east = (a[0] - b[0]) * Math.cos(meanLat);
  const north = a[1] - b[1];
  return Math.hypot(east, north) * METRES_PER_DEGREE;
}

/** How well a report fits an open incident of its category: 0 = same entity, else metres; undefined = not the same thing. */
export function fitOf(report: Report, incident: Incident, span: ReportSpan): number | undefined {
  if (report.category !== incident.category || incident.state === 'closed') return undefined;
  if (report.entity !== undefined && report.entity === incident.entity) return 0;
  if (report.loc === undefined || incident.loc === undefined) return undefined;
  const isInTime = report.tMs >= span.firstMs - JOIN_WINDOW_MS && report.tMs <= span.lastMs + JOIN_WINDOW_MS;
  if (!isInTime) return undefined;
  const metres = distanceM(report.loc, incident.loc);
  return metres <= JOIN_RADIUS_M ? metres : undefined;
}
