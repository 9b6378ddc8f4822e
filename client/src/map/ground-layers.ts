import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapColours } from './map-colours.ts';
import { ramp, rampByRank, zoomAt } from './zoom-ramp.ts';
import type { PageScale } from './zoom-ramp.ts';

/** The tile source of the city's own map. Its layers are those of packages/base-map. */
export const CITY_SOURCE = 'city';

/** Full width of a road by rank: minor, tertiary, secondary, primary, trunk, motorway. */
const ROAD_PX = [
  [8, [0, 0, 0.1, 0.5, 0.8, 1]],
  [10, [0, 0.15, 0.4, 0.9, 1.3, 1.6]],
  [12, [0.6, 0.9, 1.3, 1.9, 2.4, 2.7]],
  [14, [1.6, 2.4, 3.2, 4.2, 5, 5.6]],
  [16, [5, 6.5, 8.5, 11, 13, 14]],
  [18, [14, 18, 23, 29, 34, 36]],
] as const;
const CASING_PX = 1.6;

/** What lies under the live lines, in drawing order: land, green, water, borders, roads, rails. */
// oxlint-disable-next-line max-lines-per-function -- one list of layers, in drawing order
export function groundLayers(colours: MapColours, scale: PageScale): LayerSpecification[] {
  const source = CITY_SOURCE;
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': colours.outside } },
    { id: 'land', type: 'fill', source, 'source-layer': 'units', paint: { 'fill-color': colours.land } },
    {
      id: 'parks',
      type: 'fill',
      source,
      'source-layer': 'parks',
      paint: { 'fill-color': greenBy(colours) },
    },
    {
      // Below the water: where a river runs into another, the bank of neither crosses the stream.
      id: 'water-edges',
      type: 'line',
      source,
      'source-layer': 'water',
      layout: round,
      paint: {
        'line-color': colours.waterEdge,
        'line-width': ramp(scale, [
          [9, 0.8],
          [12, 1.8],
          [16, 3],
        ]),
      },
    },
    {
      id: 'water',
      type: 'fill',
      source,
      'source-layer': 'water',
      paint: { 'fill-color': colours.water },
    },
    {
      // A canal that is thinner than a pixel must still be seen.
      id: 'water-middles',
      type: 'line',
      source,
      'source-layer': 'water-lines',
      maxzoom: zoomAt(scale, 13),
      layout: round,
      paint: {
        'line-color': colours.water,
        'line-width': ramp(scale, [
          [9, 0.5],
          [12, 1.2],
        ]),
      },
    },
    {
      id: 'borders',
      type: 'line',
      source,
      'source-layer': 'boundaries',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colours.border,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], zoomAt(scale, 8), 0.55, zoomAt(scale, 12), 0.9],
        'line-width': ramp(scale, [
          [8, 0.5],
          [12, 0.9],
          [16, 1.8],
        ]),
        'line-dasharray': [5, 3],
      },
    },
    {
      id: 'road-casings',
      type: 'line',
      source,
      'source-layer': 'roads',
      minzoom: zoomAt(scale, 12.5),
      layout: { ...round, 'line-sort-key': ['get', 'rank'] },
      paint: {
        'line-color': colours.roadCasing,
        'line-width': rampByRank(
          scale,
          ROAD_PX.map(([zoom, px]) => [zoom, plus(px, CASING_PX)] as const),
        ),
      },
    },
    {
      id: 'roads',
      type: 'line',
      source,
      'source-layer': 'roads',
      layout: { ...round, 'line-sort-key': ['get', 'rank'] },
      paint: { 'line-color': colourByRank(colours), 'line-width': rampByRank(scale, ROAD_PX) },
    },
    ...railLayers(colours, scale),
    {
      id: 'bridges',
      type: 'circle',
      source,
      'source-layer': 'bridges',
      minzoom: zoomAt(scale, 12.5),
      paint: {
        'circle-radius': 1.8 * scale.factor,
        'circle-color': colours.land,
        'circle-stroke-color': colours.bridge,
        'circle-stroke-width': scale.factor,
      },
    },
  ];
}

/** A dark line with light sleepers: a rail, not a road. Its colour on plans is warm, which here means an alarm. */
function railLayers(colours: MapColours, scale: PageScale): LayerSpecification[] {
  const width = ramp(scale, [
    [10, 1],
    [12, 2.2],
    [16, 5],
  ]);
  const shared = { type: 'line', source: CITY_SOURCE, 'source-layer': 'rail' } as const;
  return [
    { id: 'rail', ...shared, paint: { 'line-color': colours.rail, 'line-width': width } },
    {
      id: 'rail-gaps',
      ...shared,
      minzoom: zoomAt(scale, 11),
      paint: {
        'line-color': colours.land,
        'line-width': ramp(scale, [
          [11, 0.9],
          [12, 1.2],
          [16, 3],
        ]),
        'line-dasharray': [3, 3],
      },
    },
  ];
}

function greenBy({ park, campus, runway }: MapColours): ExpressionSpecification {
  return ['match', ['get', 'kind'], 'airport', runway, ['campus', 'port'], campus, park];
}

function colourByRank({ roads }: MapColours): ExpressionSpecification {
  return [
    'match',
    ['get', 'rank'],
    ...roads.slice(1).flatMap((colour, i) => [i + 1, colour]),
    roads[0],
  ] as unknown as ExpressionSpecification;
}

type ByRank = readonly [number, number, number, number, number, number];

function plus([a, b, c, d, e, f]: ByRank, more: number): ByRank {
  return [a + more, b + more, c + more, d + more, e + more, f + more];
}
