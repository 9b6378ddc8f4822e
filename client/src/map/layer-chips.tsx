import { useLingui } from '@lingui/react/macro';
import { cityDomain } from '@metropane/city';
import { useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { useLocale } from '../ui/use-locale.ts';
import type { CityMapView } from './city-map-view.ts';

const MOST_CHIPS = 6;

/** Which layers the map shows. Buttons at a desk; on a wall only words, because nobody can press them. */
export function LayerChips({
  view,
  isInteractive,
  shown = null,
}: {
  view: CityMapView | null;
  isInteractive: boolean;
  /** Only these; null = all. */
  shown?: readonly string[] | null;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const { ground } = useCentre();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const layers = ground.layers.filter(({ id }) => shown?.includes(id) ?? true).slice(0, MOST_CHIPS);
  if (layers.length === 0) return null;
  const toggle = (id: string): void => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
    view?.showLayer(id, !next.has(id));
  };
  return (
    <div className="map-tile map-chips" role="group" aria-label={t`Lớp bản đồ`}>
      {layers.map(({ id }) => {
        const name = cityDomain(id)?.name[locale] ?? id;
        return isInteractive ? (
          <button
            key={id}
            className="map-chip"
            type="button"
            aria-pressed={!hidden.has(id)}
            onClick={() => toggle(id)}
          >
            {name}
          </button>
        ) : (
          <span key={id} className="map-chip is-on">
            {name}
          </span>
        );
      })}
    </div>
  );
}
