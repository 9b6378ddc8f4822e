import { useSyncExternalStore } from 'react';
import { remPx } from './use-fitting-rows.ts';

/** CSS pixels of 1 rem, also after the window has become wider or gone to another screen. */
export function useRem(): number {
  return useSyncExternalStore(onResize, remPx);
}

function onResize(changed: () => void): () => void {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
}
