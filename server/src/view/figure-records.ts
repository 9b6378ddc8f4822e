import type { HeatRecord, IndicatorRecord, Spark, TrendRecord } from '@metropane/live-state';
import type { HeatConfig, IndicatorConfig, TrendConfig } from '../fold/fold-config.ts';
import { binFigure, binsOfSum, heatValue, rounded } from '../fold/figure-value.ts';
import type { TimeBins } from '../fold/time-bins.ts';
import { levelPriority } from './level-priority.ts';
import { usualRange } from './usual-range.ts';

const SPARK_BINS = 72;
const DAY_BINS = 288;
const HOURS = 24;

export { binFigure, binsOfSum, heatValue, newestHeatValues, rounded } from '../fold/figure-value.ts';
export type { HeatMean } from '../fold/figure-value.ts';

/** What the view needs to know of the moment; `dayStartMs` is the city's civil day. */
export interface Moment {
  nowMs: number;
  dayStartMs: number;
}

/** A KPI tile made of readings (`entities`: how many feed it): its newest bin, the 6 h before it and what is usual there. */
export function seriesIndicator(
  config: IndicatorConfig,
  bins: TimeBins,
  { order, entities }: { order: number; entities: number },
): IndicatorRecord {
  const valueOf = binFigure(config, bins, entities);
  const value = bins.newest < 0 ? null : valueOf(bins.newest);
  const firstBin = bins.newest - SPARK_BINS + 1;
  const span = { firstBin, count: SPARK_BINS };
  const usual = bins.newest < 0 ? undefined : usualRange(bins, valueOf, span);
  const newestCell = bins.cellOf(bins.newest);
  return {
    ...identity(config, order),
    value: rounded(value),
    eventTimeMs: newestCell < 0 ? null : bins.lastMs[newestCell]!,
    priority: levelPriority(config.levels, value),
    // Never a reading: no feed delivers this figure yet, which is not the same as a feed that fell silent.
    noSource: bins.newest < 0,
    spark: spark(bins, valueOf, span),
    ...(usual ? { usual: roundedRange(usual) } : {}),
    n: newestCell < 0 ? 0 : bins.n[newestCell]!,
    ...newestRevision(bins, config.aggregate === 'sum' ? binsOfSum(config, bins) : 1),
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
  const valueOf = (bin: number): number | null => bins.value(bin, config.aggregate);
  const usual = usualRange(bins, valueOf, span);
  const value = bins.newest < 0 ? null : valueOf(bins.newest);
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
    spark: spark(bins, valueOf, span),
    ...(usual ? { usual: roundedRange(usual) } : {}),
    ...newestRevision(bins, 1),
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
  const revised: [number, number, number][] = [];
  const values = config.rows.map((row, index) => {
    const bins = binsOf(row.entity);
    return Array.from({ length: HOURS }, (_, hour) => {
      const bin = firstHour + hour;
      const mean = bins?.value(bin, 'mean') ?? null;
      if (bins === undefined || mean === null) return null;
      const lastMs = bins.lastMs[bins.cellOf(bin)]!;
      if (eventTimeMs === null || lastMs > eventTimeMs) eventTimeMs = lastMs;
      if (bins.revisionOf(bin) > 0) revised.push([index, hour, bins.revisionOf(bin)]);
      return heatValue(config, mean);
    });
  });
  return {
    id: config.id,
    name: config.name,
    unit: config.unit,
    // Bins lie on whole hours of UTC: in a zone of half hours the day starts inside its first column.
    startMs: firstHour * 3_600_000,
    stepMs: 3_600_000,
    rows: config.rows.map((row) => ({ id: row.entity, name: row.name })),
    values,
    ...(revised.length > 0 ? { revised } : {}),
    eventTimeMs,
    periodMs: config.periodMs,
  };
}

function identity(
  config: IndicatorConfig,
  order: number,
): Pick<IndicatorRecord, 'id' | 'order' | 'name' | 'unit' | 'decimals' | 'periodMs'> {
  const { id, name, unit, decimals, periodMs } = config;
  return { id, order, name, unit, decimals, periodMs };
}

function spark(
  bins: TimeBins,
  valueOf: (bin: number) => number | null,
  span: { firstBin: number; count: number },
): Spark {
  const values = Array.from({ length: span.count }, (_, i) => rounded(valueOf(span.firstBin + i)));
  const revised: [number, number][] = [];
  for (let i = 0; i < span.count; i++) {
    const times = bins.revisionOf(span.firstBin + i);
    if (times > 0) revised.push([i, times]);
  }
  const { stepMs } = bins;
  return {
    startMs: span.firstBin * stepMs,
    stepMs,
    values,
    ...(revised.length > 0 ? { revised } : {}),
  };
}

/** Corrections of the `count` bins that a value is made of and of the one before them, which is the one that closed last. */
function newestRevision(bins: TimeBins, count: number): { revision?: number } {
  let revision = 0;
  for (let i = 0; i <= count; i++) revision += bins.revisionOf(bins.newest - i);
  return revision === 0 ? {} : { revision };
}

function roundedRange<R extends { low: (number | null)[]; high: (number | null)[] }>(range: R): R {
  return { ...range, low: range.low.map(rounded), high: range.high.map(rounded) };
}
