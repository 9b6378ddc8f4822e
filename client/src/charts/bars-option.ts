import type { BarsRecord, Priority } from '@metropane/live-state';
import type { EChartsCoreOption } from 'echarts/core';
import { formatMinute } from '../ui/format.ts';
import { CHART_COLOURS, NUMBER_FONT, scaled } from './chart-theme.ts';
import { roundMarks } from './round-marks.ts';

/** Mildest at the bottom, so that the urgent ones stand on top of their bar. */
const STACK: readonly Priority[] = [4, 3, 2, 1];

export function barsOption({ startMs, stepMs, counts }: BarsRecord, zone: string): EChartsCoreOption {
  const label = { fontFamily: NUMBER_FONT, fontSize: scaled(11), color: CHART_COLOURS.muted };
  const most = Math.max(4, ...counts.map((bin) => bin.reduce((sum, count) => sum + count, 0)));
  const marks = roundMarks(0, most, 2);
  return {
    animation: false,
    grid: { left: scaled(40), right: scaled(14), top: scaled(8), bottom: scaled(22) },
    xAxis: {
      type: 'category',
      data: counts.map((_, index) => formatMinute(startMs + index * stepMs, zone)),
      axisLine: { lineStyle: { color: CHART_COLOURS.line } },
      axisTick: { show: false },
      axisLabel: { ...label, interval: (_: number, text: string) => text.endsWith(':00') },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: Math.max(most, marks[marks.length - 1] ?? most),
      axisLabel: { ...label, customValues: marks },
      splitLine: { show: false },
    },
    series: STACK.map((priority) => ({
      type: 'bar',
      stack: 'all',
      data: counts.map((bin) => bin[priority - 1]),
      barCategoryGap: '22%',
      silent: true,
      itemStyle: { color: priority === 4 ? CHART_COLOURS.bar : CHART_COLOURS.priority[priority] },
    })),
  };
}
