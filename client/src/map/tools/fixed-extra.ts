import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { StyleLook } from '../base-style.ts';
import { CITY_SOURCE } from '../ground-layers.ts';
import type { MapColours } from '../map-colours.ts';
import { FONT } from '../map-fonts.ts';
import type { MapExtra } from '../map-extra.ts';
import { ramp, zoomAt } from '../zoom-ramp.ts';
import type { FixedId } from './layer-choice.ts';

const SHARED = { source: CITY_SOURCE } as const;
const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const;

/** Lines and cameras of the city's own tiles, under everything live: a map that does not show them reads nothing of them. */
export class FixedExtra implements MapExtra {
  readonly id: FixedId;
  readonly place = 'under';
  readonly sources = {};

  constructor(id: FixedId) {
    this.id = id;
  }

  layers(look: StyleLook): LayerSpecification[] {
    return LAYERS[this.id](look);
  }

  features(): Record<string, FeatureCollection> {
    return {};
  }
}

export const FIXED_COLOURS: Readonly<Record<FixedId, keyof MapColours & ('metro' | 'bus' | 'camera')>> = {
  'metro-lines': 'metro',
  'bus-routes': 'bus',
  cameras: 'camera',
};

const LAYERS: Record<FixedId, (look: StyleLook) => LayerSpecification[]> = {
  'metro-lines': ({ colours, scale }) => [
    {
      ...SHARED,
      ...{ id: 'metro-lines', type: 'line', 'source-layer': 'rail', layout: ROUND },
      paint: {
        'line-color': colours.metro,
        'line-width': ramp(scale, [
          [9, 1.6],
          [12, 3.2],
          [16, 6],
        ]),
      },
    },
  ],
  'bus-routes': ({ colours, scale }) => [
    {
      ...SHARED,
      ...{ id: 'bus-routes', type: 'line', 'source-layer': 'bus-routes', layout: ROUND },
      paint: {
        'line-color': colours.bus,
        'line-opacity': 0.75,
        'line-width': ramp(scale, [
          [9, 0.7],
          [12, 1.4],
          [16, 4],
        ]),
      },
    },
    {
      ...SHARED,
      ...{ id: 'bus-routes-numbers', type: 'symbol', 'source-layer': 'bus-routes' },
      minzoom: zoomAt(scale, 12.5),
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 360 * scale.factor,
        'text-field': ['get', 'number'],
        'text-font': FONT,
        'text-size': 11 * scale.factor,
        'text-rotation-alignment': 'viewport',
      },
      paint: {
        'text-color': colours.text.road,
        'text-halo-color': colours.halo,
        'text-halo-width': 2 * scale.factor,
      },
    },
  ],
  cameras: ({ colours, scale, locale }) => [
    {
      ...SHARED,
      ...{ id: 'cameras', type: 'circle', 'source-layer': 'cameras' },
      paint: {
        // The dot of its station, which tells whether it reports, stands inside.
        'circle-radius': 6.5 * scale.factor,
        'circle-color': colours.camera,
        'circle-stroke-color': colours.land,
        'circle-stroke-width': 1.5 * scale.factor,
      },
    },
    {
      ...SHARED,
      ...{ id: 'cameras-names', type: 'symbol', 'source-layer': 'cameras' },
      minzoom: zoomAt(scale, 13),
      layout: {
        'text-field':
          locale === 'en' ? ['coalesce', ['get', 'nameEn'], ['get', 'nameVi']] : ['get', 'nameVi'],
        'text-font': FONT,
        'text-size': 11 * scale.factor,
        'text-anchor': 'top',
        'text-offset': [0, 0.6],
      },
      paint: {
        'text-color': colours.text.place,
        'text-halo-color': colours.halo,
        'text-halo-width': 1.5 * scale.factor,
      },
    },
  ],
};
