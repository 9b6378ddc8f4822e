import { useEffect } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { holdingIncident } from '../live/incident-order.ts';
import { civilTime } from '../ui/format.ts';

/** Minute of the civil day: after the last buses, before the first; told on the strip. */
export const RELOAD_AT = '03:10';
const LOOK_EVERY_MS = 20_000;
const YOUNG_MS = 3_600_000;

/**
 * Loads a wall anew once a night: what leaks in a browser over weeks never gets old. Not while the link is lost (the page
 * would not come back) and not while an unacknowledged P1 is on it.
 */
export function useNightlyReload(): void {
  const { live, ground } = useCentre();
  useEffect(
    function reloadAtNight() {
      const startedMs = performance.now();
      const timer = setInterval(() => {
        const { hour, minute } = civilTime(live.clock.nowMs(), ground.zone);
        const isYoung = performance.now() - startedMs < YOUNG_MS;
        const isLive = live.link.getState().phase === 'live';
        if (`${hour}:${minute}` !== RELOAD_AT || isYoung || !isLive) return;
        if (holdingIncident(live.state.records.incident.values()) === null) location.reload();
      }, LOOK_EVERY_MS);
      return () => clearInterval(timer);
    },
    [live, ground],
  );
}
