import type { Alarm, Incident } from '@metropane/incidents';
import type { Subject } from './compose.ts';

/** The room as far as delivery asks it. */
export interface AskedRoom {
  call<T>(call: { name: 'incident' | 'alarm'; id: string }): Promise<T>;
}

/** An incident or alarm as it is now; of an alarm its incident too. Rejects while the room cannot be asked. */
export async function lookUpSubject(
  room: AskedRoom,
  { incidentId, alarmId }: { incidentId: string | null; alarmId: string | null },
): Promise<Subject> {
  const alarm = alarmId === null ? null : await room.call<Alarm | null>({ name: 'alarm', id: alarmId });
  const id = incidentId ?? alarm?.incidentId ?? null;
  const found =
    id === null
      ? null
      : await room.call<(Incident & { timeline?: unknown }) | null>({ name: 'incident', id });
  if (found === null) return { incident: null, alarm };
  // What was done and said to it stays in the room.
  const { timeline: _, ...incident } = found;
  return { incident, alarm };
}
