/**
 * When something expected first showed in what a centre would know. Levels, classes and alarms are judged by the same tables as on
 * the screens, in the edition of the day.
 */
import { floodClass, hourlySubIndex, levelOfService } from '@metropane/city';
import type { FloodClass } from '@metropane/city';
import { distanceM, scaleOn, thresholdOn } from '@metropane/city-pack';
import type { LonLat, RoadSegment } from '@metropane/city-pack';
import type { ObservedCity, ObservedSeries } from './observed-city.ts';
import type { PlacedExpectation } from './scenario.ts';

type Of<W extends PlacedExpectation['what']> = Extract<PlacedExpectation, { what: W }>;

/** When it showed, and what was seen, in words. Absent moment: it never did. */
export interface Sighting {
  readonly atMs?: number;
  /** It may have begun after this: the reading before it did not show it yet. */
  readonly afterMs?: number;
  readonly seen: string;
}

const HOUR_MS = 3_600_000;
/** Over how long the classes of a scale sum the rain. */
const RAIN_SUM_MS: Readonly<Record<string, number>> = {
  'rain-3h-warning': 3 * HOUR_MS,
  'rain-24h': 24 * HOUR_MS,
};
const FLOOD_RANK: readonly FloodClass[] = ['none', 'ponding', 'light', 'medium', 'heavy'];
/** A clock that is off by less is a clock. */
const SKEWED_MS = 60_000;

/** The first reading at or above an alarm level. */
export function sightLevel({ threshold: id, level: name }: Of<'level'>, city: ObservedCity): Sighting {
  const threshold = city.pack.thresholds.find((one) => one.id === id)!;
  const series = city.series.get(`${threshold.domain}/${threshold.entity}`);
  let highest = -Infinity;
  let afterMs = -Infinity;
  for (const { tMs, value } of readingsOf(series, threshold.metric)) {
    const edition = thresholdOn(threshold, dateOf(city, tMs));
    const level = edition?.levels.find((one) => one.name === name);
    highest = Math.max(highest, value);
    if (level !== undefined && value >= level.value)
      return { atMs: tMs, afterMs, seen: `${value} m at ${threshold.entity}` };
    afterMs = tMs;
  }
  return { seen: `at most ${highest} m at ${threshold.entity}` };
}

/** When the `gauges`-th gauge has had as much rain as the class begins with. */
export function sightRain({ scale: id, class: wanted, gauges }: Of<'rain'>, city: ObservedCity): Sighting {
  const scale = city.pack.scales.find((one) => one.id === id)!;
  const overMs = RAIN_SUM_MS[id] ?? 3 * HOUR_MS;
  const firsts: Moment[] = [];
  let most = 0;
  for (const series of ofDomain(city, 'rain')) {
    const readings = readingsOf(series, 'rainMm');
    let sum = 0;
    let oldest = 0;
    for (const [n, { tMs, value }] of readings.entries()) {
      sum += value;
      while (readings[oldest]!.tMs <= tMs - overMs) sum -= readings[oldest++]!.value;
      most = Math.max(most, sum);
      const from = scaleOn(scale, dateOf(city, tMs))?.classes.find((one) => one.id === wanted)?.from;
      if (from === undefined || sum < from) continue;
      firsts.push(momentOf(readings, n));
      break;
    }
  }
  return nth(firsts, gauges, `${firsts.length} gauges, at most ${most.toFixed(0)} mm`);
}

/** When water on the `streets`-th street reaches the class, by its depth. */
export function sightFlood({ class: wanted, streets }: Of<'flood'>, city: ObservedCity): Sighting {
  const rank = FLOOD_RANK.indexOf(wanted);
  let deepest = 0;
  const firsts = ofDomain(city, 'flood').flatMap((series) => {
    const readings = readingsOf(series, 'depthCm');
    for (const { value } of readings) deepest = Math.max(deepest, value);
    const first = readings.findIndex(
      ({ value }) => FLOOD_RANK.indexOf(floodClass({ depthCm: value })) >= rank,
    );
    return first < 0 ? [] : [momentOf(readings, first)];
  });
  return nth(firsts, streets, `${firsts.length} streets, at most ${deepest} cm`);
}

