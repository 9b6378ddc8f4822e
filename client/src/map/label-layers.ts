import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Locale } from '../ui/format.ts';
import { CITY_SOURCE } from './ground-layers.ts';
import type { MapColours } from './map-colours.ts';
import { FONT, ITALIC } from './map-fonts.ts';
import { ramp, zoomAt } from './zoom-ramp.ts';
import type { PageScale } from './zoom-ramp.ts';

/** The first layer above the live lines. */
export const FIRST_LABEL_LAYER = 'water-names';

type SymbolLayout = NonNullable<SymbolLayerSpecification['layout']>;

interface LabelLook {
  colours: MapColours;
  scale: PageScale;
  locale: Locale;
}

/** Names, never over each other: where two do not fit, the one of the later layer stays. */
export function labelLayers(look: LabelLook): LayerSpecification[] {
  return [...lineNames(look), ...pointNames(look), unitNames(look)];
}

// oxlint-disable-next-line max-lines-per-function -- one list of layers, in drawing order
function lineNames({ colours, scale, locale }: LabelLook): LayerSpecification[] {
  const along = { 'symbol-placement': 'line', 'text-max-angle': 30 } as const;
  const source = CITY_SOURCE;
  return [
    {
      id: FIRST_LABEL_LAYER,
      type: 'symbol',
      source,
      'source-layer': 'water-lines',
      minzoom: zoomAt(scale, 10.5),
      layout: {
        ...along,
        'text-field': ['get', 'name'],
        'text-font': ITALIC,
        'text-size': ramp(scale, [
          [11, 11],
          [16, 15],
        ]),
        'text-letter-spacing': 0.14,
        'symbol-spacing': 520 * scale.factor,
        'text-padding': 4 * scale.factor,
      },
      paint: { 'text-color': colours.text.water, ...halo(colours.water, scale) },
    },
    {
      id: 'rail-names',
      type: 'symbol',
      source,
      'source-layer': 'rail',
      minzoom: zoomAt(scale, 11.5),
      layout: {
        ...along,
        'text-field': named(locale),
        'text-font': FONT,
        'text-size': 11 * scale.factor,
        'text-offset': [0, -1],
        'symbol-spacing': 700 * scale.factor,
      },
      paint: { 'text-color': colours.text.road, ...halo(colours.halo, scale) },
    },
    {
      id: 'road-names',
      type: 'symbol',
      source,
      'source-layer': 'roads',
      minzoom: zoomAt(scale, 11.2),
      // Small streets have names only where one can see them as streets.
      filter: [
        'step',
        ['zoom'],
        ['>=', ['get', 'rank'], 3],
        zoomAt(scale, 12.8),
        ['>=', ['get', 'rank'], 2],
        zoomAt(scale, 13.6),
        ['>=', ['get', 'rank'], 0],
      ],
      layout: {
        ...along,
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': ramp(scale, [
          [12, 10.5],
          [16, 13],
        ]),
        'text-letter-spacing': 0.02,
        'symbol-spacing': 380 * scale.factor,
        'symbol-sort-key': ['-', 5, ['get', 'rank']],
        'text-padding': 3 * scale.factor,
      },
      paint: { 'text-color': colours.text.road, ...halo(colours.halo, scale) },
    },
  ];
}

// oxlint-disable-next-line max-lines-per-function -- one list of layers, in drawing order
function pointNames({ colours, scale, locale }: LabelLook): LayerSpecification[] {
  const source = CITY_SOURCE;
  const small = {
    'text-font': FONT,
    'text-size': ramp(scale, [
      [12, 10.5],
      [16, 13],
    ]),
    'text-max-width': 8,
    'text-line-height': 1.25,
    'text-padding': 6 * scale.factor,
  };
  const around: Pick<SymbolLayout, 'text-variable-anchor' | 'text-radial-offset'> = {
    'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
    'text-radial-offset': 0.6,
  };
  return [
    {
      id: 'bridge-names',
      type: 'symbol',
      source,
      'source-layer': 'bridges',
      minzoom: zoomAt(scale, 13),
      layout: {
        ...small,
        ...around,
        'text-field': ['get', 'name'],
        'symbol-sort-key': ['-', 0, ['get', 'lengthM']],
      },
      paint: { 'text-color': colours.text.place, ...halo(colours.halo, scale) },
    },
    {
      id: 'park-names',
      type: 'symbol',
      source,
      'source-layer': 'park-labels',
      minzoom: zoomAt(scale, 12.6),
      layout: { ...small, 'text-field': ['get', 'name'] },
      paint: { 'text-color': colours.text.park, ...halo(colours.halo, scale) },
    },
    {
      id: 'places',
      type: 'symbol',
      source,
      'source-layer': 'places',
      minzoom: zoomAt(scale, 12.4),
      // Junctions are many, and mean little before their streets have names.
      filter: ['step', ['zoom'], ['<', ['get', 'rank'], 3], zoomAt(scale, 13.4), true],
      layout: { ...small, 'text-field': named(locale), 'symbol-sort-key': ['get', 'rank'] },
      paint: { 'text-color': colours.text.place, ...halo(colours.halo, scale) },
    },
  ];
}

/** Wards come first of all: operators speak in them. Their codes stand below from where one ward fills the screen. */
function unitNames({ colours, scale }: LabelLook): LayerSpecification {
  const code: ExpressionSpecification = [
    'format',
    ['upcase', ['get', 'name']],
    {},
    '\n',
    {},
    ['get', 'code'],
    { 'font-scale': 0.8, 'text-color': colours.text.place },
  ];
  return {
    id: 'unit-names',
    type: 'symbol',
    source: CITY_SOURCE,
    'source-layer': 'unit-labels',
    minzoom: zoomAt(scale, 8),
    layout: {
      'text-field': ['step', ['zoom'], ['upcase', ['get', 'name']], zoomAt(scale, 13), code],
      'text-font': FONT,
      'text-size': ramp(scale, [
        [9, 10.5],
        [12, 11.5],
        [15, 14],
      ]),
      'text-letter-spacing': 0.1,
      'text-max-width': 8,
      'text-line-height': 1.3,
      'text-padding': 10 * scale.factor,
      'symbol-sort-key': ['-', 0, ['get', 'areaKm2']],
    },
    paint: { 'text-color': colours.text.unit, ...halo(colours.halo, scale) },
  };
}

function named(locale: Locale): ExpressionSpecification {
  return ['get', locale === 'vi' ? 'nameVi' : 'nameEn'];
}

function halo(colour: string, { factor }: PageScale) {
  return { 'text-halo-color': colour, 'text-halo-width': 1.5 * factor, 'text-halo-blur': 0.3 * factor };
}
