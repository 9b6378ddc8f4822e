/**
 * The desk's queue: incidents and the alarms that belong to none, in groups, as one flat list of rows that can be drawn one by one.
 * Pure: what is in the room and what the operator wants to see go in, the rows come out.
 */
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import { alarmMatches, incidentMatches } from './queue-filter.ts';
import type { QueueFilter } from './queue-filter.ts';

/** In the order in which they are worked. */
export const QUEUE_GROUPS = ['unacknowledged', 'returned', 'open', 'shelved', 'stopped', 'closed'] as const;
export type QueueGroup = (typeof QUEUE_GROUPS)[number];

export type QueueEntry =
  | { kind: 'incident'; id: string; incident: IncidentRecord; alarms: readonly AlarmRecord[] }
  | { kind: 'alarm'; id: string; alarm: AlarmRecord };

export type QueueRow =
  | { kind: 'group'; key: string; group: QueueGroup; shown: EntryCount; oldestMs: number | null }
  | { kind: 'incident'; key: string; id: string; incident: IncidentRecord; alarms: number; isOpen: boolean }
  | { kind: 'alarm'; key: string; id: string; alarm: AlarmRecord }
  | { kind: 'child'; key: string; id: string; alarm: AlarmRecord; isLast: boolean }
  | { kind: 'more'; key: string; incidentId: string; count: number };

/** How many of what: an alarm under an incident is no entry of its own. */
export interface EntryCount {
  incidents: number;
  alarms: number;
}

export interface QueueWishes {
  filter: QueueFilter;
  /** Only these groups; empty: all. */
  groups: ReadonlySet<QueueGroup>;
  /** Only what this person has; null: everybody's. */
  mine: string | null;
  /** Incidents that show their alarms. */
  opened: ReadonlySet<string>;
}

export interface DeskQueue {
  rows: QueueRow[];
  /** Every row of a thing in the room, before the wishes: for the scroll lane, the chips and the keys. */
  counts: Readonly<Record<QueueGroup, EntryCount>>;
  /** How many are mine, before the wishes. */
  mine: number;
  /** What the wishes keep off the list; the alarms of a listed incident are not counted. */
  hidden: EntryCount;
  /** P1 and P2 among what waits that the wishes keep off the list. */
  hiddenUrgent: QueueEntry[];
  /** Everything unacknowledged, most urgent first, whatever is wished: nothing hides from N. */
  waiting: QueueEntry[];
}

/** An incident opens to so many alarms; the others are counted. */
export const MOST_CHILDREN = 50;

export function deskQueue(
  room: {
    incidents: Iterable<IncidentRecord>;
    alarms: Iterable<AlarmRecord>;
    /** Posts that a person holds. */
    posts?: ReadonlySet<string>;
    person?: string;
  },
  wishes: QueueWishes,
): DeskQueue {
  const entries = entriesOf(room.incidents, room.alarms);
  const byGroup = new Map<QueueGroup, QueueEntry[]>(QUEUE_GROUPS.map((group) => [group, []]));
  const counts = Object.fromEntries(
    QUEUE_GROUPS.map((group) => [group, { incidents: 0, alarms: 0 }]),
  ) as Record<QueueGroup, EntryCount>;
  const waiting: QueueEntry[] = [];
  const hidden = { incidents: 0, alarms: 0 };
  const hiddenUrgent: QueueEntry[] = [];
  let mine = 0;
  for (const entry of entries) {
    const group = groupOf(entry);
    const isMine = room.person !== undefined && isOf(entry, room.person, room.posts ?? new Set());
    countIn(counts[group], entry);
    if (isMine && group !== 'closed') mine += 1;
    if (group === 'unacknowledged') waiting.push(entry);
    const isOfWish =
      (wishes.groups.size === 0 || wishes.groups.has(group)) && (wishes.mine === null || isMine);
    if (isOfWish && entryMatches(entry, wishes.filter)) byGroup.get(group)!.push(entry);
    else {
      countIn(hidden, entry);
      if (group === 'unacknowledged' && priorityOf(entry) <= 2) hiddenUrgent.push(entry);
    }
  }
  waiting.sort(byUrgency);
  const rows = QUEUE_GROUPS.flatMap((group) => groupRows(group, byGroup.get(group)!, wishes.opened));
  return { rows, counts, mine, hidden, hiddenUrgent: hiddenUrgent.sort(byUrgency), waiting };
}

