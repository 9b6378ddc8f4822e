import { makeAgencies, makeSops } from './agencies.ts';
import type { Known, Locate } from './agencies.ts';
import { readChecked } from './checked-file.ts';
import type { Read } from './checked-file.ts';
import { makeGroupings } from './groupings.ts';
import { makeScales } from './scales.ts';
import * as schema from './schema-office.ts';
import { makeBuses, makeCameras, makeLines } from './transit-parts.ts';
import { makeCalendar } from './working-calendar.ts';
import type { Agency, Camera, Grouping } from './office-types.ts';
import type { CityPack, Station } from './pack-types.ts';

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
  { stations, locate }: { readonly stations: readonly Station[]; readonly locate: Locate },
): Pick<CityPack, 'lines' | 'busStops' | 'busRoutes'> {
  return {
    lines: makeLines(readChecked(read, 'lines.yaml', schema.linesSchema), stations),
    ...makeBuses(
      readChecked(read, 'bus-stops.csv', schema.busStopRowsSchema),
      readChecked(read, 'bus-routes.geojson', schema.busRoutesSchema),
      locate,
    ),
  };
}

/** Groupings over units of today and former ones. */
export function readGroupings(read: Read, units: readonly { readonly code: string }[]): readonly Grouping[] {
  const known = new Set(units.map(({ code }) => code));
  return makeGroupings(readChecked(read, 'groupings.yaml', schema.groupingsSchema), known);
}
