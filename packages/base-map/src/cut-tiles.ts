import { GeoJSONVT } from '@maplibre/geojson-vt';
import type { GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { FeatureCollection } from 'geojson';
import { tileId } from './tile-id.ts';
import { boxOf } from './world-box.ts';
import type { WorldBox } from './world-box.ts';

/** Closer views draw the tiles of this zoom larger: one unit is then 0.6 m. */
export const MAX_ZOOM = 14;
/** Units per tile side; MapLibre's own. */
const EXTENT = 4096;
/** As many units as the thickest line is wide at a 4K wall, so that no line ends in a straight cut at a tile's edge. */
const BUFFER = 128;
/** Half a pixel of a tile drawn at 512 px: what a line may leave out. */
const TOLERANCE = 3;

export interface CutTile {
  id: number;
  /** Mapbox vector tile, not compressed. */
  bytes: Uint8Array;
}

/** All tiles that hold anything, from the whole world down to `MAX_ZOOM`, ascending by their PMTiles number. */
export function cutTiles(layers: Readonly<Record<string, FeatureCollection>>): CutTile[] {
  const indexes = Object.entries(layers).map(([name, data]) => ({ name, index: cutLayer(data) }));
  const tiles: CutTile[] = [];
  const boxes = Object.values(layers).flatMap(({ features }) =>
    features.map(({ geometry }) => boxOf(geometry)),
  );
  walk({ z: 0, x: 0, y: 0 }, boxes, ({ z, x, y }) => {
    const filled: Record<string, GeoJSONVTTile> = {};
    for (const { name, index } of indexes) {
      const tile = index.getTile(z, x, y);
      if (tile !== null && tile.features.length > 0) filled[name] = tile;
    }
    if (Object.keys(filled).length > 0)
      tiles.push({ id: tileId(z, x, y), bytes: fromGeojsonVt(filled, { version: 2, extent: EXTENT }) });
  });
  return tiles.sort((a, b) => a.id - b.id);
}

function cutLayer(data: FeatureCollection): GeoJSONVT {
  return new GeoJSONVT(data, {
    maxZoom: MAX_ZOOM,
    indexMaxZoom: MAX_ZOOM,
    indexMaxPoints: 0,
    extent: EXTENT,
    buffer: BUFFER,
    tolerance: TOLERANCE,
  });
}

interface TilePlace {
  z: number;
  x: number;
  y: number;
}

/**
 * Calls back for every tile that may hold one of the features, down to `MAX_ZOOM`. By their boxes, not by what the tile above
 * holds: a shape too small to be seen there is left out of it, and must still be found below.
 */
function walk({ z, x, y }: TilePlace, boxes: readonly WorldBox[], visit: (place: TilePlace) => void): void {
  const pad = BUFFER / EXTENT;
  const within = boxes.filter(({ west, north, east, south }) => {
    const scale = 2 ** z;
    return (
      east * scale >= x - pad &&
      west * scale <= x + 1 + pad &&
      south * scale >= y - pad &&
      north * scale <= y + 1 + pad
    );
  });
  if (within.length === 0) return;
  visit({ z, x, y });
  if (z === MAX_ZOOM) return;
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    walk({ z: z + 1, x: x * 2 + dx, y: y * 2 + dy }, within, visit);
}
