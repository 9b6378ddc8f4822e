import type { Alarm } from './alarms/alarm.ts';
import { isEffect, isLifeSafety, mayCause } from './causes.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Kept, KeptAlarm } from './kept-incident.ts';
import { mergeInto } from './move-between.ts';
import type { IncidentSettings } from './settings.ts';
import type { TopologyIndex } from './topology-index.ts';

/**
 * How long a call may wait for its cause, processing time: sensors reach the centre over networks of different speeds, and an effect
 * may be told seconds before what brought it about. The incident and the alarm are shown at once; only calling somebody waits.
 */
export const CALL_HOLD_MS = 4_000;

/** Alarms of one incident that are asked for their cause; what is greater calls. */
const MAX_ASKED = 20;

export interface Calling {
  store: IncidentStore;
  settings: IncidentSettings;
  topology: TopologyIndex;
}

/** Only what may be the effect of something else, is due within the hour at the earliest (P3, P4), and endangers nobody. */
export function mayWait({ priority, category }: Alarm, severity: number | undefined): boolean {
  return priority >= 3 && severity !== 1 && !isLifeSafety(category) && isEffect(category);
}

/** The first moment at which a call of the incident has waited long enough; undefined where none waits. */
export function heldUntilMs(kept: Kept): number | undefined {
  let first: number | undefined;
  for (const { heldUntilMs: untilMs } of kept.alarms.values())
    if (untilMs !== undefined && untilMs < (first ?? Infinity)) first = untilMs;
  return first;
}

/** What has waited long enough calls now, unless what came meanwhile explains all of it. Returns whether there was any. */
export function callHeld({ store, settings, topology }: Calling, kept: Kept, nowMs: number): boolean {
  if ((heldUntilMs(kept) ?? Infinity) >= nowMs) return false;
  const into = causeOf({ store, topology }, kept);
  if (into !== undefined) {
    for (const alarm of kept.alarms.values()) kept.alarms.set(alarm.id, withoutHold(alarm));
    mergeInto(store, { from: kept, into, settings }, { atMs: nowMs, actor: 'centre', journalSeq: 0 });
    return true;
  }
  const called = new Set<string>();
  for (const alarm of kept.alarms.values()) {
    if (alarm.heldUntilMs === undefined || alarm.heldUntilMs >= nowMs) continue;
    called.add(alarm.id);
    kept.alarms.set(alarm.id, { ...withoutHold(alarm), isAnnunciated: true });
    store.moved({ alarmId: alarm.id, incidentId: kept.incident.id, isAnnunciated: true });
  }
  const links = kept.incident.alarms?.map((link) =>
    called.has(link.alarmId) ? { ...link, isAnnunciated: true } : link,
  );
  kept.incident = { ...kept.incident, ...(links === undefined ? {} : { alarms: links }) };
  return true;
}

/** The incident that explains everything in one that has called nobody and that nobody has touched. */
function causeOf({ store, topology }: Omit<Calling, 'settings'>, kept: Kept): Kept | undefined {
  const { incident, alarms } = kept;
  const isUntouched = incident.revision === 1 && incident.state === 'new' && incident.source === 'alarm';
  if (!isUntouched || incident.reports > 0 || alarms.size > MAX_ASKED) return undefined;
  let into: Kept | undefined;
  for (const { key, category, onsetMs, loc, isAnnunciated } of alarms.values()) {
    if (isAnnunciated) return undefined;
    // Of several alarms the ward of the incident is that of the first.
    const unit = alarms.size === 1 ? incident.unit?.code : undefined;
    const paths = topology.causesOf(key, category);
    const found = store.open.causeOf({ category, tMs: onsetMs, loc, unit, key, paths }, incident.id);
    if (found === undefined || (into !== undefined && found !== into)) return undefined;
    into = found;
  }
  return into;
}

/** The cause has come and calls: what waited for it and is explained by it calls no more. */
export function dropExplained(
  { alarms }: Kept,
  cause: Pick<Alarm, 'key' | 'category'>,
  topology: TopologyIndex,
): void {
  for (const alarm of alarms.values())
    if (alarm.heldUntilMs !== undefined && isExplained(alarm, cause, topology))
      alarms.set(alarm.id, withoutHold(alarm));
}

/** A possible source of its own is explained only by what may bring just that about. */
function isExplained(
  { key, category }: KeptAlarm,
  cause: Pick<Alarm, 'key' | 'category'>,
  topology: TopologyIndex,
): boolean {
  if (!topology.isSource(key, category)) return true;
  return mayCause(cause.category, category) || topology.causesOf(key, category).has(cause.key);
}

export function withoutHold({ heldUntilMs: _held, ...alarm }: KeptAlarm): KeptAlarm {
  return alarm;
}
