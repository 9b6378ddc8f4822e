import { useCallback } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { useDayMs } from '../live/use-now.ts';
import { formatNear } from './format.ts';

/** Times as text, with their day unless it is today's. Renders again when the day of the city ends, not every second. */
export function useTimeText(): (timeMs: number) => string {
  const { ground } = useCentre();
  const dayMs = useDayMs();
  return useCallback((timeMs: number) => formatNear(timeMs, dayMs, ground.zone), [dayMs, ground.zone]);
}
