import type { Locale } from '../../ui/format.ts';
import { paddedRange, rangeOf } from '../../ui/spark-path.ts';
import type { IncidentMark } from '../../ui/linked/incident-marks.ts';
import type { Margin } from '../plot-margin.ts';
import type { Axis } from './time-span.ts';
import type { TrendFigure } from './trend-answers.ts';
import type { TrendPoints } from './trend-points.ts';

/** Room around the plot, design pixels; the overlay of cursor and drag lies on the same. */
export const TREND_MARGIN: Margin = { left: 46, right: 10, top: 14, bottom: 22 };
const DAY_MS = 86_400_000;

export interface TrendLook {
  axis: Axis;
  /** Of the city's zone from UTC: round times are round there. */
  offsetMs: number;
  zone: string;
  locale: Locale;
  figure: Pick<TrendFigure, 'levels'>;
  incidents: readonly IncidentMark[];
}

/** The range that the value axis shows. */
export function valueRange({ values, usual }: TrendPoints): [low: number, high: number] {
  const low = usual.map((point) => point?.low ?? null);
  const high = usual.map((point) => point?.high ?? null);
  return paddedRange(rangeOf(values, low, high) ?? [0, 1]);
}

/** Digits behind the comma that tell marks apart. */
export function decimalsFor(marks: readonly number[]): number {
  const step = marks.length > 1 ? marks[1]! - marks[0]! : 1;
  return step >= 1 ? 0 : step < 0.099 ? 2 : 1;
}

/** Days are labelled with their date, shorter times with their hour. */
export function isLong({ fromMs, toMs }: Axis): boolean {
  return toMs - fromMs > 2 * DAY_MS;
}
