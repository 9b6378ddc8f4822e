import { useCallback, useSyncExternalStore } from 'react';
import { useCentre } from './centre-context.ts';
import { onViewsChanged, savedViews } from './saved-views.ts';
import type { SavedView } from './saved-views.ts';

/** The views that who sits here has kept in this browser. */
export function useSavedViews(): readonly SavedView[] {
  const { session } = useCentre();
  return useSyncExternalStore(
    onViewsChanged,
    useCallback(() => savedViews(session.name), [session.name]),
  );
}
