import type { CanonicalWriter } from '@metropane/base';
import type { FoldConfig, IndicatorConfig, SeriesSelector } from './fold-config.ts';
import { TimeBins, type TimeBinsSnapshot } from './time-bins.ts';

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;
/** Today and the seven days before it: what the usual range is made of. */
const TREND_BINS = (8 * 24 * HOUR_MS) / FIVE_MINUTES_MS;
const HEAT_BINS = 48;

/**
 * The bins behind every configured figure (indicators, trends, heat rows) and the routing from a series to the figures that it
 * feeds. Keys: `indicator\0id`, `trend\0id`, `heat\0id\0entity`.
 */
export class Figures {
  readonly #bins = new Map<string, TimeBins>();
  #routes: Route[] = [];
  readonly #routesOfSeries: (Route[] | undefined)[] = [];

  /** Takes a new configuration; bins of figures that stay are kept. */
  configure(config: FoldConfig): void {
    this.#routes = [...indicatorRoutes(config), ...trendRoutes(config), ...heatRoutes(config)];
    this.#routesOfSeries.length = 0;
    const wanted = new Set(this.#routes.map((route) => route.key));
    for (const key of this.#bins.keys()) if (!wanted.has(key)) this.#bins.delete(key);
    for (const route of this.#routes) {
      if (!this.#bins.has(route.key)) this.#bins.set(route.key, new TimeBins(route));
    }
  }

  /** Adds one counted reading to every figure that its series feeds. */
  add(series: SeriesKey, tMs: number, value: number): void {
    let routes = this.#routesOfSeries[series.id];
    if (routes === undefined) {
      routes = this.#routes.filter((route) => matches(route.source, series));
      this.#routesOfSeries[series.id] = routes;
    }
    for (const route of routes) {
      const shown = route.band === undefined ? value : inBand(route.band, value) ? 100 : 0;
      this.#bins.get(route.key)!.add(tMs, shown);
    }
  }

  bins(key: string): TimeBins | undefined {
    return this.#bins.get(key);
  }

  snapshot(): Record<string, TimeBinsSnapshot> {
    return Object.fromEntries([...this.#bins].map(([key, bins]) => [key, bins.snapshot()]));
  }

  /** Call after `configure`. */
  restore(bins: Record<string, TimeBinsSnapshot>): void {
    for (const [key, snapshot] of Object.entries(bins)) this.#bins.set(key, TimeBins.from(snapshot));
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [key, bins] of this.#bins) write(`figure\0${key}`, (w) => bins.writeCanonical(w));
  }
}

export interface SeriesKey {
  id: number;
  domain: string;
  entity: string;
  metric: string;
}

interface Route {
  key: string;
  source: SeriesSelector;
  stepMs: number;
  length: number;
  band?: [number, number];
}

function indicatorRoutes(config: FoldConfig): Route[] {
  return config.indicators.filter(hasSource).map((indicator) => ({
    key: `indicator\0${indicator.id}`,
    source: indicator.source,
    stepMs: FIVE_MINUTES_MS,
    length: TREND_BINS,
    ...(indicator.aggregate === 'within' && indicator.band ? { band: indicator.band } : {}),
  }));
}

function trendRoutes(config: FoldConfig): Route[] {
  return config.trends.map((trend) => ({
    key: `trend\0${trend.id}`,
    source: trend.source,
    stepMs: FIVE_MINUTES_MS,
    length: TREND_BINS,
  }));
}

function heatRoutes(config: FoldConfig): Route[] {
  return config.heats.flatMap((heat) =>
    heat.rows.map((row) => ({
      key: `heat\0${heat.id}\0${row.entity}`,
      source: { domain: heat.domain, metric: heat.metric, entities: [row.entity] },
      stepMs: HOUR_MS,
      length: HEAT_BINS,
    })),
  );
}

function hasSource(indicator: IndicatorConfig): indicator is IndicatorConfig & { source: SeriesSelector } {
  return indicator.kind === 'series' && indicator.source !== undefined;
}

function matches(source: SeriesSelector, series: SeriesKey): boolean {
  return (
    source.domain === series.domain &&
    source.metric === series.metric &&
    (source.entities === undefined || source.entities.includes(series.entity))
  );
}

function inBand([low, high]: [number, number], value: number): boolean {
  return value >= low && value <= high;
}
