export * from './alarms/index.ts';
export { applyAction } from './apply-action.ts';
export type { ActionOutcome, ActionRefusal } from './apply-action.ts';
export { distanceM, JOIN_RADIUS_M, JOIN_WINDOW_MS } from './grouping.ts';
export * from './incident-parts.ts';
export * from './shift/index.ts';
export type { ServiceLevels } from './service-levels.ts';
export type { TopologyLink } from './topology.ts';
export { INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
export type {
  ActContext,
  Incident,
  IncidentAction,
  IncidentActionName,
  IncidentState,
  IncidentTimelineItem,
  Priority,
} from './incident.ts';
export { DEFAULT_INCIDENTS_LIMITS, Incidents } from './incidents.ts';
export type {
  IncidentEntry,
  IncidentsLimits,
  IncidentsSnapshot,
  ReportOutcome,
  StoreActionOutcome,
} from './incidents.ts';
export { parseAction } from './parse-action.ts';
export { DEFAULT_SEVERITY, toPriority } from './priority.ts';
export type { Severity, Urgency } from './priority.ts';
export { incidentId, joinReport, openIncident } from './report-to-incident.ts';
export type { IncidentChange, ReportContext } from './report-to-incident.ts';
export { allowedActs, isLegalAct, LEGAL_ACTIONS, LEGAL_STATUS } from './transitions.ts';
