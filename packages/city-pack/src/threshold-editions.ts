import type { CheckedFile } from './checked-file.ts';
import { checkEditions, isInForce } from './editions.ts';
import { unique } from './unique-ids.ts';
import type { Station, Threshold, ThresholdEdition } from './pack-types.ts';

/**
 * The edition in force on a civil date (`YYYY-MM-DD` in the city's zone); `undefined` before the first.
 * Old data must be judged by the levels of their own day, so never take the newest edition for a replay.
 */
export function thresholdOn(threshold: Threshold, date: string): ThresholdEdition | undefined {
  return threshold.editions.findLast((edition) => isInForce(edition, date));
}

type City = CheckedFile<{ readonly thresholds: readonly Threshold[] }>;

/** Editions must follow each other without overlap, levels must rise in value and urgency, and the station must exist. */
export function checkThresholds(city: City, stations: readonly Station[] | undefined): void {
  unique(city, city.value.thresholds, ({ id }, i) => ({ id, path: ['thresholds', i, 'id'] }));
  city.value.thresholds.forEach((threshold, t) => {
    const path = ['thresholds', t];
    const station = stations && checkStation(city, threshold, { stations, path });
    checkEditions(city, threshold.editions, (e) => [...path, 'editions', e]);
    threshold.editions.forEach(({ levels }, e) => {
      const at = [...path, 'editions', e, 'levels'];
      const range = station?.metrics[threshold.metric]?.range ?? [-Infinity, Infinity];
      unique(city, levels, ({ name }, l) => ({ id: name, path: [...at, l, 'name'] }));
      levels.forEach((level, l) =>
        checkLevel(city, level, { below: levels[l - 1], range, path: [...at, l] }),
      );
    });
  });
}

function checkStation(
  city: City,
  { domain, entity, metric, datum }: Threshold,
  { stations, path }: { readonly stations: readonly Station[]; readonly path: readonly PropertyKey[] },
): Station | undefined {
  const station = stations.find((known) => known.domain === domain && known.entity === entity);
  if (station?.metrics[metric] === undefined) {
    const message = `stations.yaml has no ${domain}/${entity} with the metric ${metric}`;
    city.fault('reference', [...path, 'entity'], message);
  }
  if (datum !== undefined && station !== undefined && datum !== station.datum) {
    const message = `the levels stand on "${datum}", the station on "${station.datum ?? 'none'}"`;
    city.fault('reference', [...path, 'datum'], message);
  }
  return station;
}

type Level = ThresholdEdition['levels'][number];

function checkLevel(
  city: City,
  { value, priority }: Level,
  {
    below,
    range: [lo, hi],
    path,
  }: {
    readonly below: Level | undefined;
    readonly range: readonly [lo: number, hi: number];
    readonly path: readonly PropertyKey[];
  },
): void {
  if (below !== undefined && value <= below.value)
    city.fault('schema', [...path, 'value'], `must be above ${below.value}`);
  if (below !== undefined && priority > below.priority)
    city.fault(
      'schema',
      [...path, 'priority'],
      `a higher level must not be less urgent than ${below.priority} (1 is the most urgent)`,
    );
  if (value < lo || value > hi)
    city.fault('schema', [...path, 'value'], `lies outside what the station can read, ${lo} to ${hi}`);
}
