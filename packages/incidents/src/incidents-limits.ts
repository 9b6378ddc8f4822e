import type { IncidentEntry } from './kept-incident.ts';

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
  /** Timeline entries of reports and alarms kept per incident; later ones are only counted (the journal has each). */
  keepReportItems: number;
  /** Alarms shown in the row of an incident: the newest. All that stand are known beside it. */
  keepAlarmLinks: number;
  /** Alarms remembered per incident; beyond it the oldest that are normal again are forgotten. */
  keepAlarms: number;
}

export const DEFAULT_INCIDENTS_LIMITS: IncidentsLimits = {
  keepClosed: 5_000,
  keepOutcomes: 500,
  keepReportItems: 1_000,
  keepAlarmLinks: 100,
  keepAlarms: 1_000,
};
