import { hourlySubIndex } from '@metropane/city';
import type { ControlRoom } from './control-room.ts';
import type { HeatConfig, IndicatorConfig } from './fold-config.ts';
import type { TimeBins } from './time-bins.ts';

/** How many bins a sum goes back over, its own included. */
export function binsOfSum(config: IndicatorConfig, bins: TimeBins): number {
  return Math.max(1, Math.round((config.spanMs ?? bins.stepMs) / bins.stepMs));
}

/** The figure of one bin. A sum over an hour is unknown, not small, while the hour is not covered by any bin. */
export function binFigure(
  config: IndicatorConfig,
  bins: TimeBins,
  entities: number,
): (bin: number) => number | null {
  const aggregate = config.aggregate;
  if (aggregate === 'within') return (bin) => bins.value(bin, 'mean');
  if (aggregate === 'sumOfMeans') {
    return (bin) => {
      const mean = bins.value(bin, 'mean');
      return mean === null ? null : mean * entities;
    };
  }
  if (aggregate !== 'sum') return (bin) => bins.value(bin, aggregate);
  const count = binsOfSum(config, bins);
  return (bin) => {
    let sum = 0;
    let known = 0;
    for (let i = 0; i < count; i++) {
      const value = bins.value(bin - i, 'sum');
      if (value === null) continue;
      sum += value;
      known += 1;
    }
    // One bin may be missing (the newest has just begun), all of them may not.
    return known < Math.max(1, count - 1) ? null : sum;
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

/** A cell as it is shown: the mean of its readings, or the index made of it. */
export function heatValue(config: HeatConfig, mean: number): number {
  return config.transform === 'vn-aqi-pm25' ? Math.round(hourlySubIndex('pm25', mean)) : rounded(mean)!;
}

/** Four significant decimals are more than a chart can show, and a third of the bytes. */
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4;
}

/** The figure of an indicator as its tile shows it, and of when; null where this room makes none of that name out of readings. */
export function indicatorFigure(
  room: ControlRoom,
  id: string,
): { value: number | null; eventMs: number } | null {
  const config = room.config.indicators.find((indicator) => indicator.id === id);
  if (config?.kind === 'incidents-open') return { value: room.incidents.openCount, eventMs: room.nowMs };
  if (config?.kind === 'heat-mean') {
    const heat = room.config.heats.find((candidate) => candidate.id === config.heat);
    if (heat === undefined) return null;
    const { value, eventTimeMs } = newestHeatValues(heat, (entity) =>
      room.figures.bins(`heat\0${heat.id}\0${entity}`),
    );
    return { value, eventMs: eventTimeMs ?? Number.NEGATIVE_INFINITY };
  }
  const bins = room.figures.bins(`indicator\0${id}`);
  if (config?.kind !== 'series' || bins === undefined || bins.newest < 0) return null;
  const value = binFigure(config, bins, entityCount(room, config))(bins.newest);
  return { value, eventMs: bins.lastMs[bins.cellOf(bins.newest)]! };
}

/** How many entities a figure is made of: those that have its metric. */
export function entityCount({ entities }: ControlRoom, { source }: Pick<IndicatorConfig, 'source'>): number {
  if (source === undefined) return 0;
  const ids =
    source.entities?.map((entity) => entities.find(source.domain, entity)) ?? entities.rowsOf(source.domain);
  return ids.filter((id) => id !== undefined && entities.findSeries(id, source.metric) !== undefined).length;
}
