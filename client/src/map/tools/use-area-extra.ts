import { useEffect, useMemo, useState } from 'react';
import type { Channel } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import type { Centre } from '../../live/centre-context.ts';
import type { CityMapView } from '../city-map-view.ts';
import type { AreaExtra, AreaNote } from './area-extra.ts';
import { AIR_BANDS, BandExtra, RAIN_BANDS } from './band-extra.ts';
import { HeatExtra } from './heat-extra.ts';
import type { AreaId } from './layer-choice.ts';
import { WardExtra } from './ward-extra.ts';

/** Areas tell of minutes: more often would only cost. */
const READ_EVERY_MS = 5_000;
const OWNER = 'map areas';
/** What an area is made of is needed of the whole city, not only of what is in view. */
const NEEDS: Readonly<Record<AreaId, readonly Channel[]>> = {
  'band-air': ['layer:air'],
  'band-rain': ['layer:rain'],
  'ward-speed': ['layer:traffic'],
  'ward-incidents': [],
  'heat-incidents': [],
};

function makeArea(id: AreaId, centre: Centre): AreaExtra {
  if (id === 'band-air') return new BandExtra(centre, AIR_BANDS);
  if (id === 'band-rain') return new BandExtra(centre, RAIN_BANDS);
  return id === 'heat-incidents' ? new HeatExtra(centre) : new WardExtra(centre, id);
}

/** Shows an area layer on the map, as long as it is chosen; what its legend must say, null before it was read. */
export function useAreaExtra(view: CityMapView, id: AreaId | null, opacity: number): AreaNote | null {
  const centre = useCentre();
  const area = useMemo(() => (id === null ? null : makeArea(id, centre)), [id, centre]);
  const [note, setNote] = useState<AreaNote | null>(null);
  useEffect(
    function showArea() {
      if (id === null || area === null) return undefined;
      const { interest, versions } = centre.live;
      interest.claim(OWNER, NEEDS[id]);
      view.extras.add(area);
      const read = (): void => {
        setNote(area.read());
        view.extras.refresh(area.id);
      };
      const first = setTimeout(read, 0);
      const timer = setInterval(read, READ_EVERY_MS);
      // What was just asked for comes in a moment: the first picture must not wait for the next turn.
      const unsubscribe = versions.subscribe(({ tables }, before) => {
        const isNews = NEEDS[id].some((channel) => {
          const table = channel as `layer:${string}`;
          return (before.tables[table] ?? 0) === 0 && (tables[table] ?? 0) > 0;
        });
        if (isNews) read();
      });
      return () => {
        clearTimeout(first);
        clearInterval(timer);
        unsubscribe();
        interest.release(OWNER);
        view.extras.remove(area.id);
        setNote(null);
      };
    },
    [view, id, area, centre],
  );
  useEffect(
    function followOpacity() {
      if (area === null) return;
      area.opacity = opacity;
      view.extras.refresh(area.id);
    },
    [view, area, opacity],
  );
  return note;
}
