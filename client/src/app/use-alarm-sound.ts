import { useEffect } from 'react';
import type { CityState } from '@metropane/live-state';
import { isCalling } from '../ui/alarm-words.ts';
import { useLive } from '../live/use-live.ts';
import { alarmSound } from './alarm-sound.ts';

/** Sounds while an incident or an annunciated alarm of P1 to P3 waits for its acknowledgement. */
export function useAlarmSound(): void {
  const waiting = useLive(selectWaiting, ROOM);
  useEffect(
    function soundForWaiting() {
      alarmSound.follow(waiting);
    },
    [waiting],
  );
  useEffect(function wakeOnTouch() {
    const touch = (): void => alarmSound.touch();
    window.addEventListener('pointerdown', touch);
    window.addEventListener('keydown', touch);
    return () => {
      window.removeEventListener('pointerdown', touch);
      window.removeEventListener('keydown', touch);
      alarmSound.end();
    };
  }, []);
}

const ROOM = { tables: ['incident', 'alarm'], maxHz: 4 } as const;

function selectWaiting({ records }: CityState): { id: string; priority: number }[] {
  const incidents = [...records.incident.values()].filter(({ state }) => state === 'new');
  const alarms = [...records.alarm.values()].filter((alarm) => alarm.isAnnunciated && isCalling(alarm));
  return [...incidents, ...alarms].filter(({ priority }) => priority <= 3);
}
