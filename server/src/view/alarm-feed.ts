import type { AlarmRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import { alarmRecord } from './alarm-record.ts';

/** How often a standing alarm shows a newer value at most; its state is shown at once. */
const MEASURE_EVERY_MS = 1_000;

/**
 * The alarms that screens must be told of. Acts and changes of state go out with the next diff; a value that goes on climbing ten times
 * a second goes out once a second, or a storm of alarms would fill every frame with what nobody can read.
 */
export class AlarmFeed {
  readonly #shown = new Map<string, { revision: number; atMs: number }>();
  /** Changed in nothing but their measure since they were shown. */
  readonly #waiting = new Set<string>();

  /** Upserts and removals since the last call. */
  take(room: ControlRoom): { upserts: AlarmRecord[]; removed: string[] } {
    const upserts: AlarmRecord[] = [];
    const removed: string[] = [];
    const { alarms, nowMs } = room;
    for (const id of this.#changed(room)) {
      const alarm = alarms.get(id);
      const shown = this.#shown.get(id);
      if (alarm === undefined || alarm.state === 'normal') {
        this.#shown.delete(id);
        if (shown !== undefined) removed.push(id);
      } else if (shown?.revision === alarm.revision && nowMs - shown.atMs < MEASURE_EVERY_MS) {
        this.#waiting.add(id);
      } else {
        this.#shown.set(id, { revision: alarm.revision, atMs: nowMs });
        upserts.push(alarmRecord(room, alarm));
      }
    }
    return { upserts, removed };
  }

  #changed({ dirty }: ControlRoom): Set<string> {
    const changed = new Set([...this.#waiting, ...dirty.alarms]);
    this.#waiting.clear();
    dirty.alarms.clear();
    return changed;
  }
}
