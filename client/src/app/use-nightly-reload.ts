import { useEffect } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { callingOf } from '../live/incident-order.ts';
import { isReloadDue } from '../live/nightly-reload.ts';
import { civilTime } from '../ui/format.ts';

const LOOK_EVERY_MS = 20_000;

/** Loads a wall anew once a night; when, says `isReloadDue`. */
export function useNightlyReload(screen: string): void {
  const { live, ground } = useCentre();
  useEffect(
    function reloadAtNight() {
      const startedMs = performance.now();
      const timer = setInterval(() => {
        const { hour, minute } = civilTime(live.clock.nowMs(), ground.zone);
        const isDue = isReloadDue({
          minuteOfDay: Number(hour) * 60 + Number(minute),
          screen,
          ageMs: performance.now() - startedMs,
          isLive: live.link.getState().phase === 'live',
          calling: callingOf(live.state.records.incident.values()),
        });
        if (isDue) location.reload();
      }, LOOK_EVERY_MS);
      return () => clearInterval(timer);
    },
    [live, ground, screen],
  );
}
