import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { LIVE, withRealm } from '../live/realm.ts';
import { useLocationInRealm } from './use-location-in-realm.ts';

/** The addresses of an exercise: every link and every step of the pages inside stays in it. */
export function RealmRouter({ realm, children }: { realm: string; children: ReactNode }) {
  const useRealmLocation = useLocationInRealm(realm);
  if (realm === LIVE) return children;
  return (
    <Router hook={useRealmLocation} hrefs={(href) => withRealm(href, realm)}>
      {children}
    </Router>
  );
}
