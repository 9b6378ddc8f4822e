import latinExt from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-600-normal.woff2?url';
import latin from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url';
import vietnamese from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url';
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { CityGround } from '../live/city-ground.ts';
import type { Locale } from '../ui/format.ts';
import { groundFeatures } from './ground-features.ts';

const FONT = ['Be Vietnam Pro'];
/** Sizes are design pixels × this, set once per page size: the same picture at 1080p and 4K. */
const SCALE: ExpressionSpecification = ['global-state', 'scale'];
/** The first layer above the live lines. */
export const FIRST_LABEL_LAYER = 'road-names';

/** The whole map: dark ground, roads by class, water, ward names drawn from the bundled font files (no glyph server). */
export function mapStyle(ground: CityGround, locale: Locale): StyleSpecification {
  const sources = Object.fromEntries(
    Object.entries(groundFeatures(ground, locale)).map(([id, data]) => [
      id,
      { type: 'geojson' as const, data, tolerance: 0.3 },
    ]),
  );
  return {
    version: 8,
    state: { scale: { default: 1 } },
    'font-faces': {
      'Be Vietnam Pro': [
        { url: absolute(vietnamese), 'unicode-range': VIETNAMESE_RANGE },
        { url: absolute(latinExt), 'unicode-range': ['U+0100-02BA', 'U+1E00-1E9F'] },
        {
          url: absolute(latin),
          'unicode-range': ['U+0000-00FF', 'U+2000-206F', 'U+2212', 'U+2191', 'U+2193'],
        },
      ],
    },
    sources: { ...sources, flooded: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } },
    layers: [...groundLayers(ground.centre[1]), ...labelLayers()],
  };
}

const VIETNAMESE_RANGE = [
  'U+0102-0103',
  'U+0110-0111',
  'U+0128-0129',
  'U+0168-0169',
  'U+01A0-01A1',
  'U+01AF-01B0',
  'U+0300-0301',
  'U+0303-0304',
  'U+0308-0309',
  'U+0323',
  'U+0329',
  'U+1EA0-1EF9',
];

/** The worker has no page to resolve a path against. */
function absolute(url: string): string {
  return new URL(url, location.href).href;
}

function scaled(px: number): ExpressionSpecification {
  return ['*', px, SCALE];
}

// oxlint-disable-next-line max-lines-per-function -- one list of layers, in drawing order
function groundLayers(latDeg: number): LayerSpecification[] {
  // Pixels per metre at zoom z: 512 · 2^z / (earth's circumference · cos latitude).
  const pxPerM = (zoom: number): number =>
    (512 * 2 ** zoom) / (40_075_016.686 * Math.cos((latDeg * Math.PI) / 180));
  const waterWidth = (least: number): ExpressionSpecification => [
    'interpolate',
    ['exponential', 2],
    ['zoom'],
    10,
    ['max', scaled(least), ['*', ['get', 'widthM'], pxPerM(10)]],
    16,
    ['max', scaled(least), ['*', ['get', 'widthM'], pxPerM(16)]],
  ];
  return [
    { id: 'land', type: 'background', paint: { 'background-color': '#0b1119' } },
    { id: 'parks', type: 'fill', source: 'parks', paint: { 'fill-color': '#0d1d1c' } },
    {
      id: 'unit-edges',
      type: 'line',
      source: 'units',
      paint: { 'line-color': '#17222e', 'line-width': scaled(1), 'line-dasharray': [4, 3] },
    },
    {
      id: 'water-line-edges',
      type: 'line',
      source: 'water-lines',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': '#2a6688',
        'line-width': waterWidth(2.2),
        'line-opacity': ['step', ['get', 'widthM'], 0, 1, 1],
      },
    },
    { id: 'water-areas', type: 'fill', source: 'water-areas', paint: { 'fill-color': '#0f3049' } },
    {
      id: 'water-edges',
      type: 'line',
      source: 'water-areas',
      paint: { 'line-color': '#2a6688', 'line-width': scaled(0.9), 'line-opacity': 0.8 },
    },
    {
      id: 'water-lines',
      type: 'line',
      source: 'water-lines',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': '#0f3049',
        'line-width': [
          'interpolate',
          ['exponential', 2],
          ['zoom'],
          10,
          scaled(1.2),
          16,
          ['*', ['get', 'widthM'], pxPerM(16)],
        ],
        'line-opacity': ['step', ['get', 'widthM'], 0, 1, 1],
      },
    },
    {
      id: 'roads',
      type: 'line',
      source: 'roads',
      layout: { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': ['get', 'rank'] },
      paint: {
        'line-color': [
          'match',
          ['get', 'rank'],
          4,
          '#2a3d52',
          3,
          '#243548',
          2,
          '#1f2d3c',
          1,
          '#1a2735',
          '#131d28',
        ],
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          11,
          ['*', SCALE, ['+', 0.8, ['*', 0.4, ['get', 'rank']]]],
          15,
          ['*', SCALE, ['+', 2, ['*', 1.4, ['get', 'rank']]]],
        ],
      },
    },
    {
      id: 'flooded',
      type: 'circle',
      source: 'flooded',
      paint: {
        'circle-radius': ['*', SCALE, ['+', 10, ['*', 26, ['min', 1, ['get', 'depthM']]]]],
        'circle-color': '#1f9fc0',
        'circle-opacity': 0.24,
        'circle-stroke-color': '#4fd0e6',
        'circle-stroke-width': scaled(1.2),
        'circle-stroke-opacity': 0.9,
      },
    },
    {
      id: 'stations',
      type: 'circle',
      source: 'stations',
      paint: {
        'circle-radius': scaled(2.6),
        'circle-color': '#0b1119',
        'circle-stroke-color': '#7fb4de',
        'circle-stroke-width': scaled(1.3),
        'circle-stroke-opacity': 0.8,
      },
    },
  ];
}

// oxlint-disable-next-line max-lines-per-function -- one list of layers, in drawing order
function labelLayers(): LayerSpecification[] {
  const halo = {
    'text-halo-color': '#0b1119',
    'text-halo-width': scaled(1.6),
    'text-halo-blur': scaled(0.4),
  };
  return [
    {
      id: FIRST_LABEL_LAYER,
      type: 'symbol',
      source: 'roads',
      filter: ['>=', ['get', 'rank'], 2],
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': scaled(10.5),
        'text-letter-spacing': 0.03,
        'symbol-spacing': 420,
        'symbol-sort-key': ['-', 4, ['get', 'rank']],
        'text-max-angle': 30,
      },
      paint: { 'text-color': '#8ea2b5', ...halo },
    },
    {
      id: 'water-names',
      type: 'symbol',
      source: 'water-lines',
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': scaled(11),
        'text-letter-spacing': 0.16,
        'symbol-spacing': 700,
      },
      paint: { 'text-color': '#4f93ba', ...halo, 'text-halo-color': '#0f3049' },
    },
    {
      id: 'unit-names',
      type: 'symbol',
      source: 'unit-names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': scaled(11.5),
        'text-letter-spacing': 0.1,
        'text-max-width': 8,
        'text-line-height': 1.25,
        'text-padding': scaled(10),
      },
      paint: { 'text-color': '#c3cfda', ...halo },
    },
    {
      id: 'places',
      type: 'symbol',
      source: 'places',
      minzoom: 13.6,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': scaled(10.5),
        'text-max-width': 8,
        'symbol-sort-key': ['get', 'rank'],
        'text-padding': scaled(8),
      },
      paint: { 'text-color': '#8093a6', ...halo },
    },
  ];
}
