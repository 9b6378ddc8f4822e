import type { BarsRecord, IncidentRecord } from '@metropane/live-state';

const STEP_MS = 300_000;
const SPAN_MS = 6 * 3_600_000;

/** Incidents of the last six hours by the event time at which they opened, five minutes a bar, per priority. */
export function incidentBars(incidents: Iterable<IncidentRecord>, nowMs: number): BarsRecord {
  const count = SPAN_MS / STEP_MS;
  const endBin = Math.floor(nowMs / STEP_MS) + 1;
  const firstBin = endBin - count;
  const counts = Array.from({ length: count }, (): [number, number, number, number] => [0, 0, 0, 0]);
  for (const incident of incidents) {
    const bar = counts[Math.floor(incident.openedAtMs / STEP_MS) - firstBin];
    if (bar !== undefined) bar[incident.priority - 1]! += 1;
  }
  return { id: 'incidents-6h', startMs: firstBin * STEP_MS, stepMs: STEP_MS, counts };
}
