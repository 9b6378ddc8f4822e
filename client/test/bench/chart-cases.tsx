/**
 * Twenty-four charts of a day of five-minute windows with their usual range, of which each update brings one more window: as the product
 * draws them, and as plain ECharts does with the whole option at each update.
 */
import '../../src/app/tokens.css';
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { createRoot } from 'react-dom/client';
import { chartFontsReady } from '../../src/ui/chart-theme.ts';
import { TrendCanvas } from '../../src/charts/trends/trend-canvas.tsx';
import type { TrendLook } from '../../src/charts/trends/trend-look.ts';
import type { TrendPoints } from '../../src/charts/trends/trend-points.ts';
import type { BenchCase } from './bench-main.ts';
import { seededRandom } from './bench-map.ts';
import { trendOption } from './echarts-trend.ts';

register([LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, CanvasRenderer]);

const CHARTS = 24;
const WINDOWS = 288;
const STEP_MS = 300_000;
const START_MS = 1_763_856_000_000;

/** Six by four of them fill the page. */
function places(): HTMLElement[] {
  document.body.style.cssText =
    'margin:0;display:grid;grid-template-columns:repeat(6,200px);grid-auto-rows:170px';
  return Array.from({ length: CHARTS }, () => {
    const place = document.createElement('div');
    place.style.cssText = 'position:relative;width:200px;height:170px';
    document.body.append(place);
    return place;
  });
}

/** What chart `chart` shows after `update` more windows. */
function shownAt(
  chart: number,
  update: number,
  values: readonly number[],
): { points: TrendPoints; look: TrendLook } {
  const times = Array.from({ length: WINDOWS }, (_, i) => START_MS + (update + i) * STEP_MS);
  const usual = times.map((t) => {
    const mid = 30 + 8 * Math.sin((t / 86_400_000) * 2 * Math.PI + chart);
    return { start: '', low: mid - 6, mid, high: mid + 6, days: 20 };
  });
  return {
    points: {
      ...{ times, usual, values: values.slice(update, update + WINDOWS), items: times.map(() => null) },
      partial: [[times[100]!, times[104]!]],
    },
    look: {
      axis: { fromMs: times[0]!, toMs: times[0]! + WINDOWS * STEP_MS },
      ...{
        offsetMs: 25_200_000,
        zone: 'Asia/Ho_Chi_Minh',
        locale: 'vi',
        figure: { levels: [{ priority: 2, value: 44 }] },
      },
      incidents: [{ id: 'a', title: 'a', priority: 1, atMs: times[200]! }],
    },
  };
}

function seriesOf(chart: number): number[] {
  const random = seededRandom(chart + 1);
  return Array.from({ length: WINDOWS + 200 }, (_, i) => 30 + 8 * Math.sin(i / 46 + chart) + 6 * random());
}

export async function ownChartsCase(): Promise<BenchCase> {
  await chartFontsReady();
  const values = Array.from({ length: CHARTS }, (_, chart) => seriesOf(chart));
  const roots = places().map((place) => createRoot(place));
  const sheet = document.createElement('style');
  sheet.textContent = '.trend-canvas{position:absolute;inset:0;width:100%;height:100%}';
  document.head.append(sheet);
  let update = 0;
  const draw = (): void =>
    roots.forEach((root, chart) => {
      const { points, look } = shownAt(chart, update, values[chart]!);
      root.render(<TrendCanvas points={points} look={look} label="chart" />);
    });
  return {
    async update() {
      draw();
      update += 1;
      await painted();
    },
  };
}

export function plainChartsCase(): Promise<BenchCase> {
  return plainCase({});
}

export function stillChartsCase(): Promise<BenchCase> {
  return plainCase({ animation: false });
}

/** `more`: what differs from the defaults of ECharts. */
async function plainCase(more: { animation?: boolean }): Promise<BenchCase> {
  await chartFontsReady();
  const charts = places().map((place) => init(place));
  const values = charts.map((_, chart) => seriesOf(chart));
  let update = 0;
  return {
    async update() {
      charts.forEach((one, chart) => {
        const { points, look } = shownAt(chart, update, values[chart]!);
        one.setOption({ ...trendOption(points, look), ...more });
      });
      update += 1;
      await painted();
    },
  };
}

/** After so many frames every chart had its turn, and an animation of the usual third of a second is over. */
async function painted(): Promise<void> {
  for (let frame = 0; frame < 40; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
}
