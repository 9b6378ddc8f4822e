import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { CITY_SOURCE } from './ground-layers.ts';
import { FIRST_LABEL_LAYER } from './label-layers.ts';
import { FONT, ITALIC } from './map-fonts.ts';
import type { StyleLook } from './base-style.ts';
import { ramp, zoomAt } from './zoom-ramp.ts';

/** Tiles of the Protomaps basemap schema (version 4), in this page's theme: docs.protomaps.com/basemaps/layers. */
export function protomapsLayers(look: StyleLook): {
  ground: LayerSpecification[];
  labels: LayerSpecification[];
} {
  return { ground: ground(look), labels: labels(look) };
}

const WIDTH: ExpressionSpecification = [
  'match',
  ['get', 'kind'],
  'highway',
  3,
  'major_road',
  2,
  'minor_road',
  0.8,
  0.4,
];

// oxlint-disable-next-line max-lines-per-function -- one list of layers, in drawing order
function ground({ colours, scale }: StyleLook): LayerSpecification[] {
  const source = CITY_SOURCE;
  const width = [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    ...[
      [9, 0.4],
      [12, 0.8],
      [14, 2],
      [16, 5],
      [18, 12],
    ].flatMap(([zoom, factor]) => [zoomAt(scale, zoom!), ['*', WIDTH, factor! * scale.factor]]),
  ] as unknown as ExpressionSpecification;
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': colours.water } },
    { id: 'land', type: 'fill', source, 'source-layer': 'earth', paint: { 'fill-color': colours.land } },
    {
      id: 'parks',
      type: 'fill',
      source,
      'source-layer': 'landuse',
      filter: [
        'in',
        ['get', 'kind'],
        ['literal', ['park', 'forest', 'wood', 'grass', 'nature_reserve', 'zoo', 'golf_course', 'cemetery']],
      ],
      paint: { 'fill-color': colours.park },
    },
    {
      id: 'runways',
      type: 'fill',
      source,
      'source-layer': 'landuse',
      filter: ['==', ['get', 'kind'], 'aerodrome'],
      paint: { 'fill-color': colours.runway },
    },
    {
      id: 'water',
      type: 'fill',
      source,
      'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colours.water },
    },
    {
      id: 'borders',
      type: 'line',
      source,
      'source-layer': 'boundaries',
      paint: { 'line-color': colours.border, 'line-width': scale.factor, 'line-dasharray': [5, 3] },
    },
    {
      id: 'roads',
      type: 'line',
      source,
      'source-layer': 'roads',
      filter: ['!=', ['get', 'kind'], 'rail'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': [
          'match',
          ['get', 'kind'],
          'highway',
          colours.roads[5]!,
          'major_road',
          colours.roads[3]!,
          colours.roads[1]!,
        ],
        'line-width': width,
      },
    },
    {
      id: 'rail',
      type: 'line',
      source,
      'source-layer': 'roads',
      filter: ['==', ['get', 'kind'], 'rail'],
      paint: { 'line-color': colours.rail, 'line-width': 1.2 * scale.factor, 'line-dasharray': [3, 3] },
    },
  ];
}

function labels({ colours, scale, locale }: StyleLook): LayerSpecification[] {
  const name: ExpressionSpecification = ['coalesce', ['get', `name:${locale}`], ['get', 'name']];
  const halo = { 'text-halo-color': colours.halo, 'text-halo-width': 1.5 * scale.factor };
  const source = CITY_SOURCE;
  return [
    {
      id: FIRST_LABEL_LAYER,
      type: 'symbol',
      source,
      'source-layer': 'water',
      layout: { 'text-field': name, 'text-font': ITALIC, 'text-size': 12 * scale.factor },
      paint: { 'text-color': colours.text.water, ...halo },
    },
    {
      id: 'road-names',
      type: 'symbol',
      source,
      'source-layer': 'roads',
      minzoom: zoomAt(scale, 12),
      layout: {
        'symbol-placement': 'line',
        'text-field': name,
        'text-font': FONT,
        'text-size': 11 * scale.factor,
        'symbol-spacing': 380 * scale.factor,
      },
      paint: { 'text-color': colours.text.road, ...halo },
    },
    {
      id: 'places',
      type: 'symbol',
      source,
      'source-layer': 'places',
      layout: {
        'text-field': name,
        'text-font': FONT,
        'text-size': ramp(scale, [
          [9, 11],
          [14, 14],
        ]),
        'text-max-width': 8,
      },
      paint: { 'text-color': colours.text.unit, ...halo },
    },
  ];
}
