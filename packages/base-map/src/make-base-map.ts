import { createHash } from 'node:crypto';
import type { CityPack } from '@metropane/city-pack';
import type { BaseMapLayers } from './base-map-layers.ts';
import { baseMapLayers, LAYER_NAMES } from './base-map-layers.ts';
import { cutTiles, MAX_ZOOM } from './cut-tiles.ts';
import { writeArchive } from './write-archive.ts';

/** Raise it when the same layers would give other bytes: files of the version before are then not used again. */
const WRITER_VERSION = 1;

/** What a tile file is made of: can be sent to a worker. */
export interface BaseMapPlan {
  /** Hex; the name of the file. Equal keys mean equal bytes. */
  key: string;
  name: string;
  bbox: CityPack['bbox'];
  centre: CityPack['centre'];
  centreZoom: number;
  layers: BaseMapLayers;
}

/** What is to be drawn, and the name under which the drawing is kept. The key follows the shapes, not the files of the pack. */
export function planBaseMap(pack: CityPack): BaseMapPlan {
  const plan = {
    name: pack.name.vi,
    bbox: pack.bbox,
    centre: pack.centre,
    centreZoom: Math.round(pack.views.main.zoom),
    layers: baseMapLayers(pack),
  };
  const hash = createHash('sha256').update(`${WRITER_VERSION} ${JSON.stringify(plan)}`);
  return { key: hash.digest('hex').slice(0, 32), ...plan };
}

/** The tile file: PMTiles v3 with gzipped vector tiles of zoom 0 to 14. Takes about a second for a city; deterministic. */
export function makeBaseMap({ name, bbox, centre, centreZoom, layers }: BaseMapPlan): Uint8Array {
  return writeArchive(cutTiles(layers), {
    bbox,
    centre,
    centreZoom,
    minZoom: 0,
    maxZoom: MAX_ZOOM,
    metadata: {
      name,
      format: 'pbf',
      vector_layers: LAYER_NAMES.map((id) => ({ id, fields: {}, minzoom: 0, maxzoom: MAX_ZOOM })),
    },
  });
}
