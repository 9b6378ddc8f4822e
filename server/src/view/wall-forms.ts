import type { AlarmRecord, GeofenceRecord, IncidentRecord, PositionRecord } from '@metropane/live-state';

/**
 * What a wall shows hangs where visitors see it: no people and no free text. Fields are named one by one, so that a new field is
 * hidden until somebody decides that it may be shown.
 */
const INCIDENT_FIELDS = [
  ...['id', 'revision', 'priority', 'state', 'category', 'title', 'loc', 'unit', 'entity', 'source'],
  ...['reports', 'openedAtMs', 'knownAtMs', 'updatedAtMs', 'acknowledgedAtMs', 'closedAtMs', 'simulated'],
  ...['severity', 'urgency', 'alarms', 'clocks', 'pauses', 'assignments', 'escalations', 'position'],
] as readonly (keyof IncidentRecord)[];

const ALARM_FIELDS = [
  ...['id', 'revision', 'ruleId', 'ruleRevision', 'key', 'domain', 'entity', 'category', 'priority', 'state'],
  ...['isActive', 'isAcknowledged', 'isLatching', 'isAnnunciated', 'onsetMs', 'raisedAtMs', 'changedAtMs'],
  ...['returnedMs', 'acknowledgedAtMs', 'respondByMs', 'trigger', 'latest', 'activations', 'isChattering'],
  ...['shelved', 'suppressed', 'outOfService', 'incidentId', 'loc', 'unit', 'position', 'simulated'],
  ...['name', 'place'],
] as readonly (keyof AlarmRecord)[];

const POSITION_FIELDS = ['id', 'order', 'name', 'load'] as const satisfies readonly (keyof PositionRecord)[];

const GEOFENCE_FIELDS = [
  ...['id', 'revision', 'name', 'kind', 'ring', 'areaM2', 'units'],
  ...['createdAtMs', 'changedAtMs', 'expiresAtMs'],
] as readonly (keyof GeofenceRecord)[];

/** The place rounded to about 100 m; phone numbers and plates in the title blotted out. */
export function wallIncident(incident: IncidentRecord): IncidentRecord {
  const { loc, pauses, assignments, escalations, ...shown } = picked(incident, INCIDENT_FIELDS);
  return {
    ...shown,
    title: incident.title.replaceAll(PHONE, '•••').replaceAll(PLATE, '•••'),
    ...(loc === undefined ? {} : { loc: [coarse(loc[0]), coarse(loc[1])] as const }),
    ...(pauses === undefined ? {} : { pauses: pauses.map((pause) => without(pause, ['by', 'text'])) }),
    ...(assignments === undefined
      ? {}
      : { assignments: assignments.map((one) => without(one, ['assignee', 'by', 'text', 'post'])) }),
    ...(escalations === undefined
      ? {}
      : { escalations: escalations.map(({ level, reason, atMs }) => ({ level, reason, atMs })) }),
  } as IncidentRecord;
}

/** Who set it aside and why in his words is not told; that it is set aside, and until when, is. */
export function wallAlarm(alarm: AlarmRecord): AlarmRecord {
  const { shelved, outOfService, ...shown } = picked(alarm, ALARM_FIELDS);
  return {
    ...shown,
    ...(shelved === undefined ? {} : { shelved: without(shelved, ['by', 'reason']) }),
    ...(outOfService === undefined ? {} : { outOfService: without(outOfService, ['by', 'reason']) }),
  } as AlarmRecord;
}

/** A duty post without who has it. */
export function wallPosition(position: PositionRecord): PositionRecord {
  return picked(position, POSITION_FIELDS) as PositionRecord;
}

/** What is fenced, and as what; neither why in somebody's words nor by whom. */
export function wallGeofence(fence: GeofenceRecord): GeofenceRecord {
  const shown = picked(fence, GEOFENCE_FIELDS) as GeofenceRecord;
  return { ...shown, name: fence.name.replaceAll(PHONE, '•••').replaceAll(PLATE, '•••') };
}

function picked<T extends object>(row: T, fields: readonly (keyof T)[]): Partial<T> {
  const kept: Partial<T> = {};
  for (const field of fields) if (row[field] !== undefined) kept[field] = row[field];
  return kept;
}

/** The texts that a row must have are empty, so that its shape stays. */
function without<T extends object>(row: T, texts: readonly (keyof T)[]): T {
  const left = { ...row };
  for (const name of texts) if (left[name] !== undefined) left[name] = '' as T[keyof T];
  return left;
}

/** Eight digits or more, with the separators that people write. */
const PHONE = /\+?\d(?:[ .-]?\d){7,}/g;
/** Vietnamese plates: 51F-123.45, 59-X1 234.56. */
const PLATE = /\b\d{2}-?[A-Z][A-Z0-9]?[ -]?\d{3}\.?\d{1,2}\b/g;

function coarse(deg: number): number {
  return Math.round(deg * 1_000) / 1_000;
}
