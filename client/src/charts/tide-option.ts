import type { TrendRecord } from '@metropane/live-state';
import type { EChartsCoreOption } from 'echarts/core';
import { axisHours } from '../live/scene-span.ts';
import { formatMinute, formatNumber } from '../ui/format.ts';
import type { Locale } from '../ui/format.ts';
import { paddedRange, rangeOf } from '../ui/spark-path.ts';
import type { PlotBox } from '../ui/plot-geometry.ts';
import { chartColours, NUMBER_FONT, scaled, TEXT_FONT } from '../ui/chart-theme.ts';
import type { ChartColours } from '../ui/chart-theme.ts';
import { namedMarks } from '../ui/linked/incident-marks.ts';
import type { IncidentMark } from '../ui/linked/incident-marks.ts';
import { insetBox, scaledMargin } from './plot-margin.ts';
import { roundMarks } from './round-marks.ts';

const HOUR_MS = 3_600_000;
/** Five-minute points over so many hours, both ends included. */
export function tidePoints(hours: number): number {
  return hours * 12 + 1;
}
const MARGIN = { left: 42, right: 62, top: 16, bottom: 26 };
/** As wide as a name is drawn in the least panel. */
const NAME_ROOM_MS = 90 * 60_000;

/** Where the plot lies in a panel of this size, in pixels. */
export function tideBox(width: number, height: number): PlotBox {
  return insetBox(MARGIN, { width, height });
}

/** Level of the day: area line, one rule per threshold labelled at the right, and an upright at the newest value. */
// oxlint-disable-next-line max-lines-per-function -- one chart option, read as one table
export function tideOption(
  trend: TrendRecord,
  {
    zone,
    locale,
    incidents,
    hours,
  }: { zone: string; locale: Locale; incidents: readonly IncidentMark[]; hours: number },
): EChartsCoreOption {
  const colours = chartColours();
  const { startMs, stepMs, values } = trend.spark;
  const endMs = startMs + hours * HOUR_MS;
  const thresholds = trend.thresholds ?? [];
  const levels = thresholds.map((threshold) => threshold.value);
  const { usual } = trend;
  const [low, high] = paddedRange(rangeOf(values, levels, usual?.low, usual?.high) ?? [0, 2], 0.18);
  // A label right above the time axis would touch its first hour.
  const marks = roundMarks(low, high, 6).filter((mark) => mark - low > (high - low) * 0.06);
  const step = marks.length > 1 ? marks[1]! - marks[0]! : 1;
  const decimals = step < 1 ? (step < 0.099 ? 2 : 1) : 0;
  const labelFont = { fontFamily: NUMBER_FONT, fontSize: scaled(11), color: colours.muted };
  const lastMs = trend.eventTimeMs;
  return {
    animation: false,
    grid: scaledMargin(MARGIN),
    xAxis: {
      type: 'time',
      min: startMs,
      max: endMs,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...labelFont,
        customValues: axisHours(hours, 6).map((hour) => startMs + hour * HOUR_MS),
        formatter: (atMs: number) => formatMinute(atMs, zone),
      },
    },
    yAxis: {
      type: 'value',
      min: low,
      max: high,
      axisLabel: {
        ...labelFont,
        customValues: marks,
        // A low panel has no room for all of them.
        hideOverlap: true,
        formatter: (value: number) => formatNumber(value, decimals, locale),
      },
      // The ticks place the rules: without them the rules would stand at other values than the labels.
      axisTick: { show: false, customValues: marks },
      splitLine: { lineStyle: { color: colours.line, width: scaled(1) } },
    },
    series: [
      ...usualSeries(trend, colours),
      {
        type: 'line',
        data: values.map((value, index) => [startMs + index * stepMs, value]),
        showSymbol: false,
        connectNulls: false,
        lineStyle: { color: colours.data, width: scaled(1.8) },
        areaStyle: { color: colours.area, origin: 'start' },
        silent: true,
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [
            ...thresholdLines(trend, { locale, colours, span: high - low }),
            ...(lastMs === null ? [] : [nowLine(lastMs, colours.bright)]),
            ...incidentLines(incidents, colours),
          ],
        },
      },
      {
        // Corrected after they had been shown: short ticks under their points.
        type: 'scatter',
        data: revisedPoints(trend),
        symbol: 'path://M4 0H6V10H4Z',
        symbolSize: [scaled(3), scaled(9)],
        symbolOffset: [0, scaled(9)],
        itemStyle: { color: colours.text },
        silent: true,
        z: 3,
      },
      {
        // The newest value as a dot: in the first minutes of a day it is all there is.
        type: 'line',
        data: newestPoint(trend),
        symbol: 'circle',
        symbolSize: scaled(7),
        itemStyle: { color: colours.data },
        silent: true,
        z: 4,
      },
    ],
  };
}

