import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { CityState, GeofenceRecord } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { FENCE_WORDS } from '../ui/geofence-words.ts';
import type { CityMapView } from './city-map-view.ts';
import { FenceExtra, FenceNames } from './fence-extra.ts';

export const FENCES = { tables: ['geofence'], maxHz: 4 } as const;

/** Fences that stand, in the order in which they were drawn. */
export function selectFences({ records }: CityState): GeofenceRecord[] {
  return [...records.geofence.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Draws the fences that stand on a map, as the centre tells them. */
export function FenceLayer({
  view,
  selectedId = null,
  withoutId = null,
}: {
  view: CityMapView;
  selectedId?: string | null;
  /** One that a hand is changing: its draft is drawn instead. */
  withoutId?: string | null;
}) {
  const { i18n } = useLingui();
  const fences = useLive(selectFences, FENCES);
  const [areas] = useState(() => new FenceExtra());
  const [names] = useState(() => new FenceNames());
  useEffect(
    function addToMap() {
      view.extras.add(areas);
      view.extras.add(names);
      return () => {
        // The names first: a source goes only when no layer draws it.
        view.extras.remove(names.id);
        view.extras.remove(areas.id);
      };
    },
    [view, areas, names],
  );
  useEffect(
    function showFences() {
      const shown = fences.filter(({ id }) => id !== withoutId);
      areas.show(
        shown.map(({ id, kind, ring, name }) => ({
          ...{ kind, ring, isSelected: id === selectedId },
          label: `${name}\n${i18n._(FENCE_WORDS[kind])}`,
        })),
      );
      view.extras.refresh(areas.id);
    },
    [view, areas, fences, selectedId, withoutId, i18n],
  );
  return null;
}
