import type { z } from 'zod';
import { agencyCheck } from './agencies.ts';
import type { Locate } from './agencies.ts';
import type { CheckedFile } from './checked-file.ts';
import { unique } from './unique-ids.ts';
import { withoutUndefined } from './without-undefined.ts';
import type { Agency, BusRoute, BusStop, Camera, TransitLine } from './office-types.ts';
import type { CityPack, LonLat, Station } from './pack-types.ts';
import type * as schema from './schema-office.ts';

type File<S extends z.ZodType> = CheckedFile<z.output<S>> | undefined;

/** Lines whose stations are stations of the pack, in the order of travel. */
export function makeLines(
  file: File<typeof schema.linesSchema>,
  stations: readonly Station[] | undefined,
): readonly TransitLine[] {
  if (file === undefined) return [];
  const known = stations && new Set(stations.map(({ domain, entity }) => `${domain}/${entity}`));
  unique(file, file.value.lines, ({ id }, i) => ({ id, path: ['lines', i, 'id'] }));
  file.value.lines.forEach((line, i) => {
    const path = ['lines', i, 'stations'];
    unique(file, line.stations, (entity, s) => ({ id: entity, path: [...path, s] }));
    line.stations.forEach((entity, s) => {
      if (known?.has(`${line.domain}/${entity}`) === false)
        file.fault('reference', [...path, s], `the pack has no ${line.domain}/${entity}`);
    });
  });
  return withoutUndefined(file.value.lines) as readonly TransitLine[];
}

/** Cameras as places with a name; nothing of what they see. */
export function makeCameras(
  file: File<typeof schema.cameraRowsSchema>,
  agencies: readonly Agency[] | undefined,
  locate: Locate,
): readonly Camera[] {
  if (file === undefined) return [];
  unique(file, file.value, ({ id }, i) => ({ id, path: [i, 'id'] }));
  const isKnown = agencyCheck(agencies);
  return file.value.map((row, i) => {
    const loc: LonLat = [row.lon, row.lat];
    locate(file.fault, loc, [i]);
    isKnown(file.fault, row.agency, [i, 'agency']);
    const name = { vi: row.name_vi, en: row.name_en ?? row.name_vi };
    return { id: row.id, name, loc, ...(row.agency !== undefined && { agency: row.agency }) };
  });
}

/** Stops and the routes that call at them. */
export function makeBuses(
  stopFile: File<typeof schema.busStopRowsSchema>,
  routeFile: File<typeof schema.busRoutesSchema>,
  { locate, isStopFileBad }: { readonly locate: Locate; readonly isStopFileBad: boolean },
): Pick<CityPack, 'busStops' | 'busRoutes'> {
  const busStops = (stopFile?.value ?? []).map(({ id, name, lon, lat }, i): BusStop => {
    const loc: LonLat = [lon, lat];
    if (stopFile !== undefined) locate(stopFile.fault, loc, [i]);
    return { id, name, loc };
  });
  if (stopFile !== undefined) unique(stopFile, busStops, ({ id }, i) => ({ id, path: [i, 'id'] }));
  if (routeFile === undefined) return { busStops, busRoutes: [] };
  // A stop file with faults of its own must not accuse the routes.
  const known = isStopFileBad ? undefined : new Set(busStops.map(({ id }) => id));
  unique(routeFile, routeFile.value.features, ({ properties }, i) => ({
    id: properties.id,
    path: ['features', i, 'properties', 'id'],
  }));
  const busRoutes = routeFile.value.features.map(({ properties, geometry }, i): BusRoute => {
    properties.stops.forEach((stop, s) => {
      if (known?.has(stop) === false)
        routeFile.fault(
          'reference',
          ['features', i, 'properties', 'stops', s],
          `bus-stops.csv has no stop "${stop}"`,
        );
    });
    return { ...withoutUndefined(properties), points: geometry.coordinates };
  });
  return { busStops, busRoutes };
}
