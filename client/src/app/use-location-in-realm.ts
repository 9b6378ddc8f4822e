import { useCallback, useMemo } from 'react';
import type { BaseLocationHook } from 'wouter';
import { useBrowserLocation } from 'wouter/use-browser-location';
import { withRealm } from '../live/realm.ts';

/** The browser's address, whose every step stays in the realm: the page must come back to it when it is loaded again. */
export function useLocationInRealm(realm: string): BaseLocationHook {
  return useMemo(
    () =>
      function useRealmLocation(options) {
        const [path, navigate] = useBrowserLocation(options);
        const stay = useCallback<typeof navigate>(
          (to, how) => navigate(withRealm(String(to), realm), how),
          [navigate],
        );
        return [path, stay];
      },
    [realm],
  );
}
