import { hash } from 'node:crypto';
import { reportCategory } from '@metropane/city';
import type { Alarm, Incident } from '@metropane/incidents';
import type { Realm } from '../access/principal.ts';
import type { Target } from './delivery-config.ts';
import type { Occasion } from './occasion.ts';

/** What the room says of the subject of an occasion when the message is made; null where it has forgotten it. */
export interface Subject {
  incident: Incident | null;
  alarm: Alarm | null;
}

/** The message that leaves, version 1. Times are RFC 3339 in UTC. Nothing that a person told unless the target asks for `texts`. */
export interface OutMessage {
  v: 1;
  /** The same at every attempt: what a receiver recognises a repetition by. */
  id: string;
  event: string;
  detail: string;
  at: string;
  realm: Realm;
  simulated: boolean;
  incident?: Record<string, unknown>;
  alarm?: Record<string, unknown>;
  /** CAP 1.2 document. */
  cap?: { identifier: string; xml: string };
}

/** What happens to one thing keeps its order at each target. */
export function subjectOf({ alarmId, incidentId }: Occasion): string {
  return alarmId === undefined ? `incident/${incidentId ?? ''}` : `alarm/${alarmId}`;
}

export function messageId(occasion: Occasion, targetId: string): string {
  return hash('sha256', `${occasion.hash}\0${targetId}`).slice(0, 32);
}

export function composeMessage(
  occasion: Occasion,
  { incident, alarm }: Subject,
  { target, realm }: { target: Pick<Target, 'id' | 'texts'>; realm: Realm },
): OutMessage {
  const { event, detail, atMs, cap } = occasion;
  return {
    v: 1,
    id: messageId(occasion, target.id),
    event,
    detail,
    at: iso(atMs),
    realm,
    simulated: isSimulated(occasion, { incident, alarm }),
    ...(incident === null
      ? idOnly('incident', occasion.incidentId)
      : { incident: incidentPart(incident, target.texts) }),
    ...(alarm === null ? idOnly('alarm', occasion.alarmId) : { alarm: alarmPart(alarm) }),
    ...(cap === undefined ? {} : { cap: { identifier: cap.identifier, xml: cap.xml } }),
  };
}

export function isSimulated({ cap }: Occasion, { incident, alarm }: Subject): boolean {
  return cap?.simulated ?? alarm?.simulated ?? incident?.simulated ?? false;
}

/** Of what the room has forgotten since: it is over. */
function idOnly(
  kind: 'incident' | 'alarm',
  id: string | undefined,
): Partial<Record<typeof kind, { id: string }>> {
  return id === undefined ? {} : { [kind]: { id } };
}

/** What of an incident goes out as it is. */
const TOLD = [
  'id',
  'revision',
  'priority',
  'severity',
  'urgency',
  'state',
  'category',
  'loc',
  'unit',
  'entity',
  'assignedTo',
  'position',
] as const satisfies (keyof Incident)[];

const TOLD_OF_ALARM = [
  'id',
  'revision',
  'ruleId',
  'key',
  'domain',
  'entity',
  'category',
  'priority',
  'state',
  'isActive',
  'isAcknowledged',
  'trigger',
  'latest',
  'incidentId',
  'loc',
  'unit',
  'position',
] as const satisfies (keyof Alarm)[];

function incidentPart(incident: Incident, hasTexts: boolean): Record<string, unknown> {
  return {
    ...Object.fromEntries(TOLD.map((name) => [name, incident[name]])),
    categoryName: reportCategory(incident.category)?.name,
    ...(hasTexts ? { title: incident.title } : {}),
    openedAt: iso(incident.openedAtMs),
    knownAt: iso(incident.knownAtMs),
    updatedAt: iso(incident.updatedAtMs),
    ...(incident.acknowledgedAtMs === undefined ? {} : { acknowledgedAt: iso(incident.acknowledgedAtMs) }),
    ...(incident.closedAtMs === undefined ? {} : { closedAt: iso(incident.closedAtMs) }),
    reports: incident.reports,
  };
}

function alarmPart(alarm: Alarm): Record<string, unknown> {
  return {
    ...Object.fromEntries(TOLD_OF_ALARM.map((name) => [name, alarm[name]])),
    categoryName: reportCategory(alarm.category)?.name,
    onset: iso(alarm.onsetMs),
    raisedAt: iso(alarm.raisedAtMs),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
