import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { isInside } from './city-views.ts';
import { distanceM } from './plane.ts';
import { ribbonOf } from './water-ribbon.ts';
import { checkArea, toMultiPolygon } from './multi-polygon.ts';
import { unique } from './unique-ids.ts';
import type { BBox, Bridge, LonLat, Park, Place, Road, Water } from './pack-types.ts';
import type * as schema from './schema.ts';

type File<S extends z.ZodType> = CheckedFile<z.output<S>> | undefined;
type RoadClasses = z.output<typeof schema.citySchema>['roadClasses'];

/** Longer steps are a typing slip: no hand or survey puts two neighbouring points of a city road this far apart. */
const LONGEST_STEP_M = 12_000;

export function makeRoads(
  file: File<typeof schema.roadsSchema>,
  { roadClasses: classes, bbox }: { readonly roadClasses: RoadClasses; readonly bbox: BBox },
  cityFault: CheckedFile<unknown>['fault'],
): readonly Road[] {
  if (file === undefined) return [];
  const { features } = file.value;
  unique(file, features, ({ properties }, i) => ({
    id: properties.id,
    path: ['features', i, 'properties', 'id'],
  }));
  const missing = new Set<string>();
  return features.map(({ properties, geometry }, i) => {
    const speeds = classes[properties.class];
    if (speeds === undefined && !missing.has(properties.class)) {
      missing.add(properties.class);
      cityFault('reference', ['roadClasses'], `no speeds for the road class "${properties.class}"`);
    }
    const path = ['features', i, 'geometry', 'coordinates'];
    checkSteps(file, geometry.coordinates, path);
    const checkInside = insideChecker(file, bbox);
    const outside = geometry.coordinates.findIndex((point) => !isInside(bbox, point));
    if (outside >= 0) checkInside(geometry.coordinates[outside]!, [...path, outside]);
    return {
      id: properties.id,
      name: properties.name,
      class: properties.class,
      points: geometry.coordinates,
      freeFlowKmh: properties.freeFlowKmh ?? speeds?.freeFlowKmh ?? 0,
      maxKmh: properties.maxKmh ?? speeds?.maxKmh ?? 0,
      ...(properties.lanes !== undefined && { lanes: properties.lanes }),
    };
  });
}

function checkSteps(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  points: readonly LonLat[],
  path: readonly PropertyKey[],
): void {
  for (let i = 1; i < points.length; i += 1) {
    const step = distanceM(points[i - 1]!, points[i]!);
    if (step === 0) file.fault('geometry', [...path, i], 'the same point twice in a row');
    if (step > LONGEST_STEP_M)
      file.fault('geometry', [...path, i], `${Math.round(step / 1000)} km from the point before it`);
  }
}

export function makeWater(file: File<typeof schema.waterSchema>, bbox: BBox): readonly Water[] {
  if (file === undefined) return [];
  const { features } = file.value;
  unique(file, features, ({ properties }, i) => ({
    id: properties.id,
    path: ['features', i, 'properties', 'id'],
  }));
  return features.flatMap(({ properties: { id, name, kind, widthM }, geometry }, i): Water[] => {
    const shape = ['features', i, 'geometry', 'coordinates'];
    const points = geometry.type === 'LineString' ? geometry.coordinates : toMultiPolygon(geometry).flat(2);
    checkTouches(file, bbox, { points, path: shape });
    if (geometry.type !== 'LineString') {
      checkArea(file, geometry, i);
      return [{ id, name, kind, polygon: toMultiPolygon(geometry) }];
    }
    const path = ['features', i, 'properties', 'widthM'];
    if (widthM === undefined) {
      file.fault('schema', path, 'a centreline needs its width: one number, or one per point');
      return [];
    }
    const widths = typeof widthM === 'number' ? [widthM] : widthM;
    if (widths.length !== 1 && widths.length !== geometry.coordinates.length) {
      file.fault(
        'schema',
        path,
        `expected 1 or ${geometry.coordinates.length} widths, found ${widths.length}`,
      );
      return [];
    }
    const centreline = geometry.coordinates;
    return [{ id, name, kind, polygon: [[ribbonOf(centreline, widths)]], centreline }];
  });
}

export function makeParks(file: File<typeof schema.parksSchema>, bbox: BBox): readonly Park[] {
  if (file === undefined) return [];
  unique(file, file.value.features, ({ properties }, i) => ({
    id: properties.id,
    path: ['features', i, 'properties', 'id'],
  }));
  return file.value.features.map(({ properties: { id, name, kind }, geometry }, i) => {
    checkArea(file, geometry, i);
    const polygon = toMultiPolygon(geometry);
    checkTouches(file, bbox, { points: polygon.flat(2), path: ['features', i, 'geometry', 'coordinates'] });
    return { id, name, kind, polygon };
  });
}

export function makePlaces(file: File<typeof schema.placeRowsSchema>, bbox: BBox): readonly Place[] {
  if (file === undefined) return [];
  unique(file, file.value, (row, i) => ({ id: row.id, path: [i, 'id'] }));
  const checkInside = insideChecker(file, bbox);
  return file.value.map((row, i) => {
    checkInside([row.lon, row.lat], [i]);
    return {
      id: row.id,
      name: { vi: row.name_vi, en: row.name_en },
      kind: row.kind,
      loc: [row.lon, row.lat],
    };
  });
}

export function makeBridges(file: File<typeof schema.bridgeRowsSchema>, bbox: BBox): readonly Bridge[] {
  if (file === undefined) return [];
  unique(file, file.value, (row, i) => ({ id: row.id, path: [i, 'id'] }));
  const checkInside = insideChecker(file, bbox);
  return file.value.map((row, i) => {
    checkInside([row.lon, row.lat], [i]);
    return { id: row.id, name: row.name, loc: [row.lon, row.lat], lengthM: row.length_m };
  });
}

/** Says for positions whether they can be in this city; one outside is a fault. */
function insideChecker(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  bbox: BBox,
): (loc: LonLat, path: readonly PropertyKey[]) => void {
  return (loc, path) => {
    if (isInside(bbox, loc)) return;
    const hint = 'lies outside the bbox of city.yaml (are longitude and latitude swapped?)';
    file.fault('geometry', path, `[${loc.join(', ')}] ${hint}`);
  };
}

/** Rivers, parks and routes may leave the city; one that has no point in it belongs to another. */
export function checkTouches(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  bbox: BBox,
  { points, path }: { readonly points: readonly LonLat[]; readonly path: readonly PropertyKey[] },
): void {
  if (!points.some((point) => isInside(bbox, point)))
    file.fault(
      'geometry',
      path,
      'lies wholly outside the bbox of city.yaml (are longitude and latitude swapped?)',
    );
}