/** Two stacked lines: the lower edge, and the height of the band on it. Stacked whatever their sign: a tide goes below zero. */
function usualSeries({ spark: { startMs, stepMs }, usual }: TrendRecord, { band }: ChartColours): object[] {
  const common = {
    ...{ type: 'line', stack: 'usual', stackStrategy: 'all', showSymbol: false, silent: true, z: 1 },
    lineStyle: { width: 0, opacity: 0 },
  };
  const { low = [], high = [] } = usual ?? {};
  return [
    { ...common, data: low.map((value, at) => [startMs + at * stepMs, value]) },
    {
      ...common,
      data: low.map((from, at) => {
        const to = high[at] ?? null;
        return [startMs + at * stepMs, from === null || to === null ? null : to - from];
      }),
      areaStyle: { color: band, opacity: 1 },
    },
  ];
}

function newestPoint({ spark: { startMs, stepMs, values } }: TrendRecord): [number, number][] {
  const index = values.findLastIndex((value) => value !== null);
  return index < 0 ? [] : [[startMs + index * stepMs, values[index]!]];
}

function revisedPoints({
  spark: { startMs, stepMs, values, revised = [] },
}: TrendRecord): [number, number][] {
  return revised.flatMap(([index]): [number, number][] => {
    const value = values[index] ?? null;
    return value === null ? [] : [[startMs + index * stepMs, value]];
  });
}

function thresholdLines(
  { thresholds = [] }: TrendRecord,
  { locale, colours, span }: { locale: Locale; colours: ChartColours; span: number },
): object[] {
  // Labels of thresholds that lie close together are moved apart: read together they still say which is which.
  const sorted = [...thresholds].sort((a, b) => a.value - b.value);
  const middle = (sorted.length - 1) / 2;
  const isCrowded = sorted.some((each, i) => i > 0 && each.value - sorted[i - 1]!.value < span * 0.09);
  return sorted.map((threshold, index) => ({
    yAxis: threshold.value,
    lineStyle: {
      color: colours.priority[threshold.priority],
      width: scaled(1.2),
      type: 'solid',
      opacity: 0.9,
    },
    label: {
      position: 'end',
      distance: scaled(6),
      offset: [0, isCrowded ? (middle - index) * scaled(11) : 0],
      formatter: threshold.name[locale],
      color: colours.text,
      fontFamily: TEXT_FONT,
      fontSize: scaled(11),
    },
  }));
}

/** The worst of incidents that began close together is named, or their words would lie on each other. */
function incidentLines(marks: readonly IncidentMark[], colours: ChartColours): object[] {
  const named = namedMarks(marks, NAME_ROOM_MS);
  return marks.map((mark) => ({
    xAxis: mark.atMs,
    lineStyle: { color: colours.priority[mark.priority], width: scaled(1), type: 'solid', opacity: 0.9 },
    label: {
      ...{ show: named.has(mark), position: 'end', distance: scaled(1), formatter: `P${mark.priority}` },
      ...{ color: colours.text, fontFamily: NUMBER_FONT, fontSize: scaled(11), fontWeight: 600 },
    },
  }));
}

function nowLine(atMs: number, colour: string): object {
  return {
    xAxis: atMs,
    lineStyle: { color: colour, width: scaled(1.2), type: 'solid' },
    label: { show: false },
  };
}
