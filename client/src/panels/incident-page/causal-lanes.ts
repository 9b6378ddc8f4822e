import type { AlarmLink } from '@metropane/incidents';
import type { AlarmRecord } from '@metropane/live-state';

/** One thing that happened in the group, in the order in which things began. */
export interface CausalLane {
  id: string;
  link: AlarmLink;
  /** Gone when the alarm is normal again. */
  alarm: AlarmRecord | undefined;
  onsetMs: number;
  /** Event time of its end; undefined while it stands. */
  endMs: number | undefined;
  /** How long after the lane that it was grouped with, and which that is; null for what began on its own. */
  after: { lane: number; lagMs: number } | null;
}

export const MOST_LANES = 8;

/**
 * The alarms of an incident as lanes. An arrow is drawn only where the grouping itself said what an alarm was grouped with:
 * nothing here is guessed from two lines that look alike.
 */
export function causalLanes(
  links: readonly AlarmLink[],
  alarms: ReadonlyMap<string, AlarmRecord>,
): CausalLane[] {
  const lanes = links
    .map((link) => {
      const alarm = alarms.get(link.alarmId);
      return {
        id: link.alarmId,
        link,
        alarm,
        onsetMs: alarm?.onsetMs ?? link.atMs,
        endMs: endOf(link, alarm),
      };
    })
    .sort((a, b) => a.onsetMs - b.onsetMs)
    .slice(0, MOST_LANES);
  return lanes.map((lane, index): CausalLane => {
    const { kind, of } = lane.link.why;
    const at = of === undefined || kind === 'first' ? -1 : lanes.findIndex(({ link }) => link.key === of);
    const cause = at >= 0 && at < index ? lanes[at] : undefined;
    return { ...lane, after: cause === undefined ? null : { lane: at, lagMs: lane.onsetMs - cause.onsetMs } };
  });
}

function endOf(link: AlarmLink, alarm: AlarmRecord | undefined): number | undefined {
  if (alarm === undefined) return link.atMs;
  return alarm.isActive ? undefined : alarm.returnedMs;
}
