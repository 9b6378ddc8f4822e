import { isUcumUnit, unitOfMetric } from '@metropane/city';
import type { z } from 'zod';
import { agencyCheck } from './agencies.ts';
import type { Locate } from './agencies.ts';
import type { CheckedFile } from './checked-file.ts';
import { unique } from './unique-ids.ts';
import type { Agency, Camera } from './office-types.ts';
import type { Station, StationMetric } from './pack-types.ts';
import type { stationsSchema } from './schema.ts';

type StationsFile = CheckedFile<z.output<typeof stationsSchema>>;

/** Fixed sensors; after them the cameras as stations of domain `camera`, where the file says what a camera tells of itself. */
export function makeStations(
  file: StationsFile | undefined,
  known: { readonly agencies: readonly Agency[] | undefined; readonly cameras: readonly Camera[] },
  locate: Locate,
): readonly Station[] {
  if (file === undefined) return [];
  const { metrics, stations, cameraMetrics } = file.value;
  for (const [metric, { unit }] of Object.entries(metrics)) {
    if (!isUcumUnit(unit))
      file.fault('schema', ['metrics', metric, 'unit'], `"${unit}" is not a UCUM code (as mm, ug/m3, Cel)`);
    const named = unitOfMetric(metric);
    // The name is what every screen and every feed goes by: two units for one figure would differ by a thousand and look right.
    if (named !== 'unspecified' && named !== unit)
      file.fault('schema', ['metrics', metric, 'unit'], `the name ${metric} says ${named}, not ${unit}`);
  }
  unique(file, stations, (station, i) => ({
    id: `${station.domain}/${station.entity}`,
    path: ['stations', i, 'entity'],
  }));
  const isKnown = agencyCheck(known.agencies);
  const fixed = stations.map((station, i): Station => {
    locate(file.fault, station.loc, ['stations', i, 'loc']);
    isKnown(file.fault, station.agency, ['stations', i, 'agency']);
    return {
      domain: station.domain,
      entity: station.entity,
      name: station.name,
      loc: station.loc,
      metrics: resolve(file, station.metrics, {
        path: ['stations', i, 'metrics'],
        expectedEveryMs: station.expectedEveryMs,
      }),
      ...(station.datum !== undefined && { datum: station.datum }),
      ...(station.facts !== undefined && { facts: station.facts }),
      ...(station.agency !== undefined && { agency: station.agency }),
    };
  });
  if (cameraMetrics === undefined) return fixed;
  const own = resolve(file, cameraMetrics, { path: ['cameraMetrics'] });
  return [
    ...fixed,
    ...known.cameras.map(({ id, ...facts }) => ({ ...facts, domain: 'camera', entity: id, metrics: own })),
  ];
}

function resolve(
  file: StationsFile,
  names: readonly string[],
  { path, expectedEveryMs }: { path: readonly PropertyKey[]; expectedEveryMs?: number | undefined },
): Record<string, StationMetric> {
  const own: Record<string, StationMetric> = {};
  names.forEach((metric, m) => {
    const typed = file.value.metrics[metric];
    if (typed === undefined)
      file.fault('reference', [...path, m], `"${metric}" is not among the metrics of this file`);
    else own[metric] = { ...typed, expectedEveryMs: expectedEveryMs ?? typed.expectedEveryMs };
  });
  return own;
}
