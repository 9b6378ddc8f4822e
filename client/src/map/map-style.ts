import type { LayerSpecification, Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';
import type { CityStation } from '../live/city-ground.ts';
import type { BaseStyle, StyleLook } from './base-style.ts';
import { liveLayers, liveSources, markLayer } from './live-layers.ts';
import { labelFonts } from './map-fonts.ts';

/** A base with the live layers between its ground and its names. */
export function mapStyle(
  base: BaseStyle,
  stations: readonly CityStation[],
  look: StyleLook,
): StyleSpecification {
  return {
    version: 8,
    'font-faces': labelFonts(),
    ...base.extra,
    sources: { ...base.sources, ...liveSources(stations) },
    layers: allLayers(base, look),
  };
}

/** Draws what is on the map in other colours, at another size or in another language; the camera and the data stay. */
export function restyle(map: MapLibreMap, base: BaseStyle, look: StyleLook): void {
  for (const layer of allLayers(base, look))
    if (map.getLayer(layer.id) !== undefined) repaintLayer(map, layer);
}

/** Gives a layer that is on the map the paint, layout, range and filter of `layer`. */
export function repaintLayer(map: MapLibreMap, layer: LayerSpecification): void {
  for (const [name, value] of Object.entries(layer.paint ?? {}))
    map.setPaintProperty(layer.id, name as never, value as never);
  for (const [name, value] of Object.entries(layer.layout ?? {}))
    if (name !== 'visibility') map.setLayoutProperty(layer.id, name as never, value as never);
  if (layer.minzoom !== undefined || layer.maxzoom !== undefined)
    map.setLayerZoomRange(layer.id, layer.minzoom ?? 0, layer.maxzoom ?? 24);
  if ('filter' in layer && layer.filter !== undefined && layer.id !== 'stations')
    map.setFilter(layer.id, layer.filter);
}

/** The first layer above the live lines. */
export function firstLabel(base: BaseStyle, look: StyleLook): string {
  return base.layers(look).labels[0]?.id ?? 'marks';
}

function allLayers(base: BaseStyle, look: StyleLook): LayerSpecification[] {
  const { ground, labels } = base.layers(look);
  return [...ground, ...liveLayers(look.colours, look.scale), ...labels, markLayer(look.scale)];
}
