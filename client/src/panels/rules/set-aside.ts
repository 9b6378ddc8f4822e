import type { AlarmRecord } from '@metropane/live-state';

/** An alarm that a person has set aside: what of it nobody hears, who wanted that, why, since when and, if shelved, until when. */
export interface SetAside {
  alarm: AlarmRecord;
  by: string;
  reason: string;
  sinceMs: number;
  /** Null: out of service, until somebody puts it in service. */
  untilMs: number | null;
  /** The condition holds all the same. */
  isActive: boolean;
}

/** Out of service first, in each the longest first. */
export function setAside(alarms: Iterable<AlarmRecord>): SetAside[] {
  const found: SetAside[] = [];
  for (const alarm of alarms) {
    const { isActive, outOfService, shelved } = alarm;
    // Out of service hides a shelving under it, and it is what holds.
    if (alarm.state === 'out-of-service' && outOfService !== undefined)
      found.push({ alarm, ...outOfService, untilMs: null, isActive });
    else if (alarm.state === 'shelved' && shelved !== undefined) found.push({ alarm, ...shelved, isActive });
  }
  return found.toSorted(
    (a, b) => Number(a.untilMs !== null) - Number(b.untilMs !== null) || a.sinceMs - b.sinceMs,
  );
}
