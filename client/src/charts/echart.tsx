import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTheme } from '../ui/theme.ts';
import { useCanvasTurn } from './use-canvas-turn.ts';
import './echart.css';

register([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/**
 * One ECharts instance for the life of a panel. `option` is a stable function of the data: it is called again on new data
 * and on a new size (fonts follow the page). Charts paint in their turn, never while hidden, without animation.
 * `label` says in words what the chart shows: a canvas is silent to a screen reader.
 */
export function EChart({ option, label }: { option: () => EChartsCoreOption; label: string }) {
  const theme = useTheme();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const newest = useRef(option);
  const shownSize = useRef('');
  const paint = useCanvasTurn(
    host,
    function paintNow() {
      const element = host.current!;
      const size = `${element.clientWidth}×${element.clientHeight}`;
      chart.current ??= init(element, null, { renderer: 'canvas' });
      if (size !== shownSize.current) chart.current.resize();
      shownSize.current = size;
      // At once: what is put off to the next frame of the library is not seen by the turn, which would begin the next chart.
      chart.current.setOption(newest.current(), { notMerge: false, lazyUpdate: false, silent: true });
    },
    function endChart() {
      chart.current?.dispose();
      chart.current = null;
      shownSize.current = '';
    },
  );
  useEffect(
    function showNewData() {
      newest.current = option;
      paint();
    },
    // A theme changes what `option` gives, not `option` itself.
    [option, theme, paint],
  );

  return <div className="echart" ref={host} role="img" aria-label={label} />;
}
