import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

/** A wish as it stands in the question of an address, in both directions. What an address does not say wishes nothing. */
export interface WishKind<T extends { readonly search: string }> {
  readonly read: (question: string) => T;
  /** The question with the wish in it; all else that it says stays. */
  readonly write: (question: string, wish: T) => string;
}

export interface AddressWish<T> {
  /** `search` is what stands in the field, also while it is being typed. The same object as long as the wish is the same. */
  readonly wish: T;
  readonly change: (part: Partial<T>) => void;
  readonly type: (search: string) => void;
}

/** Browsers refuse an address that changes with every key: it follows once the typing rests. */
const REST_MS = 300;

/**
 * What a list is asked for, kept in the address: it is there again after a reload, on the way back and in a saved view. Changes take the
 * place of the address, so that one step back leaves the list.
 */
export function useAddressWish<T extends { readonly search: string }>({
  read,
  write,
}: WishKind<T>): AddressWish<T> {
  const question = useSearch();
  const [, navigate] = useLocation();
  // Other parts of the address change too.
  const own = write('', read(question));
  const kept = useMemo(() => read(own), [own, read]);
  // Typed over what the address said then: once the address says something else, that is newer.
  const [typed, setTyped] = useState<{ search: string; over: string } | null>(null);
  const search = typed !== null && typed.over === kept.search ? typed.search : kept.search;
  const said = write('', { ...kept, search });
  const wish = useMemo(() => read(said), [said, read]);
  const change = useCallback(
    (part: Partial<T>) => {
      const { pathname, search: asked } = window.location;
      const next = write(asked, { ...read(asked), ...part });
      setTyped(null);
      navigate(`${pathname}${next === '' ? '' : `?${next}`}`, { replace: true });
    },
    [navigate, read, write],
  );
  const type = useCallback(
    (text: string) => setTyped({ search: text, over: read(window.location.search).search }),
    [read],
  );
  useEffect(
    function writeWhenTypingRests() {
      if (search === kept.search) return undefined;
      const timer = setTimeout(() => change({ search } as Partial<T>), REST_MS);
      return () => clearTimeout(timer);
    },
    [search, kept.search, change],
  );
  // What is typed and not yet in the address comes along.
  const changeAll = useCallback((part: Partial<T>) => change({ search, ...part }), [change, search]);
  return { wish, change: changeAll, type };
}
