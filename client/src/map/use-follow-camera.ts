import { useEffect, useReducer } from 'react';
import type { CityMapView } from './city-map-view.ts';

/** Renders again whenever the camera moved: what lies over the map stands at projected places. */
export function useFollowCamera(view: CityMapView): void {
  const [, follow] = useReducer((n: number) => n + 1, 0);
  useEffect(
    function followCamera() {
      const stop = view.onMove(follow);
      // The camera may have moved, for the last time, between the first render and this subscription.
      follow();
      return stop;
    },
    [view],
  );
}
