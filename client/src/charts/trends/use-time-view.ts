import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { TimeView } from './time-span.ts';
import { viewIn, withView } from './view-address.ts';

export type SetTimeView = (next: (view: TimeView) => TimeView) => void;

/**
 * What of time the page shows, kept in its address. A drag, leaving the live view and coming back to it are steps of the browser's
 * history, so that Back undoes them; moving on within the past is none.
 */
export function useTimeView(nowMs: number): [view: TimeView, setView: SetTimeView] {
  const [, navigate] = useLocation();
  const search = useSearch();
  const { endMs, lengthMs } = viewIn(new URLSearchParams(search), nowMs);
  const view = useMemo(() => ({ endMs, lengthMs }), [endMs, lengthMs]);
  const setView = useCallback<SetTimeView>(
    (next) => {
      // From the address itself: two keys may come before the page is drawn again.
      const { pathname, search: now } = globalThis.location;
      const query = new URLSearchParams(now);
      const before = viewIn(query, nowMs);
      const after = next(before);
      if (after.endMs === before.endMs && after.lengthMs === before.lengthMs) return;
      const text = withView(query, after).toString();
      const isStep = (before.endMs === null) !== (after.endMs === null) || after.lengthMs < before.lengthMs;
      navigate(`${pathname}${text === '' ? '' : `?${text}`}`, { replace: !isStep });
    },
    [navigate, nowMs],
  );
  return [view, setView];
}
