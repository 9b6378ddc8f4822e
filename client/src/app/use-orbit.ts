import { useEffect } from 'react';

const PATH: readonly [x: number, y: number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const STEP_MS = 180_000;

/** Moves the wall by one pixel every three minutes, so that lines which never change do not burn into the panel. */
export function useOrbit(): void {
  useEffect(function orbitWall() {
    let step = 0;
    const timer = setInterval(() => {
      step = (step + 1) % PATH.length;
      const wall = document.querySelector<HTMLElement>('.wall');
      wall?.style.setProperty('--orbit-x', `${PATH[step]![0]}px`);
      wall?.style.setProperty('--orbit-y', `${PATH[step]![1]}px`);
    }, STEP_MS);
    return () => clearInterval(timer);
  }, []);
}
