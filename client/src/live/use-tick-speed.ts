import { ClockSpeed } from '@metropane/base';
import { useEffect, useState } from 'react';
import { useCentre } from './centre-context.ts';

const LOOK_MS = 500;

/** Seconds of the exercise per second of this screen, over the last ten; 0 while its clock stands. Renders when it changed. */
export function useTickSpeed(): number {
  const { live } = useCentre();
  const [speed, setSpeed] = useState(0);
  useEffect(
    function watchTicks() {
      const ticks = new ClockSpeed();
      let standsSince = { clockMs: 0, atMs: 0 };
      const timer = setInterval(() => {
        const clockMs = live.clock.nowMs();
        const atMs = performance.now();
        if (clockMs !== standsSince.clockMs) standsSince = { clockMs, atMs };
        if (clockMs > 0) ticks.note(clockMs, atMs);
        const isStanding = atMs - standsSince.atMs > STANDING_MS;
        setSpeed(isStanding ? 0 : toShown(ticks.per(clockMs, atMs)));
      }, LOOK_MS);
      return () => clearInterval(timer);
    },
    [live],
  );
  return speed;
}

/** Longer than an exercise at its own speed is silent between two beats of the centre. */
const STANDING_MS = 4_000;

/** A screen does not need the second digit of a speed that wavers. */
function toShown(speed: number): number {
  return speed < 2 ? speed : Math.round(speed);
}
