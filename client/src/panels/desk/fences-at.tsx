import { Trans, useLingui } from '@lingui/react/macro';
import { isInRing } from '@metropane/city';
import type { CityState, GeofenceRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { useLive } from '../../live/use-live.ts';
import { FENCE_WORDS } from '../../ui/geofence-words.ts';

const FENCES = { tables: ['geofence'], maxHz: 1 } as const;

/** The drawn areas that a place lies in; nothing where it lies in none. */
export function FencesAt({ loc }: { loc: readonly [lon: number, lat: number] }) {
  const { i18n } = useLingui();
  const [lon, lat] = loc;
  const select = useCallback((state: CityState) => fencesAt(state, lon, lat), [lon, lat]);
  const fences = useLive(select, FENCES);
  if (fences.length === 0) return null;
  return (
    <p className="detail-facts">
      <Trans>Trong vùng vẽ tay:</Trans>{' '}
      {fences.map(({ id, name, kind }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <b>{name}</b> ({i18n._(FENCE_WORDS[kind])})
        </span>
      ))}
    </p>
  );
}

function fencesAt({ records }: CityState, lon: number, lat: number): GeofenceRecord[] {
  return [...records.geofence.values()]
    .filter(({ ring }) => isInRing(ring, lon, lat))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