/** When the `segments`-th segment near a place is as slow as said. */
export function sightTraffic(wanted: Of<'traffic'>, city: ObservedCity): Sighting {
  let worst = 0;
  const firsts = segmentsNear(wanted, city).flatMap(({ segment, series }) => {
    const readings = readingsOf(series, 'speedKmh');
    for (const [n, { value }] of readings.entries()) {
      const index = segment.freeFlowKmh / value;
      worst = Math.max(worst, index);
      const isBadEnough = wanted.level === undefined || levelOfService(value, segment.maxKmh) >= wanted.level;
      if (index >= wanted.travelTimeIndex && isBadEnough) return [momentOf(readings, n)];
    }
    return [];
  });
  const seen = `${firsts.length} segments, travel time index up to ${worst.toFixed(1)}`;
  return nth(firsts, wanted.segments, seen);
}

/** When the `least`-th report comes within the span. */
export function sightReports(wanted: Of<'reports'>, city: ObservedCity, startMs: number): Sighting {
  const [fromMs, toMs] = wanted.between;
  const times = city.reports.flatMap(({ report, sentMs }) => {
    const isNear =
      wanted.near === undefined ||
      (report.loc !== undefined && distanceM(report.loc, wanted.near.loc) <= (wanted.withinM ?? Infinity));
    const isInTime = sentMs >= startMs + fromMs && sentMs <= startMs + toMs;
    return report.category === wanted.category && isNear && isInTime ? [sentMs] : [];
  });
  const seen = `${times.length} reports`;
  return times.length > (wanted.most ?? Infinity) ? { seen } : nth(times, wanted.least, seen);
}

/** When the `least`-th incident opens near a place within the span. */
export function sightIncidents(wanted: Of<'incidents'>, city: ObservedCity, startMs: number): Sighting {
  const [fromMs, toMs] = wanted.between;
  const found = [...city.incidents.values()].filter(
    ({ category, loc, openedAtMs }) =>
      category === wanted.category &&
      loc !== undefined &&
      distanceM(loc, wanted.near.loc) <= wanted.withinM &&
      openedAtMs >= startMs + fromMs &&
      openedAtMs <= startMs + toMs,
  );
  const largest = Math.max(0, ...found.map(({ reports }) => reports));
  const ids = new Set(found.map(({ id }) => id));
  const sources = new Set(
    city.reports.flatMap(({ report, incidentId }) => (ids.has(incidentId) ? [report.source] : [])),
  );
  const seen = `${found.length} incidents, the largest of ${largest} reports, told by ${[...sources].join(' ')}`;
  const [fewest, most] = wanted.reports ?? [0, Infinity];
  const isAsTold =
    found.length <= (wanted.most ?? Infinity) &&
    largest >= fewest &&
    largest <= most &&
    [...sources].every((source) => wanted.onlySources?.includes(source) ?? true);
  if (!isAsTold) return { seen };
  return nth(
    found.map(({ openedAtMs }) => openedAtMs),
    wanted.least,
    seen,
  );
}

/** When the `least`-th step of a case comes within the span; the begin of the span when there were few enough. */
export function sightCases(wanted: Of<'cases'>, city: ObservedCity, startMs: number): Sighting {
  const [fromMs, toMs] = wanted.between.map((ms) => startMs + ms) as [number, number];
  const told = city.caseTimes.get(wanted.system) ?? [];
  const times = told.filter((sentMs) => sentMs >= fromMs && sentMs <= toMs);
  const seen = `${times.length} steps of cases`;
  if (times.length > (wanted.most ?? Infinity)) return { seen };
  return wanted.least === undefined ? { atMs: fromMs, seen } : nth(times, wanted.least, seen);
}

/** When the `entities`-th sensor of a domain begins to be silent, to repeat itself, or to tell a wrong time. */
export function sightDevices(
  { what, domain, entities, lasts }: Of<'silent' | 'stuck' | 'skewed'>,
  city: ObservedCity,
  untilMs: number,
): Sighting {
  const begin = { silent: silentFrom, stuck: stuckFrom, skewed: skewedFrom }[what];
  const firsts = ofDomain(city, domain).flatMap((series) => {
    const atMs = begin(series, lasts, untilMs);
    return atMs === undefined ? [] : [atMs];
  });
  return nth(firsts, entities, `${firsts.length} of ${ofDomain(city, domain).length} entities of ${domain}`);
}

