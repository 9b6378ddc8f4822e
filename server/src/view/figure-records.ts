import { hourlySubIndex } from '@metropane/city';
import type { HeatRecord, IndicatorRecord, Spark, TrendRecord } from '@metropane/live-state';
import type { HeatConfig, IndicatorConfig, TrendConfig } from '../fold/fold-config.ts';
import type { TimeBins } from '../fold/time-bins.ts';
import { levelPriority } from './level-priority.ts';
import { usualRange } from './usual-range.ts';

type Aggregate = 'mean' | 'sum' | 'max' | 'last';
const SPARK_BINS = 72;
const DAY_BINS = 288;
const HOURS = 24;

/** What the view needs to know of the moment; `dayStartMs` is the city's civil day. */
export interface Moment {
  nowMs: number;
  dayStartMs: number;
}

/** A KPI tile made of readings: its newest bin, the 6 h before it and what is usual there. */
export function seriesIndicator(config: IndicatorConfig, bins: TimeBins, order: number): IndicatorRecord {
  const aggregate: Aggregate = config.aggregate === 'within' ? 'mean' : config.aggregate;
  const value = bins.newest < 0 ? null : bins.value(bins.newest, aggregate);
  const firstBin = bins.newest - SPARK_BINS + 1;
  const usual = bins.newest < 0 ? undefined : usualRange(bins, aggregate, { firstBin, count: SPARK_BINS });
  const newestCell = bins.cellOf(bins.newest);
  return {
    ...identity(config, order),
    value: rounded(value),
    eventTimeMs: newestCell < 0 ? null : bins.lastMs[newestCell]!,
    priority: levelPriority(config.levels, value),
    // Never a reading: no feed delivers this figure yet, which is not the same as a feed that fell silent.
    noSource: bins.newest < 0,
    spark: spark(bins, aggregate, { firstBin, count: SPARK_BINS }),
    ...(usual ? { usual: roundedRange(usual) } : {}),
    n: newestCell < 0 ? 0 : bins.n[newestCell]!,
  };
}

/** A KPI tile whose figure is known at once (open incidents, devices online, a mean over a heat map). */
export function directIndicator(
  config: IndicatorConfig,
  order: number,
  figure: { value: number | null; eventTimeMs: number | null; n: number; detail?: IndicatorRecord['detail'] },
): IndicatorRecord {
  return {
    ...identity(config, order),
    value: rounded(figure.value),
    eventTimeMs: figure.eventTimeMs,
    priority: levelPriority(config.levels, figure.value),
    noSource: config.kind === 'no-source',
    ...(figure.detail ? { detail: figure.detail } : {}),
    spark: { startMs: 0, stepMs: 300_000, values: [] },
    n: figure.n,
  };
}

/** One chart line over the city's civil day, with what is usual for the whole day. */
export function trendRecord(
  config: TrendConfig,
  bins: TimeBins,
  at: Moment & { order: number },
): TrendRecord {
  const firstBin = Math.floor(at.dayStartMs / bins.stepMs);
  const span = { firstBin, count: DAY_BINS };
  const usual = usualRange(bins, config.aggregate, span);
  const value = bins.newest < 0 ? null : bins.value(bins.newest, config.aggregate);
  const newestCell = bins.cellOf(bins.newest);
  return {
    id: config.id,
    order: at.order,
    panel: config.panel,
    name: config.name,
    unit: config.unit,
    decimals: config.decimals,
    value: rounded(value),
    eventTimeMs: newestCell < 0 ? null : bins.lastMs[newestCell]!,
    periodMs: config.periodMs,
    priority: levelPriority(config.levels, value),
    spark: spark(bins, config.aggregate, span),
    ...(usual ? { usual: roundedRange(usual) } : {}),
    thresholds: config.levels.map((level) => ({
      name: level.name ?? { vi: '', en: '' },
      value: level.value,
      priority: level.priority,
    })),
  };
}

/** Stations × hours of the civil day. An hour without a reading is null, never 0. */
export function heatRecord(
  config: HeatConfig,
  binsOf: (entity: string) => TimeBins | undefined,
  at: Moment,
): HeatRecord {
  const firstHour = Math.floor(at.dayStartMs / 3_600_000);
  let eventTimeMs: number | null = null;
  const values = config.rows.map((row) => {
    const bins = binsOf(row.entity);
    return Array.from({ length: HOURS }, (_, hour) => {
      const bin = firstHour + hour;
      const mean = bins?.value(bin, 'mean') ?? null;
      if (bins === undefined || mean === null) return null;
      const lastMs = bins.lastMs[bins.cellOf(bin)]!;
      if (eventTimeMs === null || lastMs > eventTimeMs) eventTimeMs = lastMs;
      return heatValue(config, mean);
    });
  });
  return {
    id: config.id,
    name: config.name,
    unit: config.unit,
    startMs: at.dayStartMs,
    stepMs: 3_600_000,
    rows: config.rows.map((row) => ({ id: row.entity, name: row.name })),
    values,
    eventTimeMs,
    periodMs: config.periodMs,
  };
}

/** The newest value of each heat row that has one, for the mean over stations. */
export function newestHeatValues(
  config: HeatConfig,
  binsOf: (entity: string) => TimeBins | undefined,
): HeatMean {
  let sum = 0;
  let n = 0;
  let eventTimeMs: number | null = null;
  for (const row of config.rows) {
    const bins = binsOf(row.entity);
    const mean = bins === undefined ? null : bins.value(bins.newest, 'mean');
    if (bins === undefined || mean === null) continue;
    const lastMs = bins.lastMs[bins.cellOf(bins.newest)]!;
    sum += heatValue(config, mean);
    n += 1;
    eventTimeMs = Math.max(eventTimeMs ?? lastMs, lastMs);
  }
  return { value: n === 0 ? null : sum / n, eventTimeMs, n };
}
export interface HeatMean {
  value: number | null;
  eventTimeMs: number | null;
  n: number;
}

function heatValue(config: HeatConfig, mean: number): number {
  return config.transform === 'vn-aqi-pm25' ? Math.round(hourlySubIndex('pm25', mean)) : rounded(mean)!;
}

function identity(
  config: IndicatorConfig,
  order: number,
): Pick<IndicatorRecord, 'id' | 'order' | 'name' | 'unit' | 'decimals' | 'periodMs'> {
  const { id, name, unit, decimals, periodMs } = config;
  return { id, order, name, unit, decimals, periodMs };
}

function spark(bins: TimeBins, aggregate: Aggregate, span: { firstBin: number; count: number }): Spark {
  const values = Array.from({ length: span.count }, (_, i) =>
    rounded(bins.value(span.firstBin + i, aggregate)),
  );
  return { startMs: span.firstBin * bins.stepMs, stepMs: bins.stepMs, values };
}

function roundedRange<R extends { low: (number | null)[]; high: (number | null)[] }>(range: R): R {
  return { ...range, low: range.low.map(rounded), high: range.high.map(rounded) };
}

/** Four significant decimals are more than a chart can show, and a third of the bytes. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4;
}
