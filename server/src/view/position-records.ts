import type { PositionRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';

/** The duty posts in their order, who has them, and how many alarms called each in the last five hours. */
export function positionRecords({ config, shifts, desk }: ControlRoom): PositionRecord[] {
  return (config.alarms?.positions ?? []).map(({ id, name }, order) => {
    const position = shifts.position(id);
    const { holder, handover } = position ?? {};
    return {
      ...{ id, order, name, load: desk.loads.loadOf(id) },
      ...(holder ? { holder: { person: holder.person, sinceMs: holder.sinceMs } } : {}),
      ...(handover
        ? {
            handover: {
              ...{ id: handover.id, from: handover.from },
              ...(handover.to === undefined ? {} : { to: handover.to }),
              given: handover.given !== undefined,
              taken: handover.taken !== undefined,
            },
          }
        : {}),
    };
  });
}
