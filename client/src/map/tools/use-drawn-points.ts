import { useEffect, useState } from 'react';
import type { LonLat } from '../../live/city-ground.ts';
import type { CityMapView } from '../city-map-view.ts';
import { DrawnExtra } from './drawn-extra.ts';

/** Shows the points on the map, and hands over those that are pressed there; null: none are taken. */
export function useDrawnPoints(
  view: CityMapView,
  points: readonly LonLat[],
  onPress: ((loc: LonLat) => void) | null,
): void {
  const [drawn] = useState(() => new DrawnExtra());
  useEffect(
    function drawOnMap() {
      view.extras.add(drawn);
      return () => view.extras.remove(drawn.id);
    },
    [view, drawn],
  );
  useEffect(
    function followPoints() {
      drawn.points = points;
      view.extras.refresh(drawn.id);
    },
    [view, drawn, points],
  );
  useEffect(
    function takePresses() {
      return onPress === null ? undefined : view.onPress(onPress);
    },
    [view, onPress],
  );
}
