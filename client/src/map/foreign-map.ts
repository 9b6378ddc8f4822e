/**
 * A map that is not the city's own: a MapLibre style, or a PMTiles file in the layers of this program, of Protomaps (version 4) or
 * of pictures. Whatever cannot be used is an error for the caller, who then shows the own map and says so.
 */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { BaseMapNotice } from '../live/city-ground.ts';
import type { BaseStyle, OnTileFault } from './base-style.ts';
import { CITY_SOURCE } from './ground-layers.ts';
import { ownLayers } from './own-map.ts';
import { protomapsLayers } from './protomaps-layers.ts';
import { openArchive } from './tile-archive.ts';

type External = NonNullable<BaseMapNotice['external']>;

/** Rejects when the map cannot be loaded or is of a kind that this program cannot draw. */
export function loadForeignMap(
  { kind, url, attribution }: External,
  onFault: OnTileFault,
): Promise<BaseStyle> {
  return kind === 'style' ? loadForeignStyle(url, attribution) : loadForeignTiles(url, attribution, onFault);
}

async function loadForeignStyle(url: string, attribution: string | undefined): Promise<BaseStyle> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const style = (await response.json()) as StyleSpecification;
  if (style.version !== 8 || !Array.isArray(style.layers)) throw new Error(`${url} is no map style`);
  const { sprite, glyphs, sources, layers } = style;
  const words = Object.values(sources).flatMap((source) =>
    'attribution' in source && typeof source.attribution === 'string' ? [source.attribution] : [],
  );
  const firstLabel = layers.findIndex(({ type }) => type === 'symbol');
  const split = firstLabel < 0 ? layers.length : firstLabel;
  return {
    sources,
    layers: () => ({ ground: layers.slice(0, split), labels: layers.slice(split) }),
    extra: { ...(sprite ? { sprite } : {}), ...(glyphs ? { glyphs } : {}) },
    attribution: attribution ?? (words.length > 0 ? plainText(words.join(' · ')) : null),
    close: () => {},
  };
}

async function loadForeignTiles(
  url: string,
  attribution: string | undefined,
  onFault: OnTileFault,
): Promise<BaseStyle> {
  const archive = openArchive(new URL(url, location.href).href, onFault);
  try {
    const header = await archive.file.getHeader();
    const metadata = (await archive.file.getMetadata()) as {
      vector_layers?: { id: string }[];
      attribution?: string;
    };
    const isVector = header.tileType === 1;
    const names = new Set((metadata.vector_layers ?? []).map(({ id }) => id));
    const layers = isVector ? drawerOf(names) : pictureLayers;
    if (layers === null)
      throw new Error(`${url}: its layers (${[...names].join(', ') || 'none named'}) are not known here`);
    const words = attribution ?? metadata.attribution;
    return {
      sources: {
        [CITY_SOURCE]: {
          type: isVector ? 'vector' : 'raster',
          tiles: [archive.tiles],
          minzoom: header.minZoom,
          maxzoom: header.maxZoom,
          ...(isVector ? {} : { tileSize: 256 }),
        },
      },
      layers,
      attribution: words === undefined ? null : plainText(words),
      close: archive.close,
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

function drawerOf(names: ReadonlySet<string>): BaseStyle['layers'] | null {
  if (names.has('unit-labels') && names.has('roads')) return ownLayers;
  return names.has('earth') && names.has('roads') ? protomapsLayers : null;
}

function pictureLayers(): { ground: LayerSpecification[]; labels: LayerSpecification[] } {
  return { ground: [{ id: 'pictures', type: 'raster', source: CITY_SOURCE }], labels: [] };
}

/** Attributions come as HTML from elsewhere: only their words are shown. */
function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
}
