import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { StyleLook } from '../base-style.ts';
import { CITY_SOURCE } from '../ground-layers.ts';
import type { MapExtra } from '../map-extra.ts';

/**
 * The city's tall buildings as blocks of their height, from the tiles that the ground is drawn from: nothing is fetched for them, and a map
 * that does not show them reads nothing of them. Seen through, so that no jam hides behind a tower.
 */
export class BuildingExtra implements MapExtra {
  readonly id = 'buildings';
  readonly place = 'over';
  readonly sources = {};

  layers({ colours }: StyleLook): LayerSpecification[] {
    return [
      {
        id: 'buildings-3d',
        type: 'fill-extrusion',
        source: CITY_SOURCE,
        'source-layer': 'buildings',
        paint: {
          'fill-extrusion-color': colours.building,
          'fill-extrusion-height': ['get', 'heightM'],
          'fill-extrusion-opacity': 0.75,
          'fill-extrusion-vertical-gradient': true,
        },
      },
    ];
  }

  features(): Record<string, FeatureCollection> {
    return {};
  }
}
