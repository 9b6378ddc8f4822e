import { useCallback } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { queueWishIn, withQueueWish } from '../live/queue-wish.ts';
import { withRealm } from '../live/realm.ts';

/** What a window shows of the desk. */
export type DeskView = 'all' | 'map' | 'detail';

export function viewIn(search: string): DeskView {
  const view = new URLSearchParams(search).get('view');
  return view === 'map' || view === 'detail' ? view : 'all';
}

/** The address of what is chosen in a window with this question: it stays a window of its kind, and hides what it hid. */
export function deskPath(id: string | null, question: string): string {
  const view = viewIn(question);
  const kept = withQueueWish(view === 'all' ? '' : `view=${view}`, queueWishIn(question));
  return `/desk${id === null ? '' : `/${id}`}${kept === '' ? '' : `?${kept}`}`;
}

/** Opens the map in a window of its own; it takes over what is chosen by itself. The same window again, not another one. */
export function useOpenWindow(): () => void {
  const { session } = useCentre();
  const { realm } = session;
  return useCallback(() => {
    window.open(
      withRealm(deskPath(null, 'view=map'), realm),
      `metropane-map ${realm}`,
      'popup,width=1280,height=900',
    );
  }, [realm]);
}