/** An alarm stands under its incident; one that calls for itself stands on its own too, so that no incident hides it. */
function entriesOf(incidents: Iterable<IncidentRecord>, alarms: Iterable<AlarmRecord>): QueueEntry[] {
  const byIncident = new Map<string, AlarmRecord[]>();
  const entries: QueueEntry[] = [];
  const known = new Map([...incidents].map((incident) => [incident.id, incident]));
  for (const alarm of alarms) {
    if (alarm.state === 'normal') continue;
    const incident = alarm.incidentId === undefined ? undefined : known.get(alarm.incidentId);
    const isHeld = incident !== undefined && incident.state !== 'closed';
    if (isHeld) {
      const held = byIncident.get(incident.id);
      if (held === undefined) byIncident.set(incident.id, [alarm]);
      else held.push(alarm);
    }
    const callsForItself = alarm.isAnnunciated && !alarm.isAcknowledged && incident?.state !== 'new';
    if (!isHeld || callsForItself) entries.push({ kind: 'alarm', id: alarm.id, alarm });
  }
  for (const incident of known.values()) {
    const held = byIncident.get(incident.id) ?? [];
    held.sort((a, b) => a.priority - b.priority || a.onsetMs - b.onsetMs || (a.id < b.id ? -1 : 1));
    entries.push({ kind: 'incident', id: incident.id, incident, alarms: held });
  }
  return entries;
}

export function groupOf(entry: QueueEntry): QueueGroup {
  if (entry.kind === 'incident') {
    if (entry.incident.state === 'closed') return 'closed';
    return entry.incident.state === 'new' ? 'unacknowledged' : 'open';
  }
  switch (entry.alarm.state) {
    case 'unacknowledged':
      return 'unacknowledged';
    case 'returned-unacknowledged':
    case 'latched-unacknowledged':
      return 'returned';
    case 'shelved':
      return 'shelved';
    case 'suppressed':
    case 'out-of-service':
      return 'stopped';
    case 'acknowledged':
    case 'latched-acknowledged':
    case 'normal':
      return 'open';
  }
}

/** When the wait of an entry began. */
export function beganMs(entry: QueueEntry): number {
  return entry.kind === 'incident' ? entry.incident.openedAtMs : entry.alarm.onsetMs;
}

export function priorityOf(entry: QueueEntry): 1 | 2 | 3 | 4 {
  return entry.kind === 'incident' ? entry.incident.priority : entry.alarm.priority;
}

function byUrgency(a: QueueEntry, b: QueueEntry): number {
  return priorityOf(a) - priorityOf(b) || beganMs(a) - beganMs(b) || (a.id < b.id ? -1 : 1);
}

function byClosing(a: QueueEntry, b: QueueEntry): number {
  return closedMs(b) - closedMs(a);
}

function closedMs(entry: QueueEntry): number {
  return entry.kind === 'incident' ? (entry.incident.closedAtMs ?? entry.incident.updatedAtMs) : 0;
}

function isOf(entry: QueueEntry, person: string, posts: ReadonlySet<string>): boolean {
  if (entry.kind === 'alarm') return entry.alarm.acknowledgedBy === person || posts.has(entry.alarm.position);
  const { claimedBy, position } = entry.incident;
  return claimedBy === person || (claimedBy === undefined && position !== undefined && posts.has(position));
}

function entryMatches(entry: QueueEntry, filter: QueueFilter): boolean {
  if (entry.kind === 'alarm') return alarmMatches(entry.alarm, filter);
  return (
    incidentMatches(entry.incident, filter) ||
    (!filter.isEmpty && entry.alarms.some((alarm) => alarmMatches(alarm, filter)))
  );
}

function countIn(count: EntryCount, { kind }: QueueEntry): void {
  if (kind === 'incident') count.incidents += 1;
  else count.alarms += 1;
}

function groupRows(group: QueueGroup, entries: QueueEntry[], opened: ReadonlySet<string>): QueueRow[] {
  if (entries.length === 0) return [];
  entries.sort(group === 'closed' ? byClosing : byUrgency);
  const oldestMs = group === 'closed' ? null : oldestOf(entries);
  const shown = { incidents: 0, alarms: 0 };
  for (const entry of entries) countIn(shown, entry);
  const rows: QueueRow[] = [{ kind: 'group', key: `group ${group}`, group, shown, oldestMs }];
  for (const entry of entries) {
    const { id } = entry;
    if (entry.kind === 'alarm') {
      rows.push({ kind: 'alarm', key: `alarm ${id}`, id, alarm: entry.alarm });
      continue;
    }
    const { incident, alarms } = entry;
    const isOpen = opened.has(id);
    rows.push({ kind: 'incident', key: `incident ${id}`, id, incident, alarms: alarms.length, isOpen });
    if (isOpen) rows.push(...childRows(id, alarms));
  }
  return rows;
}

function childRows(incidentId: string, alarms: readonly AlarmRecord[]): QueueRow[] {
  const shown = alarms.slice(0, MOST_CHILDREN);
  const hidden = alarms.length - shown.length;
  const rows = shown.map((alarm, i): QueueRow => ({
    kind: 'child',
    key: `child ${incidentId} ${alarm.id}`,
    id: alarm.id,
    alarm,
    isLast: hidden === 0 && i === shown.length - 1,
  }));
  if (hidden > 0) rows.push({ kind: 'more', key: `more ${incidentId}`, incidentId, count: hidden });
  return rows;
}

/** A loop: ten thousand arguments at once are more than a call takes. */
function oldestOf(entries: readonly QueueEntry[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const entry of entries) least = Math.min(least, beganMs(entry));
  return least;
}
