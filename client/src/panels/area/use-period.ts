import { useCallback, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { periodIn, withPeriod } from './period-query.ts';
import type { ChosenPeriod, FixedPeriod } from './period-query.ts';

/**
 * The period in the address, and what it takes to write another one there. `queryText` carries it to the next page; `zoomTo` is a step that
 * Back undoes. `first`: where the address asks for none.
 */
export function usePeriod(first?: FixedPeriod): {
  period: ChosenPeriod;
  query: URLSearchParams;
  queryText: string;
  setPeriod: (period: Parameters<typeof withPeriod>[1]) => void;
  setQuery: (query: URLSearchParams) => void;
  zoomTo: (fromMs: number, toMs: number) => void;
} {
  const { live } = useCentre();
  const [path, navigate] = useLocation();
  const search = useSearch();
  // Fixed while the page stays: a figure must not move under the reader's eyes because a minute passed.
  const [openedMs, setOpenedMs] = useState(() => live.clock.nowMs());
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const period = useMemo(() => periodIn(query, openedMs, first), [query, openedMs, first]);
  const setQuery = useCallback(
    (next: URLSearchParams) => navigate(`${path}${next.size === 0 ? '' : `?${next}`}`, { replace: true }),
    [navigate, path],
  );
  const setPeriod = useCallback(
    (next: Parameters<typeof withPeriod>[1]) => {
      setOpenedMs(live.clock.nowMs());
      setQuery(withPeriod(query, next));
    },
    [live, query, setQuery],
  );
  const zoomTo = useCallback(
    (fromMs: number, toMs: number) => navigate(`${path}?${withPeriod(query, { fromMs, toMs })}`),
    [navigate, path, query],
  );
  const carried = new URLSearchParams(query);
  carried.delete('show');
  carried.delete('realm');
  return { period, query, queryText: carried.size === 0 ? '' : `?${carried}`, setPeriod, setQuery, zoomTo };
}
