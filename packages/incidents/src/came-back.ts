import type { Alarm } from './alarms/alarm.ts';
import { JOIN_WINDOW_MS } from './grouping.ts';
import type { IncidentStore } from './incident-store.ts';
import type { IncidentLink } from './incident-parts.ts';
import type { IncidentTimelineItem } from './incident.ts';
import type { Kept } from './kept-incident.ts';
import { isOlder } from './open-incidents.ts';

/** Closed less than this before: what comes again on the same key is told as coming back. */
const COME_BACK_MS = JOIN_WINDOW_MS;
/** Links that the centre itself adds to one incident; operators have room of their own. */
const MAX_OWN_LINKS = 20;

/** The closed incident that the alarm comes back from: that in which it was, else the one of its key that was closed last. */
export function cameBackFrom(store: IncidentStore, alarm: Alarm, atMs: number): Kept | undefined {
  const own = store.ofAlarm(alarm.id);
  if (own !== undefined) return own.incident.state === 'closed' ? own : undefined;
  return store
    .closedWith(alarm.key)
    .filter(({ incident }) => (incident.closedAtMs ?? 0) >= atMs - COME_BACK_MS)
    .reduce<Kept | undefined>(
      (last, one) => (last === undefined || isLater(one, last) ? one : last),
      undefined,
    );
}

function isLater({ incident: one }: Kept, { incident: other }: Kept): boolean {
  const afterMs = (one.closedAtMs ?? 0) - (other.closedAtMs ?? 0);
  return afterMs === 0 ? isOlder(other.id, one.id) : afterMs > 0;
}

/** The two know of each other; nobody's act becomes stale by it. */
export function linkCameBack(
  store: IncidentStore,
  { closed, now }: { closed: Kept; now: Kept },
  atMs: number,
): void {
  if (closed === now || hasLink(now, closed.incident.id)) return;
  for (const [one, other] of [
    [closed, now],
    [now, closed],
  ] as const) {
    const own = (one.incident.links ?? []).filter(({ by }) => by === 'centre').length;
    if (own >= MAX_OWN_LINKS) continue;
    const { id } = other.incident;
    const link: IncidentLink = { incidentId: id, kind: 'related', by: 'centre', atMs };
    const item: IncidentTimelineItem = {
      atMs,
      kind: 'linked',
      actor: 'centre',
      journalSeq: 0,
      from: 'related',
      to: id,
    };
    store.update(one, { ...one.incident, links: [...(one.incident.links ?? []), link] }, [item]);
  }
}

function hasLink({ incident }: Kept, id: string): boolean {
  return incident.links?.some(({ incidentId }) => incidentId === id) === true;
}
