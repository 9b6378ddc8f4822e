import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { CityPack } from '@metropane/city-pack';
import type { BaseMapNotice } from '../base-map/base-map.ts';
import type { FoldConfig } from '../fold/fold-config.ts';

/** Metres are enough for a wall: 5 decimals of a degree. A third of the bytes of full precision. */
const GRID = 1e5;

/**
 * What of a city has names, places and figures, compressed once; its shapes are in the tiles that `baseMap` names. `etag`
 * changes with the pack.
 */
export function cityJson(
  pack: CityPack,
  { layers, baseMap }: { layers: FoldConfig['layers']; baseMap: BaseMapNotice },
): { gzip: Uint8Array; etag: string } {
  const { id, name, zone, centre, bbox, views, bridges, places } = pack;
  const json = JSON.stringify(
    {
      id,
      name,
      zone,
      centre,
      bbox,
      views,
      units: pack.units.map(({ code, name: named, centroid, areaKm2, derived }) => {
        return { code, name: named, centroid, areaKm2, derived };
      }),
      roads: pack.roads.map((road) => ({
        id: road.id,
        name: road.name,
        class: road.class,
        points: road.points,
      })),
      segments: pack.segments.map((segment) => ({
        id: segment.id,
        roadId: segment.roadId,
        name: segment.name,
        class: segment.class,
        points: segment.points,
        freeFlowKmh: segment.freeFlowKmh,
      })),
      bridges,
      places,
      stations: pack.stations,
      categories: pack.categories,
      agencies: pack.agencies.map((agency) => ({ id: agency.id, name: agency.name })),
      posts: pack.posts.map((post) => ({ id: post.id, agency: post.agency, name: post.name, loc: post.loc })),
      shifts: pack.shifts,
      scenes: pack.scenes,
      walls: pack.walls,
      panels: pack.panels.map((panel) => ({ id: panel.id, kind: panel.kind, name: panel.name })),
      hasBuildings: pack.buildings.length > 0,
      fixed: fixedOf(pack),
      layers,
      baseMap,
    },
    (_key, value: unknown) => (typeof value === 'number' ? Math.round(value * GRID) / GRID : value),
  );
  const etag = `"${createHash('sha256').update(json).digest('hex').slice(0, 16)}"`;
  return { gzip: gzipSync(json, { level: 6 }), etag };
}

/** What the city has a number of, whether or not any of it is heard. */
function fixedOf({ lines, busRoutes, cameras }: CityPack) {
  return {
    metroLines: lines.length,
    busRoutes: new Set(busRoutes.map(({ number }) => number)).size,
    cameras: cameras.length,
  };
}
