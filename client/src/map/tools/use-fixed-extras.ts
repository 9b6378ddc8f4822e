import { useEffect } from 'react';
import type { CityMapView } from '../city-map-view.ts';
import { FixedExtra } from './fixed-extra.ts';
import { FIXED_IDS } from './layer-choice.ts';
import type { FixedId } from './layer-choice.ts';

/** Shows these on the map, the ones that cover most first. */
export function useFixedExtras(view: CityMapView, shown: readonly FixedId[]): void {
  const wanted = shown.join(' ');
  useEffect(
    function showFixed() {
      const extras = FIXED_IDS.filter((id) => wanted.split(' ').includes(id)).map((id) => new FixedExtra(id));
      // Routes lie under lines, and both under cameras.
      for (const extra of extras.toSorted((a, b) => DEPTH[a.id] - DEPTH[b.id])) view.extras.add(extra);
      return () => {
        for (const extra of extras) view.extras.remove(extra.id);
      };
    },
    [view, wanted],
  );
}

const DEPTH: Record<FixedId, number> = { 'bus-routes': 0, 'metro-lines': 1, cameras: 2 };
