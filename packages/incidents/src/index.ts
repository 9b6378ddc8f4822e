export * from './alarms/index.ts';
export * from './performance/index.ts';
export { applyAction } from './apply-action.ts';
export type { ActionOutcome, ActionRefusal } from './apply-action.ts';
export { answersOf, openAssignments } from './assignments.ts';
export { isGivenTo } from './given-to.ts';
export { distanceM, JOIN_RADIUS_M, JOIN_WINDOW_MS } from './grouping.ts';
export { afterAction } from './documents/after-action.ts';
export type { AfterActionReport } from './documents/after-action.ts';
export { ics201 } from './documents/ics-201.ts';
export type { Ics201 } from './documents/ics-201.ts';
export { ics214 } from './documents/ics-214.ts';
export type { Ics214 } from './documents/ics-214.ts';
export type { DocumentOptions, IncidentFile } from './documents/incident-file.ts';
export type { DocumentLanguage } from './documents/words.ts';
export * from './incident-parts.ts';
export * from './shift/index.ts';
export { DEFAULT_SERVICE_LEVELS } from './service-levels.ts';
export type { ServiceLevels } from './service-levels.ts';
export type { TopologyLink } from './topology.ts';
export { AGENCY_ANSWERS, DERIVED_TIMELINE_KINDS, INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
export type {
  ActContext,
  AgencyAnswer,
  Incident,
  IncidentAction,
  IncidentActionName,
  IncidentState,
  IncidentTimelineItem,
  IncidentTimelineKind,
  Priority,
} from './incident.ts';
export type { AlarmContext } from './alarm-to-incident.ts';
export type { AlarmPlacement } from './place-alarm.ts';
export type { IncidentEvent, MovedAlarm } from './incident-event.ts';
export { DEFAULT_INCIDENTS_LIMITS } from './incidents-limits.ts';
export type { IncidentsLimits, IncidentsSnapshot } from './incidents-limits.ts';
export type { IncidentEntry } from './kept-incident.ts';
export { Incidents } from './incidents.ts';
export type { StoreActionOutcome } from './incidents.ts';
export { parseNewIncident } from './new-incident.ts';
export type { NewIncident } from './new-incident.ts';
export type { ReportOutcome } from './place-report.ts';
export type { IncidentSettings } from './settings.ts';
export type { Sop } from './sop-progress.ts';
export { parseAction } from './parse-action.ts';
export { DEFAULT_SEVERITY, SEVERITIES, toPriority, URGENCIES, urgencyToRespond } from './priority.ts';
export type { Severity, Urgency } from './priority.ts';
export { incidentId, joinReport, openIncident } from './report-to-incident.ts';
export type { IncidentChange, ReportContext } from './report-to-incident.ts';
export { allowedActs, allowedActsOf, isLegalAct, LEGAL_ACTIONS, LEGAL_STATUS } from './transitions.ts';
