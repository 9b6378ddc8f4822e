import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { CityState } from '@metropane/live-state';
import { useLive } from '../../live/use-live.ts';
import { isCalling } from '../../ui/alarm-words.ts';

const TABLES = { tables: ['alarm', 'incident'] } as const;

/** A dialog over the page that gives way: whoever reads help must not miss that priority 1 calls for more than it did before. */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  const calling = useLive(countUrgent, TABLES);
  const first = useRef(calling);
  useEffect(function showModal() {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  useEffect(
    function giveWay() {
      if (calling > first.current) onClose();
    },
    [calling, onClose],
  );
  return dialog;
}

function countUrgent({ records }: CityState): number {
  const alarms = [...records.alarm.values()].filter((alarm) => alarm.priority === 1 && isCalling(alarm));
  const incidents = [...records.incident.values()].filter(
    ({ priority, state }) => priority === 1 && state === 'new',
  );
  return alarms.length + incidents.length;
}
