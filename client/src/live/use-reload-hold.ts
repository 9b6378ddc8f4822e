import { useEffect } from 'react';
import { reloadHolds } from './reload-holds.ts';

/** While it is true the page is not loaded anew for another build: something here would be lost. */
export function useReloadHold(isHeld: boolean): void {
  useEffect(
    function holdReload() {
      if (!isHeld) return undefined;
      const hold = (): boolean => true;
      reloadHolds.add(hold);
      return () => void reloadHolds.delete(hold);
    },
    [isHeld],
  );
}
