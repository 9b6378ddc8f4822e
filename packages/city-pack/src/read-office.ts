import { makeAgencies, makeSops } from './agencies.ts';
import type { Known, Locate } from './agencies.ts';
import { readChecked } from './checked-file.ts';
import type { Read } from './checked-file.ts';
import type { PackFileName } from './pack-folder.ts';
import { makeGroupings } from './groupings.ts';
import { makeScales } from './scales.ts';
import * as schema from './schema-office.ts';
import { makeBuses, makeCameras, makeLines } from './transit-parts.ts';
import { makeCalendar } from './working-calendar.ts';
import type { Agency, Camera, Grouping } from './office-types.ts';
import type { CityPack, Station } from './pack-types.ts';

/** Whether a fault of this file was told. */
export function hasFaults({ faults }: Read, name: PackFileName): boolean {
  return faults.some(({ file }) => file === name || file.endsWith(`/${name}`));
}

/** Agencies, posts and shifts. */
export function readAgencies(read: Read, locate: Locate): Pick<CityPack, 'agencies' | 'posts' | 'shifts'> {
  return makeAgencies(readChecked(read, 'agencies.yaml', schema.agenciesSchema), locate);
}

/** Cameras. */
export function readCameras(
  read: Read,
  agencies: readonly Agency[] | undefined,
  locate: Locate,
): readonly Camera[] {
  return makeCameras(readChecked(read, 'cameras.csv', schema.cameraRowsSchema), agencies, locate);
}

/** SOPs, scales and the calendar. */
export function readRules(read: Read, known: Known): Pick<CityPack, 'sops' | 'scales' | 'calendar'> {
  const calendar = makeCalendar(readChecked(read, 'calendar.yaml', schema.calendarSchema));
  return {
    sops: makeSops(readChecked(read, 'sops.yaml', schema.sopsSchema), known),
    scales: makeScales(readChecked(read, 'scales.yaml', schema.scalesSchema)),
    ...(calendar !== undefined && { calendar }),
  };
}

/** Lines, bus stops and bus routes. */
export function readNetworks(
  read: Read,
  { stations, locate }: { readonly stations: readonly Station[] | undefined; readonly locate: Locate },
): Pick<CityPack, 'lines' | 'busStops' | 'busRoutes'> {
  const stops = readChecked(read, 'bus-stops.csv', schema.busStopRowsSchema);
  const routes = readChecked(read, 'bus-routes.geojson', schema.busRoutesSchema);
  return {
    lines: makeLines(readChecked(read, 'lines.yaml', schema.linesSchema), stations),
    ...makeBuses(stops, routes, { locate, isStopFileBad: hasFaults(read, 'bus-stops.csv') }),
  };
}

/** Groupings over units of today and former ones. */
export function readGroupings(read: Read, units: readonly { readonly code: string }[]): readonly Grouping[] {
  const known = new Set(units.map(({ code }) => code));
  return makeGroupings(readChecked(read, 'groupings.yaml', schema.groupingsSchema), known);
}
