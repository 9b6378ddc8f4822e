import type { HeatRecord } from '@metropane/live-state';
import type { EChartsCoreOption } from 'echarts/core';
import { formatMinute, formatNumber } from '../ui/format.ts';
import type { Locale } from '../ui/format.ts';
import { inLocale } from '../ui/use-locale.ts';
import type { PlotBox } from '../ui/plot-geometry.ts';
import { chartColours, NUMBER_FONT, scaled, TEXT_FONT } from '../ui/chart-theme.ts';
import type { ChartColours } from '../ui/chart-theme.ts';
import { insetBox, scaledMargin } from './plot-margin.ts';
import { shownColumns, worstCell } from './heat-cells.ts';

const MARGIN = { left: 96, right: 14, top: 10, bottom: 26 };

/** Where the cells lie in a panel of this size, in pixels. */
export function heatBox(width: number, height: number): PlotBox {
  return insetBox(MARGIN, { width, height });
}

/** Cells of one hue, worse = further from the ground; missing hours stay empty ground, which is not the colour of a low value. */
// oxlint-disable-next-line max-lines-per-function -- one chart option, read as one table
export function heatOption(
  heat: HeatRecord,
  { zone, locale }: { zone: string; locale: Locale },
): EChartsCoreOption {
  const colours = chartColours();
  const columns = shownColumns(heat);
  const worst = worstCell(heat);
  const cells: object[] = [];
  heat.values.forEach((row, rowIndex) => {
    row.slice(0, columns).forEach((value, column) => {
      if (value === null) return;
      cells.push([column, rowIndex, value]);
    });
  });
  const labelEvery = columns > 16 ? 4 : 3;
  const label = { fontSize: scaled(11), color: colours.muted };
  return {
    animation: false,
    grid: scaledMargin(MARGIN),
    xAxis: {
      type: 'category',
      data: Array.from({ length: columns }, (_, column) =>
        formatMinute(heat.startMs + column * heat.stepMs, zone),
      ),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label, fontFamily: NUMBER_FONT, interval: (index: number) => index % labelEvery === 0 },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: heat.rows.map((row) => inLocale(row.name, locale)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        color: colours.text,
        fontFamily: TEXT_FONT,
        width: scaled(82),
        overflow: 'truncate',
      },
    },
    visualMap: { show: false, min: 0, max: 200, dimension: 2, inRange: { color: [...colours.heat] } },
    series: [
      {
        type: 'heatmap',
        data: cells,
        silent: true,
        itemStyle: { borderColor: colours.ground, borderWidth: scaled(1) },
        emphasis: { disabled: true },
      },
      {
        // Above the cells and as wide as its number, which a cell of a fine grid is not.
        type: 'scatter',
        symbol: 'roundRect',
        symbolSize: [scaled(27), scaled(20)],
        data:
          worst === null || worst.column >= columns
            ? []
            : [worstItem([worst.column, worst.row, worst.value], locale, colours)],
        silent: true,
        z: 3,
        emphasis: { disabled: true },
      },
      {
        // Corrected after they had been shown: a tick in the corner of the cell.
        type: 'scatter',
        data: (heat.revised ?? []).map(([row, column]) => [column, row]),
        symbol: 'path://M10 0V10H8V2H0V0Z',
        symbolSize: scaled(5),
        symbolOffset: [scaled(4), -scaled(4)],
        itemStyle: { color: colours.bright },
        silent: true,
        z: 4,
      },
    ],
  };
}

function worstItem(
  value: [number, number, number],
  locale: Locale,
  { heatRing, heatInk }: ChartColours,
): object {
  // The ink turns where the ramp passes its middle.
  const isBad = value[2] >= 110;
  return {
    value,
    itemStyle: { borderColor: heatRing, borderWidth: scaled(1.6), opacity: 1 },
    label: {
      show: true,
      formatter: () => formatNumber(value[2], 0, locale),
      color: isBad ? heatInk.high : heatInk.low,
      fontFamily: NUMBER_FONT,
      fontWeight: 700,
      fontSize: scaled(10.5),
    },
  };
}
