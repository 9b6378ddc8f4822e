import { isMarkChannel } from '@metropane/live-state';
import type {
  AlarmRecord,
  Channel,
  ChannelPart,
  GeofenceRecord,
  IncidentRecord,
  PositionRecord,
  RecordsPart,
} from '@metropane/live-state';
import { wallAlarm, wallGeofence, wallIncident, wallPosition } from '../view/wall-forms.ts';
import type { FanoutPrincipal } from './fanout-options.ts';

/**
 * Who sees which channel, and how. A wall hangs where visitors see it: it gets no timeline at all, and incidents, alarms, duty posts
 * and fences without what may name or find a person. Desks see everything; an agency sees the incidents that it was given (`AgencyRows`), and neither
 * alarms, nor their marks on the map, nor duty posts. One audience, one encoding: the officers of an agency share theirs.
 */
export type Audience = 'desk' | 'wall' | `agency:${string}`;

export function audienceOf({ role, agency }: FanoutPrincipal): Audience {
  // Escaped, since audience and channels are joined by spaces to the name of a room.
  if (role === 'agency') return `agency:${encodeURIComponent(agency ?? '')}`;
  return role === 'wall' ? 'wall' : 'desk';
}

/** The agency that gets a part of its own of this channel; undefined for a channel or audience without one. */
export function agencyOf(channel: string, audience: Audience): string | undefined {
  if (!PER_AGENCY.has(channel) || !audience.startsWith('agency:')) return undefined;
  return decodeURIComponent(audience.slice('agency:'.length));
}

export function mayWatch(principal: FanoutPrincipal, channel: Channel): boolean {
  if (principal.role === 'agency') return !OF_CONTROL_ROOM.has(channel) && !isMarkChannel(channel);
  return principal.role !== 'wall' || channel !== 'records:timeline';
}

/** Tables of which an agency gets its own part. */
const PER_AGENCY: ReadonlySet<string> = new Set(['records:incident', 'records:timeline']);
const OF_CONTROL_ROOM: ReadonlySet<string> = new Set(['records:alarm', 'records:position']);
const REDACTED: ReadonlySet<string> = new Set([
  'records:incident',
  'records:alarm',
  'records:position',
  'records:geofence',
]);

/** True for a channel that an audience gets in another form than desks. */
export function isRedacted(channel: string, audience: Audience): boolean {
  return audience === 'wall' && REDACTED.has(channel);
}

/** A part as a wall may show it. */
export function redactedPart(part: ChannelPart): ChannelPart {
  if (part.kind !== 'records' || !REDACTED.has(`records:${part.table}`)) return part;
  const upserts: RecordsPart['diff']['upserts'] = new Map();
  for (const [id, row] of part.diff.upserts) upserts.set(id, wallForm(part.table, row));
  return { ...part, diff: { upserts, removed: part.diff.removed } };
}

type Row = RecordsPart['diff']['upserts'] extends Map<string, infer R> ? R : never;

function wallForm(table: RecordsPart['table'], row: Row): Row {
  if (table === 'incident') return wallIncident(row as IncidentRecord);
  if (table === 'geofence') return wallGeofence(row as GeofenceRecord);
  return table === 'alarm' ? wallAlarm(row as AlarmRecord) : wallPosition(row as PositionRecord);
}
