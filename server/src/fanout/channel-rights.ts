import type { Channel, ChannelPart, IncidentRecord, RecordsPart } from '@metropane/live-state';
import type { FanoutPrincipal } from './fanout-options.ts';

/**
 * Who sees which channel, and how. A wall hangs where visitors see it: it gets no timeline at all, and incidents without what
 * may name or find a person. Desks see everything; an agency sees no incidents, as none are given to agencies yet.
 */
export type Audience = 'desk' | 'wall';

export function audienceOf(principal: FanoutPrincipal): Audience {
  return principal.role === 'wall' ? 'wall' : 'desk';
}

export function mayWatch(principal: FanoutPrincipal, channel: Channel): boolean {
  if (principal.role === 'agency') return channel !== 'records:incident' && channel !== 'records:timeline';
  return principal.role !== 'wall' || channel !== 'records:timeline';
}

/** True for a channel that an audience gets in another form than desks. */
export function isRedacted(channel: string, audience: Audience): boolean {
  return audience === 'wall' && channel === 'records:incident';
}

/** An incident part as a wall may show it. */
export function redactedPart(part: ChannelPart): ChannelPart {
  if (part.kind !== 'records' || part.table !== 'incident') return part;
  const upserts: RecordsPart['diff']['upserts'] = new Map();
  for (const [id, row] of part.diff.upserts) upserts.set(id, redactedIncident(row as IncidentRecord));
  return { ...part, diff: { upserts, removed: part.diff.removed } };
}

/** Without description and people; the place rounded to about 100 m; phone numbers and plates in the title blotted out. */
export function redactedIncident(incident: IncidentRecord): IncidentRecord {
  const {
    description: _description,
    acknowledgedBy: _acknowledgedBy,
    claimedBy: _claimedBy,
    assignedTo: _assignedTo,
    loc,
    ...shown
  } = incident;
  const title = shown.title.replaceAll(PHONE, '•••').replaceAll(PLATE, '•••');
  return {
    ...shown,
    title,
    ...(loc === undefined ? {} : { loc: [coarse(loc[0]), coarse(loc[1])] as const }),
  };
}

/** Eight digits or more, with the separators that people write. */
const PHONE = /\+?\d(?:[ .-]?\d){7,}/g;
/** Vietnamese plates: 51F-123.45, 59-X1 234.56. */
const PLATE = /\b\d{2}-?[A-Z][A-Z0-9]?[ -]?\d{3}\.?\d{1,2}\b/g;

function coarse(deg: number): number {
  return Math.round(deg * 1_000) / 1_000;
}
