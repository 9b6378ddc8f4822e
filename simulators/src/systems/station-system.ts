import type { CityPack, Station } from '@metropane/city-pack';
import { quantise } from './system.ts';
import type { CitySystem, SimEntity } from './system.ts';

/** What a station reads, by metric, before it is rounded; `null`: it answers without a reading. */
export type Values = Readonly<Record<string, number | null>>;
export type StationReader = (tMs: number, everyMs: number) => Values;

/** Digits after the point that instruments of this kind give. Rounding also hides what the last bits of a sine may differ by. */
const DECIMALS: Readonly<Record<string, number>> = {
  temperatureC: 1,
  humidityPct: 0,
  windSpeedMps: 1,
  windDirectionDeg: 0,
  pressureHpa: 1,
  headwayS: 0,
  occupancyPct: 1,
  laeqDba: 1,
  loadMw: 1,
  loadKw: 1,
  voltageV: 1,
  currentA: 1,
  lampsOnPct: 0,
  flowM3H: 0,
  turbidityNtu: 2,
  chlorineMgL: 2,
  pressureBar: 2,
  levelM: 2,
  pumpFlowM3S: 1,
  receivedT: 1,
  fillPct: 1,
  waitS: 0,
  frameAgeS: 1,
  bitrateKbps: 0,
  speedKmh: 1,
  headingDeg: 0,
  delayS: 0,
};

/** The pack's stations of one domain that tell at least one of `metrics`. */
export function stationsOf(
  pack: Pick<CityPack, 'stations'>,
  domain: string,
  metrics: readonly string[],
): readonly Station[] {
  return pack.stations.filter(
    (station) => station.domain === domain && metrics.some((metric) => metric in station.metrics),
  );
}

/** A figure of the place itself, or `usual` where the pack does not say. */
export function factOf(station: Station, fact: string, usual: number): number {
  const value = station.facts?.[fact];
  return typeof value === 'number' ? value : usual;
}

/** The shortest period that the pack expects of these stations. */
function periodOf(stations: readonly Station[]): number {
  return Math.min(
    ...stations.flatMap((one) => Object.values(one.metrics).map((metric) => metric.expectedEveryMs)),
    300_000,
  );
}

/** Units and ranges of all metrics of some stations. */
export function metricsOf(stations: readonly Station[]): CitySystem['metrics'] {
  const metrics: Record<string, CitySystem['metrics'][string]> = {};
  for (const station of stations)
    for (const [metric, { unit, range }] of Object.entries(station.metrics))
      metrics[metric] = { unit, range };
  return metrics;
}

/** Stations with their units, ranges and periods from the pack: each tells those of its metrics that `makeReader` knows. */
export function makeStationSystem(
  id: string,
  stations: readonly Station[],
  makeReader: (station: Station, index: number) => StationReader,
): CitySystem {
  return {
    id,
    periodMs: periodOf(stations),
    metrics: metricsOf(stations),
    entities: stations.map((station, index) => toEntity(station, makeReader(station, index))),
  };
}

function toEntity(station: Station, read: StationReader): SimEntity {
  const own = Object.keys(station.metrics);
  return {
    domain: station.domain,
    entity: station.entity,
    description: {
      name: station.name,
      loc: station.loc,
      ...(station.agency === undefined ? {} : { agency: station.agency }),
    },
    readAt: (tMs, everyMs) => ({ v: rounded(read(tMs, everyMs), own) }),
  };
}

/** Those of `values` that `metrics` names, at the resolution of the instrument. */
export function rounded(values: Values, metrics: readonly string[]): Record<string, number | null> {
  const v: Record<string, number | null> = {};
  for (const metric of metrics) {
    const value = values[metric];
    if (value !== undefined) v[metric] = value === null ? null : quantise(value, DECIMALS[metric] ?? 0);
  }
  return v;
}
