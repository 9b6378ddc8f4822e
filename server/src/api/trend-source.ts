/**
 * What a chart of the past is made of: one series, or a figure of the city pack told from settled windows by the same formula as
 * its tile. A figure that windows cannot tell (a share of readings inside a band) says so instead of being told by another formula.
 */
import { hourlySubIndex } from '@metropane/city';
import type { Text } from '@metropane/live-state';
import type { FoldConfig, Level } from '../fold/fold-config.ts';
import type { WindowRow } from '../history/history-query.ts';
import type { BandStatistic } from '../history/usual-band.ts';

export type TrendWindow = 'PT1M' | 'PT5M' | 'PT1H';
export const TREND_WINDOWS = ['PT1M', 'PT5M', 'PT1H'] as const satisfies TrendWindow[];

export interface TrendSource {
  /** `indicator/…`, `trend/…`, or `series/{domain}/{entity}/{metric}`. */
  id: string;
  name: Text | null;
  unit: string | null;
  decimals: number | null;
  domain: string;
  metric: string;
  /** Empty: all of the domain that have the metric. */
  entities: readonly string[];
  /** `sumOfMeans`: a total of gauges; `index`: VN_AQI of each station's hour, and of these the mean. */
  aggregate: 'mean' | 'last' | 'sum' | 'max' | 'sumOfMeans' | 'index';
  /** Windows that tell the figure: a sum over an hour is no sum over five minutes. */
  windows: readonly TrendWindow[];
  levels: readonly Level[];
  periodMs: number | null;
}

/** Every figure of the configuration that history can tell, and the ids of those that it cannot. */
export function trendSources(config: FoldConfig): { sources: TrendSource[]; untold: string[] } {
  const sources: TrendSource[] = [];
  const untold: string[] = [];
  for (const indicator of config.indicators ?? []) {
    const source = indicatorSource(config, indicator);
    if (source === null) untold.push(`indicator/${indicator.id}`);
    else sources.push(source);
  }
  for (const { id, name, unit, decimals, source, aggregate, levels, periodMs } of config.trends ?? [])
    sources.push({
      ...{ id: `trend/${id}`, name, unit, decimals, aggregate, levels, periodMs },
      ...{ domain: source.domain, metric: source.metric, entities: source.entities ?? [] },
      windows: TREND_WINDOWS,
    });
  return { sources, untold };
}

function indicatorSource(
  { heats }: FoldConfig,
  {
    id,
    kind,
    name,
    unit,
    decimals,
    source,
    heat,
    aggregate,
    spanMs,
    levels,
    periodMs,
  }: FoldConfig['indicators'][number],
): TrendSource | null {
  const head = { id: `indicator/${id}`, name, unit, decimals, levels, periodMs };
  if (kind === 'heat-mean') {
    const of = heats.find((one) => one.id === heat);
    if (of === undefined || of.transform !== 'vn-aqi-pm25') return null;
    const entities = of.rows.map(({ entity }) => entity);
    return { ...head, domain: of.domain, metric: of.metric, entities, aggregate: 'index', windows: ['PT1H'] };
  }
  if (kind !== 'series' || source === undefined || aggregate === 'within') return null;
  const windows: readonly TrendWindow[] =
    aggregate !== 'sum' ? TREND_WINDOWS : (spanMs ?? 300_000) === 3_600_000 ? ['PT1H'] : ['PT5M'];
  return {
    ...head,
    domain: source.domain,
    metric: source.metric,
    entities: source.entities ?? [],
    aggregate,
    windows,
  };
}

/** One series as it is measured. */
export function seriesSource(domain: string, entity: string, metric: string): TrendSource {
  return {
    ...{ id: `series/${domain}/${entity}/${metric}`, name: null, unit: null, decimals: null },
    ...{
      domain,
      metric,
      entities: [entity],
      aggregate: 'mean',
      windows: TREND_WINDOWS,
      levels: [],
      periodMs: null,
    },
  };
}

/** The statistic that bands of the figure are made of; null = none can be made. */
export function bandStatistic({ aggregate, entities }: TrendSource): BandStatistic | null {
  // All of a domain over a month is more than history may be asked at once: its tile has its own range of seven days.
  if (entities.length === 0) return null;
  if (aggregate === 'last') return entities.length === 1 ? 'last' : null;
  return aggregate === 'mean' || aggregate === 'sum' ? aggregate : null;
}

export interface TrendPoint {
  startMs: number;
  endMs: number;
  value: number | null;
  n: number;
  late: number;
  revision: number;
  exact: boolean;
}

/** The figure of each window from the windows of each entity (or of the whole domain). Windows that nobody has are absent. */
export function trendPoints(
  { aggregate }: TrendSource,
  byEntity: readonly (readonly WindowRow[])[],
  entities: number,
): TrendPoint[] {
  const byStart = new Map<number, WindowRow[]>();
  for (const rows of byEntity)
    for (const row of rows) {
      const there = byStart.get(row.startMs);
      if (there === undefined) byStart.set(row.startMs, [row]);
      else there.push(row);
    }
  return [...byStart.values()]
    .map((rows) => ({
      startMs: rows[0]!.startMs,
      endMs: rows[0]!.endMs,
      value: valueOf(aggregate, rows, entities),
      n: total(rows, 'n'),
      late: total(rows, 'late'),
      revision: total(rows, 'revision'),
      exact: rows.every((row) => row.exact),
    }))
    .sort((a, b) => a.startMs - b.startMs);
}

function valueOf(
  aggregate: TrendSource['aggregate'],
  rows: readonly WindowRow[],
  entities: number,
): number | null {
  const n = total(rows, 'n');
  if (n === 0) return null;
  switch (aggregate) {
    case 'sum':
      return total(rows, 'sum');
    case 'max':
      return Math.max(...rows.map(({ max }) => max));
    case 'last':
      // Of several entities none is the newest: windows do not say when theirs was.
      return rows.length === 1 ? rows[0]!.last : null;
    case 'index':
      return Math.round(rows.reduce((sum, { mean }) => sum + hourlySubIndex('pm25', mean), 0) / rows.length);
    case 'sumOfMeans':
      return (total(rows, 'sum') / n) * entities;
    default:
      return total(rows, 'sum') / n;
  }
}

function total(rows: readonly WindowRow[], key: 'n' | 'sum' | 'late' | 'revision'): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
