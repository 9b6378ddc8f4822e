import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { checkArea, toMultiPolygon } from './multi-polygon.ts';
import { checkTouches } from './pack-layers.ts';
import type { BBox, Building, LonLat, MultiPolygon } from './pack-types.ts';
import { makePlane } from './plane.ts';
import type * as schema from './schema.ts';
import { unique } from './unique-ids.ts';

/** Buildings with heights. A footprint must be a sound area; a point needs the width of the block that stands for it. */
export function makeBuildings(
  file: CheckedFile<z.output<typeof schema.buildingsSchema>> | undefined,
  bbox: BBox,
): readonly Building[] {
  if (file === undefined) return [];
  const { features } = file.value;
  unique(file, features, ({ properties }, i) => ({
    id: properties.id,
    path: ['features', i, 'properties', 'id'],
  }));
  return features.flatMap(({ properties: { widthM, ...building }, geometry }, i): Building[] => {
    const shape = ['features', i, 'geometry', 'coordinates'];
    const width = ['features', i, 'properties', 'widthM'];
    if (geometry.type !== 'Point') {
      if (widthM !== undefined)
        file.fault('schema', width, 'a footprint has its width already: widthM is for a Point');
      checkArea(file, geometry, i);
      const polygon = toMultiPolygon(geometry);
      checkTouches(file, bbox, { points: polygon.flat(2), path: shape });
      return [{ ...building, polygon }];
    }
    checkTouches(file, bbox, { points: [geometry.coordinates], path: shape });
    if (widthM === undefined) {
      file.fault(
        'schema',
        width,
        'a Point needs widthM, the width of its block in metres, or give its footprint',
      );
      return [];
    }
    return [{ ...building, polygon: squareAt(geometry.coordinates, widthM) }];
  });
}

function squareAt(loc: LonLat, widthM: number): MultiPolygon {
  const plane = makePlane(loc[1]);
  const [x, y] = plane.toXY(loc);
  const half = widthM / 2;
  const corner = (east: number, north: number): LonLat => plane.toLonLat([x + east * half, y + north * half]);
  const first = corner(-1, -1);
  return [[[first, corner(1, -1), corner(1, 1), corner(-1, 1), first]]];
}
