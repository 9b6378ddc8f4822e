import type { Feature, FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { LonLat } from '../../live/city-ground.ts';
import { token } from '../../ui/theme.ts';
import type { StyleLook } from '../base-style.ts';
import type { MapExtra } from '../map-extra.ts';

/** What a hand draws: points in their order, the line through them, and the area that three of them close. */
export class DrawnExtra implements MapExtra {
  readonly id = 'drawn';
  readonly place = 'over';
  readonly sources = {
    drawn: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
  };
  points: readonly LonLat[] = [];

  layers({ scale: { factor } }: StyleLook): LayerSpecification[] {
    const accent = token('--accent');
    const shared = { source: this.id } as const;
    return [
      {
        ...{ ...shared, id: 'drawn-area', type: 'fill', filter: ['==', ['geometry-type'], 'Polygon'] },
        paint: { 'fill-color': accent, 'fill-opacity': 0.14 },
      },
      {
        ...{ ...shared, id: 'drawn-line', type: 'line', filter: ['==', ['geometry-type'], 'LineString'] },
        paint: { 'line-color': accent, 'line-width': 2 * factor },
      },
      {
        ...{ ...shared, id: 'drawn-points', type: 'circle', filter: ['==', ['geometry-type'], 'Point'] },
        paint: {
          'circle-radius': 4 * factor,
          'circle-color': token('--map-marker'),
          'circle-stroke-color': accent,
          'circle-stroke-width': 2 * factor,
        },
      },
    ];
  }

  features(): Record<string, FeatureCollection> {
    const places = this.points.map(([lon, lat]) => [lon, lat]);
    const features: Feature[] = places.map((coordinates) => ({
      ...{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } },
    }));
    if (places.length >= 2)
      features.push({
        ...{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: places } },
      });
    if (places.length >= 3) {
      const coordinates = [[...places, places[0]!]];
      features.push({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates } });
    }
    return { [this.id]: { type: 'FeatureCollection', features } };
  }
}
