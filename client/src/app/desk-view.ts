import { useCallback } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { withRealm } from '../live/realm.ts';

/** What a window shows of the desk. */
export type DeskView = 'all' | 'map' | 'detail';

export function viewIn(search: string): DeskView {
  const view = new URLSearchParams(search).get('view');
  return view === 'map' || view === 'detail' ? view : 'all';
}

/** The address of what is chosen, in a window of this kind. */
export function deskPath(id: string | null, view: DeskView): string {
  return `/desk${id === null ? '' : `/${id}`}${view === 'all' ? '' : `?view=${view}`}`;
}

/** Opens the map in a window of its own; it takes over what is chosen by itself. The same window again, not another one. */
export function useOpenWindow(): () => void {
  const { session } = useCentre();
  const { realm } = session;
  return useCallback(() => {
    window.open(
      withRealm(deskPath(null, 'map'), realm),
      `metropane-map ${realm}`,
      'popup,width=1280,height=900',
    );
  }, [realm]);
}
