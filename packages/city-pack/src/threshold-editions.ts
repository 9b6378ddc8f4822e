import type { CheckedFile } from './checked-file.ts';
import { isInForce } from './editions.ts';
import { unique } from './unique-ids.ts';
import type { Station, Threshold, ThresholdEdition } from './pack-types.ts';

/**
 * The edition in force on a civil date (`YYYY-MM-DD` in the city's zone); `undefined` before the first.
 * Old data must be judged by the levels of their own day, so never take the newest edition for a replay.
 */
export function thresholdOn(threshold: Threshold, date: string): ThresholdEdition | undefined {
  return threshold.editions.findLast((edition) => isInForce(edition, date));
}

/** Editions must follow each other without overlap, levels must rise, and the station must exist. */
export function checkThresholds(
  city: CheckedFile<{ readonly thresholds: readonly Threshold[] }>,
  stations: readonly Station[],
): void {
  unique(city, city.value.thresholds, ({ id }, i) => ({ id, path: ['thresholds', i, 'id'] }));
  city.value.thresholds.forEach((threshold, t) => {
    const path = ['thresholds', t];
    const { domain, entity, metric, editions } = threshold;
    const station = stations.find((known) => known.domain === domain && known.entity === entity);
    if (station?.metrics[metric] === undefined) {
      city.fault(
        'reference',
        [...path, 'entity'],
        `stations.yaml has no ${domain}/${entity} with the metric ${metric}`,
      );
    }
    if (threshold.datum !== undefined && station !== undefined && threshold.datum !== station.datum) {
      city.fault(
        'reference',
        [...path, 'datum'],
        `the levels stand on "${threshold.datum}", the station on "${station.datum ?? 'none'}"`,
      );
    }
    editions.forEach((edition, e) => {
      const next = editions[e + 1];
      if (next !== undefined && (edition.validTo === undefined || edition.validTo > next.validFrom)) {
        city.fault(
          'schema',
          [...path, 'editions', e],
          `must end (validTo) before the next edition starts on ${next.validFrom}`,
        );
      }
      const at = [...path, 'editions', e, 'levels'];
      edition.levels.forEach(({ value }, l) => {
        const below = edition.levels[l - 1];
        if (below !== undefined && value <= below.value) {
          city.fault('schema', [...at, l, 'value'], `must be above ${below.value}`);
        }
        const [lo, hi] = station?.metrics[metric]?.range ?? [-Infinity, Infinity];
        if (value < lo || value > hi)
          city.fault('schema', [...at, l, 'value'], `lies outside what the station can read, ${lo} to ${hi}`);
      });
    });
  });
}
