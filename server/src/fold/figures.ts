import type { CanonicalWriter } from '@metropane/base';
import type { EntityTable } from './entity-table.ts';
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
  readonly #routesOfSeries: (readonly Route[] | undefined)[] = [];
  /** By `domain\0metric`, whatever the entity: most series find here that nothing is made of them. */
  readonly #routesOfMetric = new Map<string, Route[]>();

  /** Takes a new configuration; bins of figures that stay are kept. */
  configure(config: FoldConfig): void {
    const figures = [...indicatorFigures(config), ...trendFigures(config), ...heatFigures(config)];
    const wanted = new Set(figures.map(({ key }) => key));
    for (const key of this.#bins.keys()) if (!wanted.has(key)) this.#bins.delete(key);
    for (const figure of figures) {
      if (!this.#bins.has(figure.key)) this.#bins.set(figure.key, new TimeBins(figure));
    }
    this.#route(figures);
  }

  #route(figures: readonly Figure[]): void {
    this.#routes = figures.map((figure) => ({ ...figure, bins: this.#bins.get(figure.key)! }));
    this.#routesOfSeries.length = 0;
    this.#routesOfMetric.clear();
  }

  /** The figures that a series feeds; undefined = ask `learn`. */
  routesOf(series: number): readonly Route[] | undefined {
    return this.#routesOfSeries[series];
  }

  /** As `routesOf` for a series that is met for the first time. */
  learn(series: number, entities: EntityTable): readonly Route[] {
    const of = entities.entityOfSeries[series]!;
    const entity = entities.names[of]!;
    const domain = entities.domains[entities.domainOf[of]!]!;
    const metric = entities.metricOf[series]!;
    const key = `${domain}\0${metric}`;
    let ofMetric = this.#routesOfMetric.get(key);
    if (ofMetric === undefined) {
      ofMetric = this.#routes.filter(({ source }) => source.domain === domain && source.metric === metric);
      this.#routesOfMetric.set(key, ofMetric);
    }
    // One list for all series of a metric that no figure asks for by entity: 100,000 lists of the same would be made otherwise.
    const isForAll = ofMetric.every(({ source }) => source.entities === undefined);
    const routes = isForAll
      ? ofMetric
      : ofMetric.filter(({ source }) => source.entities?.includes(entity) ?? true);
    this.#routesOfSeries[series] = routes;
    return routes;
  }

  /** Adds one counted reading to the figures that its series feeds; `watermarkMs` is the series' own before the reading. */
  add(
    routes: readonly Route[],
    { tMs, value, watermarkMs }: { tMs: number; value: number; watermarkMs: number },
  ): void {
    for (const { band, bins } of routes) {
      const shown = band === null ? value : inBand(band, value) ? 100 : 0;
      bins.add(tMs, shown, watermarkMs);
    }
  }

  /** The number of an evicted series may come again with another name. */
  forgetSeries(series: number): void {
    this.#routesOfSeries[series] = undefined;
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
    this.#route(this.#routes);
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [key, bins] of this.#bins) write(`figure\0${key}`, (w) => bins.writeCanonical(w));
  }
}

/** What a figure is made of. */
interface Figure {
  key: string;
  source: SeriesSelector;
  stepMs: number;
  length: number;
  /** The figure is the share of values inside it; null = of the values themselves. */
  band: [number, number] | null;
}

/** A figure and where it is added up. */
interface Route extends Figure {
  bins: TimeBins;
}

function indicatorFigures(config: FoldConfig): Figure[] {
  return config.indicators.filter(hasSource).map((indicator) => ({
    key: `indicator\0${indicator.id}`,
    source: indicator.source,
    stepMs: FIVE_MINUTES_MS,
    length: TREND_BINS,
    band: indicator.aggregate === 'within' ? (indicator.band ?? null) : null,
  }));
}

function trendFigures(config: FoldConfig): Figure[] {
  return config.trends.map((trend) => ({
    key: `trend\0${trend.id}`,
    source: trend.source,
    stepMs: FIVE_MINUTES_MS,
    length: TREND_BINS,
    band: null,
  }));
}

function heatFigures(config: FoldConfig): Figure[] {
  return config.heats.flatMap((heat) =>
    heat.rows.map((row) => ({
      key: `heat\0${heat.id}\0${row.entity}`,
      source: { domain: heat.domain, metric: heat.metric, entities: [row.entity] },
      stepMs: HOUR_MS,
      length: HEAT_BINS,
      band: null,
    })),
  );
}

function hasSource(indicator: IndicatorConfig): indicator is IndicatorConfig & { source: SeriesSelector } {
  return indicator.kind === 'series' && indicator.source !== undefined;
}

function inBand([low, high]: [number, number], value: number): boolean {
  return value >= low && value <= high;
}
