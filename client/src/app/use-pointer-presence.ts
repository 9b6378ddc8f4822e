import { useEffect, useState } from 'react';

const GONE_AFTER_MS = 120_000;

/**
 * Whether somebody is at this screen with a pointer or a keyboard: always at a desk; at a wall from the first movement until two
 * minutes without one. A wall that nobody touches stays a picture.
 */
export function usePointerPresence(isWall: boolean): boolean {
  const [isHere, setIsHere] = useState(!isWall);
  useEffect(
    function watchPointer() {
      if (!isWall) return undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const seen = (): void => {
        setIsHere(true);
        clearTimeout(timer);
        timer = setTimeout(() => setIsHere(false), GONE_AFTER_MS);
      };
      for (const name of EVENTS) window.addEventListener(name, seen, { passive: true });
      return () => {
        clearTimeout(timer);
        for (const name of EVENTS) window.removeEventListener(name, seen);
      };
    },
    [isWall],
  );
  return isHere;
}

const EVENTS = ['pointermove', 'pointerdown', 'keydown'] as const;
