import { useEffect } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { orbitAt } from '../live/wall-orbit.ts';

const LOOK_EVERY_MS = 1_000;

/** Moves the wall by a pixel now and then, so that lines which never change do not burn into the panel. */
export function useOrbit(): void {
  const { live } = useCentre();
  useEffect(
    function orbitWall() {
      const move = (): void => {
        const wall = document.querySelector<HTMLElement>('.wall');
        const { x, y } = orbitAt(live.clock.serverMs());
        wall?.style.setProperty('--orbit-x', `${x}px`);
        wall?.style.setProperty('--orbit-y', `${y}px`);
      };
      const timer = setInterval(move, LOOK_EVERY_MS);
      return () => clearInterval(timer);
    },
    [live],
  );
}