/** The first reading of a sensor beyond a mark. */
export function sightReading(wanted: Of<'reading'>, city: ObservedCity): Sighting {
  const { above = -Infinity, below = Infinity, metric } = wanted;
  const readings = readingsOf(city.series.get(`${wanted.domain}/${wanted.entity}`), metric);
  const values = readings.map(({ value }) => value);
  const first = readings.findIndex(({ value }) => value > above && value < below);
  const seen = `${values.length} readings from ${Math.min(...values)} to ${Math.max(...values)}`;
  return first < 0 ? { seen } : { ...momentOf(readings, first), seen };
}

/** A sentence when the air was bad anywhere; undefined: it was not. */
export function sightBadAir({ aqiBelow }: Of<'air-untouched'>, city: ObservedCity): string | undefined {
  for (const series of ofDomain(city, 'air')) {
    const values = readingsOf(series, 'pm25UgM3').map(({ value }) => value);
    const aqi = hourlySubIndex('pm25', values.reduce((sum, value) => sum + value, 0) / values.length);
    if (aqi >= aqiBelow) return `index ${aqi.toFixed(0)} at ${series.entity}`;
  }
  return undefined;
}

/** A sentence when traffic near a place was slow; undefined: it was not. */
export function sightSlowTraffic(wanted: Of<'traffic-untouched'>, city: ObservedCity): string | undefined {
  for (const { segment, series } of segmentsNear(wanted, city))
    for (const { value } of readingsOf(series, 'speedKmh'))
      if (segment.freeFlowKmh / value >= wanted.travelTimeIndexBelow) return `${value} km/h on ${segment.id}`;
  return undefined;
}

function silentFrom({ sentMs }: ObservedSeries, lasts: number, untilMs: number): number | undefined {
  return sentMs.find((fromMs, n) => (sentMs[n + 1] ?? untilMs) - fromMs >= lasts);
}

function stuckFrom({ tMs, values }: ObservedSeries, lasts: number): number | undefined {
  let from = 0;
  for (let n = 1; n < values.length; n += 1) {
    const isSame = [...values[n]!].every(([metric, value]) => values[from]!.get(metric) === value);
    // A dry gauge says 0 for days, and rightly.
    const isNothing = [...values[n]!.values()].every((value) => value === 0);
    if (!isSame || isNothing) from = n;
    else if (tMs[n]! - tMs[from]! >= lasts) return tMs[from];
  }
  return undefined;
}

function skewedFrom({ sentMs, tMs }: ObservedSeries, lasts: number): number | undefined {
  let from: number | undefined;
  for (const [n, atMs] of sentMs.entries()) {
    if (Math.abs(tMs[n]! - atMs) < SKEWED_MS) from = undefined;
    else if (atMs - (from ??= atMs) >= lasts) return from;
  }
  return undefined;
}

function segmentsNear(
  { near, withinM }: { readonly near: { readonly loc: LonLat }; readonly withinM: number },
  city: ObservedCity,
): readonly { readonly segment: RoadSegment; readonly series: ObservedSeries | undefined }[] {
  return city.pack.segments
    .filter(({ points }) => points.some((point) => distanceM(point, near.loc) <= withinM))
    .map((segment) => ({ segment, series: city.series.get(`traffic/${segment.id}`) }));
}

function ofDomain(city: ObservedCity, domain: string): readonly ObservedSeries[] {
  return [...city.series.values()].filter((series) => series.domain === domain);
}

function readingsOf(
  series: ObservedSeries | undefined,
  metric: string,
): readonly { readonly tMs: number; readonly value: number }[] {
  return (
    series?.tMs.flatMap((tMs, n) => {
      const value = series.values[n]!.get(metric);
      return value === undefined || value === null ? [] : [{ tMs, value }];
    }) ?? []
  );
}

type Moment = { readonly atMs: number; readonly afterMs: number };

function momentOf(readings: readonly { readonly tMs: number }[], index: number): Moment {
  return { atMs: readings[index]!.tMs, afterMs: readings[index - 1]?.tMs ?? -Infinity };
}

function nth(moments: readonly (Moment | number)[], n: number, seen: string): Sighting {
  const known = moments.map((one) => (typeof one === 'number' ? { atMs: one, afterMs: one } : one));
  return { ...known.toSorted((a, b) => a.atMs - b.atMs)[Math.max(1, n) - 1], seen };
}

function dateOf({ pack }: ObservedCity, tMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(tMs).toZonedDateTimeISO(pack.zone).toPlainDate().toString();
}
