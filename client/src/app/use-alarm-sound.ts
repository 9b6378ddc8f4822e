import { useEffect, useRef } from 'react';
import type { CityState } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { alarmSound } from './alarm-sound.ts';

/** Sounds for each P1 and P2 that appears unacknowledged; every touch of the desk hushes, the next incident sounds again. */
export function useAlarmSound(): void {
  const waiting = useLive(selectWaiting, INCIDENTS);
  const heard = useRef<ReadonlySet<string>>(new Set());
  useEffect(
    function soundForNewOnes() {
      const fresh = waiting.filter(({ id }) => !heard.current.has(id));
      heard.current = new Set(waiting.map(({ id }) => id));
      const priority = fresh.some((incident) => incident.priority === 1) ? 1 : 2;
      if (fresh.length > 0) alarmSound.start(priority);
      else if (waiting.length === 0) alarmSound.stop();
    },
    [waiting],
  );
  useEffect(function hushOnTouch() {
    const touch = (): void => alarmSound.touch();
    window.addEventListener('pointerdown', touch);
    window.addEventListener('keydown', touch);
    return () => {
      window.removeEventListener('pointerdown', touch);
      window.removeEventListener('keydown', touch);
      alarmSound.stop();
    };
  }, []);
}

const INCIDENTS = { tables: ['incident'], maxHz: 4 } as const;

function selectWaiting({ records }: CityState): { id: string; priority: number }[] {
  return [...records.incident.values()].filter(({ priority, state }) => state === 'new' && priority <= 2);
}
