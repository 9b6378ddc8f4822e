import type { SystemRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';

/** A rule that the centre took out is not silence: every screen says which one watches nothing, since when and why. */
export function ruleNotices({ desk }: ControlRoom): SystemRecord[] {
  return desk.rules.values().flatMap(({ rule, disabled }) =>
    disabled === undefined
      ? []
      : [
          {
            id: `rule:${rule.id}`,
            status: 'degraded' as const,
            detail: `rule ${rule.id} is out of use: ${disabled.reason}`,
            sinceMs: disabled.atMs,
          },
        ],
  );
}
