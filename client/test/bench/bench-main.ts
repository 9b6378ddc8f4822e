/**
 * The page that is measured: `?case=<name>` prepares one way of drawing, `globalThis.benchCase` then makes it take updates. The other end
 * (bench-page.ts) counts the milliseconds that the main thread worked meanwhile.
 */
import 'maplibre-gl/dist/maplibre-gl.css';
import { ownChartsCase, plainChartsCase, stillChartsCase } from './chart-cases.tsx';
import { frameCase, recordsCase } from './frame-cases.ts';
import { featureStateCase, ownSegmentsCase, segmentDataCase } from './segment-cases.ts';
import { ownPointsCase, pointDataCase } from './point-cases.ts';

export interface BenchCase {
  /** Takes the next update; resolves when it is on the screen, or applied where nothing is drawn. */
  update(): Promise<void>;
}

const CASES: Readonly<Record<string, () => Promise<BenchCase>>> = {
  'points.own': ownPointsCase,
  'points.data': pointDataCase,
  'segments.own': ownSegmentsCase,
  'segments.data': segmentDataCase,
  'segments.state': featureStateCase,
  'charts.own': ownChartsCase,
  'charts.plain': plainChartsCase,
  'charts.still': stillChartsCase,
  'frame.own': frameCase,
  'frame.json': recordsCase,
};

const name = new URLSearchParams(location.search).get('case') ?? '';
const make = CASES[name];
if (make === undefined) throw new Error(`no case ${name}`);
(globalThis as { benchCase?: BenchCase }).benchCase = await make();
