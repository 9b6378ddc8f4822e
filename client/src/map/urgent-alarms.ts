import type { AlarmMark, CityState } from '@metropane/live-state';
import { alarmLook, isCalling } from '../ui/alarm-words.ts';

export const ALARMS = { tables: ['alarm'], maxHz: 2 } as const;

/** The life-threatening ones, which no mark of the centre holds. */
export function selectUrgent({ records }: CityState): AlarmMark[] {
  const urgent: AlarmMark[] = [];
  for (const alarm of records.alarm.values()) {
    const { id, priority, loc } = alarm;
    if (priority !== 1 || loc === undefined || alarmLook(alarm) === 'shelved') continue;
    const calls = alarm.isAnnunciated && isCalling(alarm);
    const isReturned = alarmLook(alarm) === 'returned';
    urgent.push({ id, loc, count: 1, priority, isCalling: calls, isReturned });
  }
  return urgent;
}
