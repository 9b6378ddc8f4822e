import type { LayerSpecification } from 'maplibre-gl';
import { MAX_TILE_ZOOM } from '../live/city-ground.ts';
import type { BaseStyle, OnTileFault, StyleLook } from './base-style.ts';
import { CITY_SOURCE, groundLayers } from './ground-layers.ts';
import { labelLayers } from './label-layers.ts';
import { openArchive } from './tile-archive.ts';

/** The city's own map. Tiles are read from `tilesUrl` as they are looked at. */
export function ownMap(tilesUrl: string, onFault: OnTileFault): BaseStyle {
  const { tiles, close } = openArchive(new URL(tilesUrl, location.href).href, onFault);
  return {
    sources: { [CITY_SOURCE]: { type: 'vector', tiles: [tiles], minzoom: 0, maxzoom: MAX_TILE_ZOOM } },
    layers: ownLayers,
    attribution: null,
    close,
  };
}

/** The layers of packages/base-map in the page's theme. */
export function ownLayers(look: StyleLook): { ground: LayerSpecification[]; labels: LayerSpecification[] } {
  return { ground: groundLayers(look.colours, look.scale), labels: labelLayers(look) };
}
