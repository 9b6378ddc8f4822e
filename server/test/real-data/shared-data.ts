import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(import.meta.dirname, '../../..');

/** The folder of recorded city data: lent beside the repository, never part of it. */
export const SHARED_DATA: string = resolve(
  REPOSITORY,
  process.env['METROPANE_SHARED_DATA'] ?? '../shared/data',
);

/** The sets whose answers are asked of a running centre. */
export const FOLDERS = [
  'aarhus_parking',
  'aarhus_traffic',
  'beijing_prsa',
  'camau_water_mqtt',
  'hcmc_air_airvisual',
  'hcmc_air_healthyair',
  'hcmc_traffic_status',
  'helsinki_hfp_mqtt',
  'nab_traffic',
  'singapore_rain',
] as const;
export type Folder = (typeof FOLDERS)[number];

/** True if any of the sets is not on this machine; tests then skip, and the run lists them. */
export const LACKS_DATA: boolean = FOLDERS.some((folder) => !existsSync(join(SHARED_DATA, folder)));

/** The answers that a batch script computed for a set. */
export function oracleOf<T>(folder: Folder): T {
  return JSON.parse(readFileSync(join(SHARED_DATA, folder, 'oracle.json'), 'utf8')) as T;
}

/** The bindings that ship as examples, as text. */
export function exampleYaml(name: string): string {
  return readFileSync(join(REPOSITORY, 'packages/feeds/examples', name), 'utf8');
}
