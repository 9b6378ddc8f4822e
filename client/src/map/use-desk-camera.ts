import { useCallback, useEffect, useRef, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import type { LonLat } from '../live/city-ground.ts';
import type { CityMapView } from './city-map-view.ts';
import { keepCamera, memoryOfTab, readCamera } from './kept-camera.ts';

interface DeskCamera {
  /** Null: no map yet, or not a desk's. */
  view: CityMapView | null;
  /** What to look at; null = the whole city. */
  focus: LonLat | null;
  selectedId: string | null;
  /** The camera outlives the page (map/kept-camera.ts). */
  isKept: boolean;
}

/**
 * The camera of a desk: it goes to what is chosen or searched for, and a page that loads anew stands where this window was left. What the
 * address names was looked at before: it arrives with the first data and moves nothing. Give each new map to the returned function first.
 */
export function useDeskCamera({ view, focus, selectedId, isKept }: DeskCamera): (made: CityMapView) => void {
  const { ground, session } = useCentre();
  const key = `map camera ${ground.id} ${session.realm}`;
  const [memory] = useState(() => (isKept ? memoryOfTab() : null));
  const path = useRef(location.pathname);
  /** The path that the camera was restored for, and whose subject has not come yet. */
  const awaited = useRef<string | null>(null);
  const chosen = useRef(selectedId);
  useEffect(
    function keepUntilReload() {
      if (view === null || memory === null) return undefined;
      const keep = (): void => keepCamera(memory, key, { of: path.current, camera: view.camera.now });
      addEventListener('pagehide', keep);
      return () => {
        removeEventListener('pagehide', keep);
        keep();
      };
    },
    [view, memory, key],
  );
  useEffect(() => void (chosen.current = selectedId), [selectedId]);
  const [lon, lat] = focus ?? [null, null];
  useEffect(
    function followFocus() {
      if (view === null) return;
      path.current = location.pathname;
      if (awaited.current === path.current) {
        if (lon === null) return;
        awaited.current = null;
        // Without a subject it is a place that was searched for.
        if (chosen.current !== null) return;
      }
      awaited.current = null;
      if (lon === null || lat === null) view.camera.lookHome();
      else view.camera.lookAt([lon, lat]);
    },
    [view, lon, lat],
  );
  return useCallback(
    (made) => {
      path.current = location.pathname;
      const kept = readCamera(memory, key, path.current);
      awaited.current = kept === null ? null : path.current;
      if (kept !== null) made.camera.standAgain(kept);
    },
    [memory, key],
  );
}
