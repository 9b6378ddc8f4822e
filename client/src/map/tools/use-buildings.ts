import { useEffect } from 'react';
import type { CityMapView } from '../city-map-view.ts';
import { BuildingExtra } from './building-extra.ts';

/** Tilts the map and stands the tall buildings on it, as long as it is asked for. */
export function useBuildings(view: CityMapView, isShown: boolean): void {
  useEffect(
    function showBuildings() {
      if (!isShown) return undefined;
      const buildings = new BuildingExtra();
      view.extras.add(buildings);
      view.camera.tilt.set(true);
      return () => {
        view.extras.remove(buildings.id);
        view.camera.tilt.set(false);
      };
    },
    [view, isShown],
  );
}
