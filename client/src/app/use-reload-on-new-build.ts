import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useCentre } from '../live/centre-context.ts';

const KEY = 'metropane.reloaded-for';

/**
 * Loads the page again once when the server runs another build than at the start of this page. Once: a proxy that keeps
 * serving the old page must not make a wall blink for ever.
 */
export function useReloadOnNewBuild(): void {
  const { live } = useCentre();
  const build = useStore(live.serverBuild).build;
  useEffect(
    function reloadOnce() {
      if (build === null) return;
      firstBuild ??= build;
      if (build === firstBuild || sessionStorage.getItem(KEY) === build) return;
      sessionStorage.setItem(KEY, build);
      location.reload();
    },
    [build],
  );
}

let firstBuild: string | null = null;
