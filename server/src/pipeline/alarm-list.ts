import type { AlarmRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import { alarmRecord } from '../view/alarm-record.ts';
import type { AlarmCursor, AlarmsWanted } from './desk-messages.ts';

export interface AlarmPage {
  items: AlarmRecord[];
  next?: AlarmCursor;
}

/** Newest raised first, of equal times by id, so that a page never shows an alarm again or leaves one out. */
export function listAlarms(
  room: ControlRoom,
  { wanted, limit, after }: { wanted: AlarmsWanted; limit: number; after?: AlarmCursor },
): AlarmPage {
  const found: AlarmRecord[] = [];
  for (const alarm of room.alarms.values()) {
    if (alarm.state === 'normal' || (after !== undefined && newestFirst(after, alarm) >= 0)) continue;
    if (wanted.state !== undefined && alarm.state !== wanted.state) continue;
    if (wanted.priority !== undefined && alarm.priority !== wanted.priority) continue;
    if (wanted.position !== undefined && alarm.position !== wanted.position) continue;
    if (wanted.domain !== undefined && alarm.domain !== wanted.domain) continue;
    if (wanted.incident !== undefined && alarm.incidentId !== wanted.incident) continue;
    const record = alarmRecord(room, alarm);
    if (wanted.q === undefined || says(record, wanted.q)) found.push(record);
  }
  const sorted = found.toSorted(newestFirst);
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return sorted.length > limit && last !== undefined
    ? { items, next: { raisedAtMs: last.raisedAtMs, id: last.id } }
    : { items };
}

function says({ name, place, ruleId, key, unit }: AlarmRecord, q: string): boolean {
  const text = [name.vi, name.en, place, ruleId, key, unit?.name ?? ''].join('\n').toLocaleLowerCase('vi');
  return text.includes(q.toLocaleLowerCase('vi'));
}

function newestFirst(a: AlarmCursor, b: AlarmCursor): number {
  return b.raisedAtMs - a.raisedAtMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
