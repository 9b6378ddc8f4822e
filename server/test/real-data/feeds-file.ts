import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { ReplayedSet } from './replay-set.ts';
import { exampleYaml, SHARED_DATA } from './shared-data.ts';

const EXAMPLES = [
  'aarhus.yaml',
  'camau.yaml',
  'hcmc-sweep.yaml',
  'hcmc-traffic.yaml',
  'healthyair.yaml',
  'hfp.yaml',
  'singapore-rain.yaml',
];

/** One binding as a person writes it. */
export type WrittenBinding = { id: string } & Record<string, unknown>;

/** Every shipped binding for the recorded sets, as written. */
export function exampleBindings(): WrittenBinding[] {
  return EXAMPLES.flatMap((name) => (parse(exampleYaml(name)) as { feeds: WrittenBinding[] }).feeds);
}

/** An archive is read in one go: silence says nothing about its sensors. */
const ARCHIVE = {
  format: 'csv',
  watermarkPer: 'entity',
  outOfOrdernessMs: 0,
  allowedLatenessMs: 3_600_000,
  idleAfterMs: 315_360_000_000,
  dedupMs: 3_600_000,
};
const LOOPS = ['speed_6005', 'speed_7578', 'occupancy_6005', 'TravelTime_387'];

/** Sets for which no binding ships: written here, as a person would. */
export function writtenBindings(): WrittenBinding[] {
  return [
    {
      ...ARCHIVE,
      id: 'aarhus-parking',
      file: { path: 'aarhus_parking/parking.csv' },
      domain: 'parking',
      zone: 'UTC',
      map: {
        entity: '{garagecode}',
        time: { column: 'updatetime', patterns: ['ISO'], zone: 'UTC' },
        metrics: { occupiedCount: 'vehiclecount', capacityCount: 'totalspaces' },
      },
    },
    ...LOOPS.map((series) => ({
      ...ARCHIVE,
      id: `nab-${series.replaceAll('_', '-').replace('TravelTime', 'travel-time')}`,
      file: { path: `nab_traffic/${series}.csv` },
      domain: 'traffic-loops',
      zone: 'UTC',
      map: {
        entity: series,
        time: { column: 'timestamp', patterns: ['ISO'], zone: 'UTC' },
        metrics: { value: 'value' },
      },
    })),
    {
      ...ARCHIVE,
      id: 'airvisual',
      file: { path: 'hcmc_air_airvisual/data_*.csv' },
      domain: 'air-index',
      zone: 'Asia/Ho_Chi_Minh',
      map: { entity: '{Location}', time: 'Time', metrics: { aqi: 'AQI' } },
    },
  ];
}

/** All of them: what the files of the recorded sets are read through. */
export function archiveBindings(): WrittenBinding[] {
  return [...exampleBindings(), ...writtenBindings()];
}

/** Topics under which the replay of a set sends; the twenty Aarhus sensors share a domain with the city's segments. */
const TOPICS: Record<string, (domain: string) => string[]> = {
  'aarhus-traffic': () => aarhusSensors().map((sensor) => `city/v1/obs/traffic/${sensor}`),
  'hsl-capture': () => ['/hfp/v2/#'],
  ...Object.fromEntries(
    LOOPS.map((series) => [
      `nab-${series.replaceAll('_', '-').replace('TravelTime', 'travel-time')}`,
      () => [`city/v1/obs/traffic-loops/${series}`],
    ]),
  ),
};

/**
 * The shipped bindings as they claim the same sets over MQTT: lateness, dedup and zone stay, the format is the contract's own,
 * except that captured lines come with their original bytes.
 */
export function mqttBindings(ids: string[]): WrittenBinding[] {
  return archiveBindings()
    .filter((binding) => ids.includes(binding.id))
    .map(({ file: _file, map: _map, ...binding }) => {
      const domain = String(binding['domain']);
      const topics = TOPICS[binding.id]?.(domain) ?? [`city/v1/obs/${domain}/#`];
      return { ...binding, mqtt: { topics }, format: binding.id === 'hsl-capture' ? 'hsl-hfp' : 'metropane' };
    });
}

/**
 * What is replayed of a feed: captured lines as they are, the rest through its binding. `writtenFile`: a feeds.yaml with the
 * `writtenBindings`.
 */
export function replayedSet(id: string, writtenFile: string): ReplayedSet {
  const found = archiveBindings().find((binding) => binding.id === id);
  if (found === undefined) throw new Error(`no binding ${id}`);
  const set = { feed: id, pattern: (found['file'] as { path: string }).path };
  if (found['format'] === 'hsl-hfp') return set;
  const isWritten = writtenBindings().some((binding) => binding.id === id);
  return { ...set, binding: isWritten ? `${writtenFile}#${id}` : id };
}

function aarhusSensors(): string[] {
  return readdirSync(join(SHARED_DATA, 'aarhus_traffic')).flatMap(
    (name) => /Data(\d+)\.csv$/.exec(name)?.[1] ?? [],
  );
}

/** A feeds.yaml in a temporary folder of its own; `remove` takes both away. */
export function writeFeedsFile(feeds: WrittenBinding[]): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-feeds-'));
  const path = join(folder, 'feeds.yaml');
  writeFileSync(path, stringify({ feeds }));
  return {
    path,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  };
}
