import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { useLive } from '../../live/use-live.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { isWished, registerPath, registerWishIn, withRegisterWish } from './register-wish.ts';
import { sortedBy } from './register-sort.ts';
import type { RegisterSort } from './register-sort.ts';
import type { RegisterAddress, RegisterWish } from './register-wish.ts';

const PAGE = 200;
/** As many as the centre gives at once: an order by a column needs all of them. */
const LARGEST_PAGE = 1_000;
/** Typing asks once it rests. */
const REST_MS = 250;

interface RegisterPage {
  items: IncidentRecord[];
  total: number;
  nextCursor?: string;
}

interface Loaded {
  wish: RegisterWish;
  items: readonly IncidentRecord[];
  total: number;
  cursor: string | null;
}

export interface Register {
  /** As the centre listed them, each as it is now. */
  rows: readonly IncidentRecord[];
  /** How many there are in all; null before the first answer. */
  total: number | null;
  /** How many came in since, and are not among the rows. */
  newer: number;
  isLoading: boolean;
  problem: Problem | null;
  hasMore: boolean;
  /** An order is wished, and the rows stand as the centre listed them until the last has come. */
  isSorting: boolean;
  more: () => void;
  reload: () => void;
}

/** The register in pages, newest known first: the centre lists, the live link keeps the rows true. A row never leaves under the eyes of who reads it. */
export function useRegister(address: RegisterAddress): Register {
  const { api } = useCentre();
  const wish = useAskedWish(address);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [times, setTimes] = useState(0);
  const asked = useRef(0);
  const ask = useCallback(
    async (before: Loaded | null) => {
      const question = ++asked.current;
      setLoading(true);
      try {
        const limit = before === null ? PAGE : LARGEST_PAGE;
        const path = registerPath(wish, { limit, cursor: before?.cursor ?? null });
        const page = await api.get<RegisterPage>(path);
        if (question !== asked.current) return;
        const items = before === null ? page.items : [...before.items, ...page.items];
        setLoaded({ wish, items, total: page.total, cursor: page.nextCursor ?? null });
        setProblem(null);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (question === asked.current) setProblem(error);
      } finally {
        if (question === asked.current) setLoading(false);
      }
    },
    [api, wish],
  );
  useEffect(
    function askWhenTypingRests() {
      const timer = setTimeout(() => void ask(null), REST_MS);
      return () => clearTimeout(timer);
    },
    [ask, times],
  );
  const isOfWish = loaded !== null && loaded.wish === wish;
  const hasMore = isOfWish && loaded.cursor !== null;
  const rows = useRows(isOfWish ? loaded : null, hasMore ? null : address.sort);
  const live = useLive(selectIncidents, INCIDENTS);
  const newer = useMemo(() => (isOfWish ? newerThan(loaded, live) : 0), [isOfWish, loaded, live]);
  const more = useCallback(() => {
    if (hasMore && !isLoading && problem === null) void ask(loaded);
  }, [hasMore, isLoading, problem, ask, loaded]);
  const reload = useCallback(() => setTimes((n) => n + 1), []);
  const isSorting = address.sort !== null && hasMore;
  const shown = { rows, total: isOfWish ? loaded.total : null, newer };
  return { ...shown, isLoading, problem, hasMore, isSorting, more, reload };
}

/** The wish without its order, which asks the centre for nothing else: the same object as long as it is the same. */
function useAskedWish(address: RegisterAddress): RegisterWish {
  const question = withRegisterWish('', { ...address, sort: null });
  return useMemo(() => registerWishIn(question), [question]);
}

/** Each as it is now, in the order in which they were when they came: a row that changes stays where it is read. */
function useRows(loaded: Loaded | null, sort: RegisterSort | null): readonly IncidentRecord[] {
  const { live: store } = useCentre();
  const locale = useLocale();
  const live = useLive(selectIncidents, INCIDENTS);
  const { column, isDown = false } = sort ?? {};
  const order = useMemo(() => {
    if (loaded === null) return [];
    if (column === undefined) return loaded.items;
    return sortedBy(loaded.items, { column, isDown }, { nowMs: store.clock.nowMs(), locale });
  }, [loaded, column, isDown, store, locale]);
  return useMemo(() => order.map((incident) => live.get(incident.id) ?? incident), [order, live]);
}

/** Those that the link tells of, that are wished, and that lie before the first row: older ones are on pages that were not asked for. */
function newerThan({ wish, items }: Loaded, live: ReadonlyMap<string, IncidentRecord>): number {
  const known = new Set(items.map(({ id }) => id));
  const sinceMs = items[0]?.knownAtMs ?? Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const incident of live.values())
    if (incident.knownAtMs >= sinceMs && !known.has(incident.id) && isWished(incident, wish)) count += 1;
  return count;
}

const INCIDENTS = { tables: ['incident'], maxHz: 1 } as const;

/** A copy: the table is changed in place. */
function selectIncidents({ records }: CityState): ReadonlyMap<string, IncidentRecord> {
  return new Map(records.incident);
}
