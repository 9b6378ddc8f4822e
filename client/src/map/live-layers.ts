import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { CityStation, LonLat } from '../live/city-ground.ts';
import { FONT } from './map-fonts.ts';
import type { MapColours } from './map-colours.ts';
import type { PageScale } from './zoom-ramp.ts';

/** What is drawn from data on every map, the city's own or another: stations, and places where the road is under water. */
export function liveSources(stations: readonly CityStation[]): Record<string, SourceSpecification> {
  return {
    stations: { type: 'geojson', data: stationFeatures(stations) },
    flooded: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    marks: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
  };
}

export function liveLayers(colours: MapColours, { factor }: PageScale): LayerSpecification[] {
  return [
    {
      id: 'flooded',
      type: 'circle',
      source: 'flooded',
      paint: {
        'circle-radius': ['*', factor, ['+', 10, ['*', 26, ['min', 1, ['get', 'depthM']]]]],
        'circle-color': colours.flood,
        'circle-opacity': 0.24,
        'circle-pitch-alignment': 'map',
        'circle-stroke-color': colours.floodEdge,
        'circle-stroke-width': 1.2 * factor,
        'circle-stroke-opacity': 0.9,
      },
    },
    {
      id: 'stations',
      type: 'circle',
      source: 'stations',
      paint: {
        'circle-radius': 2.6 * factor,
        'circle-color': colours.land,
        'circle-stroke-color': colours.station,
        'circle-stroke-width': 1.3 * factor,
        'circle-stroke-opacity': 0.8,
      },
    },
  ];
}

/** Nothing that is seen: it takes the places where marks of incidents stand, so that no name is put under one. Topmost. */
export function markLayer({ factor }: PageScale): LayerSpecification {
  return {
    id: 'marks',
    type: 'symbol',
    source: 'marks',
    layout: {
      'text-field': 'O',
      'text-font': FONT,
      'text-size': 26 * factor,
      'text-allow-overlap': true,
      'text-padding': 0,
    },
    paint: { 'text-opacity': 0 },
  };
}

/** Places as features for the sources `marks`. */
export function markFeatures(places: readonly LonLat[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: places.map((loc) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Point', coordinates: [...loc] },
    })),
  };
}

function stationFeatures(stations: readonly CityStation[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: stations.map(({ domain, entity, loc }) => ({
      type: 'Feature',
      properties: { domain, entity },
      geometry: { type: 'Point', coordinates: [...loc] },
    })),
  };
}
