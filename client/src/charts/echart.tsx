import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTheme } from '../ui/theme.ts';
import { chartFontsReady } from './chart-theme.ts';
import { paintInTurn } from './paint-turn.ts';

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
 * and on a new size (fonts follow the page). Charts paint one per animation frame, never while hidden, without animation.
 * `label` says in words what the chart shows: a canvas is silent to a screen reader.
 */
export function EChart({ option, label }: { option: () => EChartsCoreOption; label: string }) {
  const theme = useTheme();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const newest = useRef(option);
  const paint = useRef<(() => void) | null>(null);

  useEffect(function ownChart() {
    const element = host.current;
    if (element === null) return undefined;
    let isGone = false;
    let paintedSize = '';
    // One paint for new data and for a new size: of two that wait for their turn only the later one is done.
    const paintNow = (): void => {
      const size = `${element.clientWidth}×${element.clientHeight}`;
      if (isGone || element.clientWidth === 0) return;
      chart.current ??= init(element, null, { renderer: 'canvas' });
      if (size !== paintedSize) chart.current.resize();
      paintedSize = size;
      chart.current.setOption(newest.current(), { notMerge: false, lazyUpdate: true, silent: true });
    };
    const observer = new ResizeObserver(() => paintInTurn(element, paintNow));
    void chartFontsReady().then(() => {
      if (isGone) return;
      paint.current = paintNow;
      observer.observe(element);
    });
    return () => {
      isGone = true;
      paint.current = null;
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(
    function showNewData() {
      newest.current = option;
      // Before the fonts are there the first paint is still to come, and takes the newest option.
      if (host.current !== null && paint.current !== null) paintInTurn(host.current, paint.current);
    },
    // A theme changes what `option` gives, not `option` itself.
    [option, theme],
  );

  return <div className="echart" ref={host} role="img" aria-label={label} />;
}
