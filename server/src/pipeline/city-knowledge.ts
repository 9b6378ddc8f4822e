import type { CityPack } from '@metropane/city-pack';
import type { FeedBinding } from '@metropane/feeds';

export interface Text {
  vi: string;
  en: string;
}

/** What is known of entities beside what their feeds tell: plain, so that it crosses to a worker. Keys: `domain\0entity`. */
export interface CityKnowledge {
  /** The city's zone, and that of feeds whose entities live by another. */
  zone: string;
  zoneOfFeed: Record<string, string>;
  names: ReadonlyMap<string, Text>;
  /** Milliseconds between two readings, by metric. */
  periods: ReadonlyMap<string, Record<string, number>>;
}

export function cityKnowledge(pack: CityPack, bindings: readonly FeedBinding[]): CityKnowledge {
  const names = new Map<string, Text>();
  const periods = new Map<string, Record<string, number>>();
  for (const { id, name } of pack.segments) names.set(`traffic\0${id}`, { vi: name, en: name });
  for (const { domain, entity, name, metrics } of pack.stations) {
    const key = `${domain}\0${entity}`;
    names.set(key, { ...name });
    const known = Object.entries(metrics).map(([metric, { expectedEveryMs }]) => [metric, expectedEveryMs]);
    periods.set(key, Object.fromEntries(known) as Record<string, number>);
  }
  return {
    zone: pack.zone,
    zoneOfFeed: Object.fromEntries(bindings.map(({ id, zone }) => [id, zone])),
    names,
    periods,
  };
}
