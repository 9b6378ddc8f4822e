import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Centre } from '../../live/centre-context.ts';
import { openIncidents } from '../../live/incident-order.ts';
import { token } from '../../ui/theme.ts';
import type { StyleLook } from '../base-style.ts';
import type { AreaExtra, AreaNote } from './area-extra.ts';

/** Radius of one incident, design pixels. */
const RADIUS_PX = 44;
/** So many incidents at one place have the full colour. */
const FULL_AT = 5;

/** How densely open incidents lie: each counts once, whatever its priority; where none is nothing is drawn. */
export class HeatExtra implements AreaExtra {
  readonly id = 'area-heat';
  readonly place = 'under';
  readonly sources;
  opacity = 1;
  readonly #centre: Centre;
  #points: FeatureCollection = { type: 'FeatureCollection', features: [] };

  constructor(centre: Centre) {
    this.#centre = centre;
    this.sources = { [this.id]: { type: 'geojson' as const, data: this.#points } };
  }

  read(): AreaNote {
    const open = openIncidents(this.#centre.live.state.records.incident.values());
    const placed = open.filter(({ loc }) => loc !== undefined);
    this.#points = {
      type: 'FeatureCollection',
      features: placed.map(({ loc }) => ({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Point', coordinates: [...loc!] },
      })),
    };
    return { n: placed.length, of: open.length, isEmpty: placed.length === 0 };
  }

  layers({ scale: { factor } }: StyleLook): LayerSpecification[] {
    const colour = ['interpolate', ['linear'], ['heatmap-density'], 0, 'rgba(0, 0, 0, 0)'] as unknown[];
    (['--heat-2', '--heat-3', '--heat-4', '--heat-5'] as const).forEach((name, i) =>
      colour.push(0.2 + i * 0.25, token(name)),
    );
    return [
      {
        id: this.id,
        type: 'heatmap',
        source: this.id,
        paint: {
          'heatmap-weight': 1 / FULL_AT,
          'heatmap-intensity': 2.5,
          'heatmap-radius': RADIUS_PX * factor,
          'heatmap-opacity': 0.7 * this.opacity,
          'heatmap-color': colour as unknown as ExpressionSpecification,
        },
      },
    ];
  }

  features(): Record<string, FeatureCollection> {
    return { [this.id]: this.#points };
  }
}
