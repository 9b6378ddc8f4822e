import type { OfficeFigure } from './office-figure.ts';

/** Name, unit and formula of a figure that a system publishes itself under a code. */
export function published(
  [code, unit]: readonly [code: string, unit: string],
  words: { readonly vi: string; readonly en: string; readonly viFormula: string; readonly enFormula: string },
  more: { readonly source?: string; readonly isHeadline?: boolean } = {},
): OfficeFigure {
  return {
    code,
    unit,
    name: { vi: words.vi, en: words.en },
    formula: { vi: words.viFormula, en: words.enFormula },
    source: more.source ?? 'published by the system',
    rule: { kind: 'published' },
    ...(more.isHeadline === undefined ? {} : { isHeadline: more.isHeadline }),
  };
}

/** A published share of two numbers that come with it. */
export function publishedShare(
  code: string,
  [vi, en, viFormula, enFormula]: readonly [vi: string, en: string, viFormula: string, enFormula: string],
  more: { readonly source?: string; readonly isHeadline?: boolean } = {},
): OfficeFigure {
  const words = { vi, en, viFormula: `${viFormula} × 100`, enFormula: `${enFormula} × 100` };
  return published([code, '%'], words, more);
}
