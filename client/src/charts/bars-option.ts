import type { BarsRecord, Priority } from '@metropane/live-state';
import type { EChartsCoreOption } from 'echarts/core';
import { formatMinute, formatNumber } from '../ui/format.ts';
import type { Locale } from '../ui/format.ts';
import type { PlotBox } from '../ui/plot-geometry.ts';
import { chartColours, NUMBER_FONT, scaled } from '../ui/chart-theme.ts';
import { insetBox, scaledMargin } from './plot-margin.ts';
import { roundMarks } from './round-marks.ts';

/** Mildest at the bottom, so that the urgent ones stand on top of their bar. */
const STACK: readonly Priority[] = [4, 3, 2, 1];

const MARGIN = { left: 40, right: 14, top: 8, bottom: 22 };

/** Where the bars lie in a panel of this size, in pixels. */
export function barsBox(width: number, height: number): PlotBox {
  return insetBox(MARGIN, { width, height });
}

export function barsOption(
  { startMs, stepMs, counts }: BarsRecord,
  zone: string,
  locale: Locale = 'vi',
): EChartsCoreOption {
  const colours = chartColours();
  const label = { fontFamily: NUMBER_FONT, fontSize: scaled(11), color: colours.muted };
  const most = Math.max(4, ...counts.map((bin) => bin.reduce((sum, count) => sum + count, 0)));
  const marks = roundMarks(0, most, 2);
  return {
    animation: false,
    grid: scaledMargin(MARGIN),
    xAxis: {
      type: 'category',
      data: counts.map((_, index) => formatMinute(startMs + index * stepMs, zone)),
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { ...label, interval: (_: number, text: string) => text.endsWith(':00') },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: Math.max(most, marks[marks.length - 1] ?? most),
      axisLabel: {
        ...label,
        customValues: marks,
        formatter: (value: number) => formatNumber(value, 0, locale),
      },
      splitLine: { show: false },
    },
    series: STACK.map((priority) => ({
      type: 'bar',
      stack: 'all',
      data: counts.map((bin) => bin[priority - 1]),
      barCategoryGap: '22%',
      silent: true,
      itemStyle: { color: priority === 4 ? colours.bar : colours.priority[priority] },
    })),
  };
}
