import { type CityPack, type RoadSegment, unitAt } from '@metropane/city-pack';
import { DEFAULT_SERVICE_LEVELS, type TopologyLink } from '@metropane/incidents';
import type { AlarmConfig, DatedThreshold } from '../fold/fold-config.ts';

/** What the fold must know to make alarms and incidents: rules, dated levels, the network, places, posts and SOPs of the pack. */
export function alarmConfigOf(pack: CityPack): AlarmConfig {
  return {
    rules: pack.rules.map((rule) => structuredClone(rule)),
    thresholds: pack.thresholds.map((threshold) => datedThreshold(threshold, pack.zone)),
    topology: [...roadLinks(pack.segments), ...pack.topology],
    places: placesOf(pack),
    periods: periodsOf(pack),
    positions: pack.positions.map(({ id, name, categories }) => ({ id, name, categories: [...categories] })),
    sops: pack.sops.map(({ id, name, categories, steps }) => ({
      id,
      name,
      categories: [...categories],
      steps: steps.map((step) => ({ ...step })),
    })),
    serviceLevels: DEFAULT_SERVICE_LEVELS,
  };
}

/** Civil dates become instants: levels change at midnight of the city. */
function datedThreshold({ id, editions }: CityPack['thresholds'][number], zone: string): DatedThreshold {
  const startOf = (date: string): number =>
    Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
  return {
    id,
    editions: editions.map(({ validFrom, validTo, levels }) => ({
      fromMs: startOf(validFrom),
      ...(validTo === undefined ? {} : { toMs: startOf(validTo) }),
      levels: levels.map(({ name, value }) => ({ name, value })),
    })),
  };
}

/** The segments of one road in the order in which it was cut. */
function roadLinks(segments: readonly RoadSegment[]): TopologyLink[] {
  const links: TopologyLink[] = [];
  let before: RoadSegment | undefined;
  for (const segment of segments) {
    if (before !== undefined && before.roadId === segment.roadId)
      links.push({ kind: 'road', from: `traffic/${before.id}`, to: `traffic/${segment.id}` });
    before = segment;
  }
  return links;
}

function placesOf(pack: CityPack): AlarmConfig['places'] {
  const named = new Map(pack.units.map(({ code, name }) => [code, name]));
  const places: AlarmConfig['places'] = {};
  for (const { domain, entity, name, loc } of pack.stations) {
    const unit = unitAt(pack, loc[0], loc[1]);
    const of = unit === undefined ? {} : { unit: { code: unit.code, name: unit.name } };
    places[`${domain}/${entity}`] = { loc, name, ...of };
  }
  for (const { id, name, points, unit } of pack.segments) {
    const of = unit === undefined ? {} : { unit: { code: unit, name: named.get(unit) ?? unit } };
    const loc = points[Math.floor(points.length / 2)]!;
    places[`traffic/${id}`] = { loc, name: { vi: name, en: name }, ...of };
  }
  return places;
}

function periodsOf({ stations }: CityPack): NonNullable<AlarmConfig['periods']> {
  const periods: NonNullable<AlarmConfig['periods']> = {};
  for (const { domain, entity, metrics } of stations) {
    const ofStation: Record<string, number> = {};
    for (const [metric, { expectedEveryMs }] of Object.entries(metrics)) ofStation[metric] = expectedEveryMs;
    periods[`${domain}/${entity}`] = ofStation;
  }
  return periods;
}
