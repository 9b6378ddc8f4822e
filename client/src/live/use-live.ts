import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { CityState } from '@metropane/live-state';
import { useStore } from 'zustand';
import { useCentre } from './centre-context.ts';
import type { LinkState } from './link-state.ts';
import type { LiveStore, LiveTable } from './live-store.ts';

export interface LiveOptions {
  /** Only changes of these tables are looked at. A constant: a new array per render would subscribe anew. */
  tables: readonly LiveTable[];
  /** At most this many renders per second; the last change is always shown. */
  maxHz?: number;
}

/**
 * A value derived from the room, computed again when one of `tables` changed. `select` must be stable (a module function or a
 * `useCallback`): a new one computes again. For text; canvases subscribe to `LiveStore.versions` themselves.
 */
export function useLive<T>(select: (state: CityState) => T, { tables, maxHz = 4 }: LiveOptions): T {
  const { live } = useCentre();
  const version = useLiveVersion(live, tables, maxHz);
  // The version stands for the mutable state: without it in the list a changed table would look unchanged.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => select(live.state), [live, select, version]);
}

/**
 * A part of the link's state. The link hears something ten times a second: select what is shown, as a plain value, or
 * the component renders as often.
 */
export function useLink<T extends string | number | boolean | null>(select: (link: LinkState) => T): T {
  return useStore(useCentre().live.link, select);
}

/** False until the first snapshot: an empty table then says nothing. */
export function useHasRoom(): boolean {
  return useStore(useCentre().live.versions, ({ epoch, seq }) => epoch !== 0 || seq !== 0);
}

function useLiveVersion(live: LiveStore, tables: readonly LiveTable[], maxHz: number): number {
  const shown = useRef(-1);
  const subscribe = useCallback(
    (notify: () => void) => {
      const stepMs = 1000 / maxHz;
      let lastSlot = Number.NEGATIVE_INFINITY;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const show = (): void => {
        timer = undefined;
        lastSlot = Math.floor(live.clock.serverMs() / stepMs);
        shown.current = versionOf(live, tables);
        notify();
      };
      // What changed between the first render and this subscription would otherwise wait for the next change.
      if (versionOf(live, tables) !== shown.current) show();
      const unsubscribe = live.versions.subscribe(() => {
        if (timer !== undefined || versionOf(live, tables) === shown.current) return;
        // Slots of the server's clock, not of this page: the screens of one room change their text together too.
        const serverMs = live.clock.serverMs();
        const slot = Math.floor(serverMs / stepMs);
        if (slot !== lastSlot) show();
        else timer = setTimeout(show, (slot + 1) * stepMs - serverMs);
      });
      return () => {
        clearTimeout(timer);
        unsubscribe();
      };
    },
    [live, tables, maxHz],
  );
  return useSyncExternalStore(subscribe, () => {
    if (shown.current < 0) shown.current = versionOf(live, tables);
    return shown.current;
  });
}

function versionOf(live: LiveStore, tables: readonly LiveTable[]): number {
  const versions = live.versions.getState().tables;
  let sum = 0;
  for (const table of tables) sum += versions[table] ?? 0;
  return sum;
}
