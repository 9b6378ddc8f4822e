/** The trend of the product as an option of ECharts: what a chart of it costs there. Lines, band, limits, marks and labels are the same. */
import type { EChartsCoreOption } from 'echarts/core';
import { formatDate, formatMinute, formatNumber } from '../../src/ui/format.ts';
import type { Locale } from '../../src/ui/format.ts';
import type { IncidentMark } from '../../src/ui/linked/incident-marks.ts';
import { chartColours, NUMBER_FONT, scaled } from '../../src/ui/chart-theme.ts';
import type { ChartColours } from '../../src/ui/chart-theme.ts';
import { scaledMargin } from '../../src/charts/plot-margin.ts';
import { roundMarks } from '../../src/charts/round-marks.ts';
import { ticksOf } from '../../src/charts/trends/time-span.ts';
import { decimalsFor, isLong, TREND_MARGIN, valueRange } from '../../src/charts/trends/trend-look.ts';
import type { TrendLook } from '../../src/charts/trends/trend-look.ts';
import type { TrendPoints } from '../../src/charts/trends/trend-points.ts';

/** Height of the strip that marks what is partial, as a share of the plot. */
const HATCH_SHARE = 0.07;

/** The line of a figure over what is usual, its limits, where it is partial, and when incidents began. */
export function trendOption(points: TrendPoints, look: TrendLook): EChartsCoreOption {
  const colours = chartColours();
  const [low, high] = valueRange(points);
  return {
    grid: scaledMargin(TREND_MARGIN),
    xAxis: timeAxis(look, colours),
    yAxis: valueAxis([low, high], look.locale, colours),
    series: [
      ...bandSeries(points, colours),
      lineSeries(points, look, { colours, low, high }),
      dotSeries(points, colours),
    ],
  };
}

function timeAxis({ axis, offsetMs, zone }: TrendLook, colours: ChartColours): object {
  const isDays = isLong(axis);
  return {
    type: 'time',
    min: axis.fromMs,
    max: axis.toMs,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      ...{ fontFamily: NUMBER_FONT, fontSize: scaled(11), color: colours.muted, hideOverlap: true },
      customValues: ticksOf(axis, offsetMs),
      formatter: (atMs: number) => (isDays ? formatDate(atMs, zone).slice(0, 5) : formatMinute(atMs, zone)),
    },
  };
}

function valueAxis([low, high]: [number, number], locale: Locale, colours: ChartColours): object {
  const marks = roundMarks(low, high, 3);
  const decimals = decimalsFor(marks);
  return {
    type: 'value',
    min: low,
    max: high,
    axisLabel: {
      ...{ fontFamily: NUMBER_FONT, fontSize: scaled(11), color: colours.muted, customValues: marks },
      formatter: (value: number) => formatNumber(value, decimals, locale),
    },
    axisTick: { show: false, customValues: marks },
    splitLine: { lineStyle: { color: colours.line, width: scaled(1) } },
  };
}

/** Two stacked lines: the lower edge, and the height of the band on it. Stacked whatever their sign: a tide goes below zero. */
function bandSeries({ times, usual }: TrendPoints, colours: ChartColours): object[] {
  const common = {
    ...{ type: 'line', stack: 'usual', stackStrategy: 'all', showSymbol: false, silent: true, z: 1 },
    lineStyle: { width: 0, opacity: 0 },
  };
  return [
    { ...common, data: times.map((t, at) => [t, usual[at]?.low ?? null]) },
    {
      ...common,
      data: times.map((t, at) => {
        const point = usual[at] ?? null;
        return [t, point === null ? null : point.high - point.low];
      }),
      areaStyle: { color: colours.band, opacity: 1 },
    },
  ];
}

function lineSeries(
  { times, values, partial }: TrendPoints,
  { figure, incidents }: TrendLook,
  { colours, low, high }: { colours: ChartColours; low: number; high: number },
): object {
  return {
    type: 'line',
    data: times.map((t, at) => [t, values[at] ?? null]),
    showSymbol: false,
    connectNulls: false,
    sampling: 'lttb',
    lineStyle: { color: colours.data, width: scaled(1.6) },
    silent: true,
    z: 3,
    markLine: {
      ...{ silent: true, symbol: 'none', animation: false, z: 4 },
      data: [
        ...figure.levels
          .filter(({ value }) => value > low && value < high)
          .map(({ value, priority }) => limitLine(value, colours.priority[priority])),
        ...incidents.map((mark) => incidentLine(mark, colours)),
      ],
    },
    markArea: {
      silent: true,
      itemStyle: { color: colours.muted },
      // A strip at the foot: over the whole plot it would hide the line where nothing else is known.
      data: partial.map(([fromMs, toMs]) => [
        { xAxis: fromMs, yAxis: low },
        { xAxis: toMs, yAxis: low + (high - low) * HATCH_SHARE },
      ]),
    },
  };
}

/** Single known windows between gaps: a line of one point is no line. */
function dotSeries({ times, values }: TrendPoints, colours: ChartColours): object {
  const isAlone = (at: number): boolean =>
    (values[at] ?? null) !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
  return {
    ...{ type: 'scatter', symbolSize: scaled(3.5), silent: true, z: 3, itemStyle: { color: colours.data } },
    data: times.flatMap((t, at) => (isAlone(at) ? [[t, values[at]]] : [])),
  };
}

function limitLine(value: number, color: string): object {
  return { yAxis: value, lineStyle: { color, width: scaled(1), type: 'dashed' }, label: { show: false } };
}

function incidentLine({ atMs, priority }: IncidentMark, colours: ChartColours): object {
  return {
    xAxis: atMs,
    lineStyle: { color: colours.priority[priority], width: scaled(1), type: 'solid', opacity: 0.8 },
    label: {
      ...{ position: 'end', distance: scaled(1), formatter: `P${priority}`, color: colours.text },
      ...{ fontFamily: NUMBER_FONT, fontSize: scaled(11), fontWeight: 600 },
    },
  };
}
