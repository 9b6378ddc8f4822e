import type { PerformanceFigure } from '@metropane/incidents';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatUpTo, NO_VALUE } from '../../ui/format.ts';
import type { Locale } from '../../ui/format.ts';

/** A figure as people read it: counts with at most two decimals, shares in %, times with their unit; nothing measured is a dash. */
export function figureText(
  { unit }: Pick<PerformanceFigure, 'unit'>,
  value: number | null,
  locale: Locale,
): string {
  if (value === null) return NO_VALUE;
  if (unit === 'ms') return value === 0 ? '0 s' : formatDuration(value, locale);
  if (unit === '%') return `${formatUpTo(value, value < 10 ? 1 : 0, locale)} %`;
  return formatUpTo(value, 2, locale);
}

/** `≤ 1`, `< 5`, `≥ 80 %`: what is to be reached, with its sense; a dash where there is no target. */
export function targetText(figure: PerformanceFigure, locale: Locale): string {
  if (figure.target === null) return NO_VALUE;
  const sign = { 'at-most': '≤', below: '<', 'at-least': '≥' }[figure.compare];
  const target = figureText(figure, figure.target, locale);
  // A bound of nothing is nothing.
  return figure.target === 0 ? target : `${sign} ${target}`;
}
