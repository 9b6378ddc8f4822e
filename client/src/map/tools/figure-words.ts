import { formatNumber } from '../../ui/format.ts';
import type { Locale } from '../../ui/format.ts';

const KM = 1_000;
const HECTARE = 10_000;

/** `850 m`, `1,25 km`. */
export function lengthText(metres: number, locale: Locale): string {
  return metres < KM ? `${formatNumber(metres, 0, locale)} m` : `${formatNumber(metres / KM, 2, locale)} km`;
}

/** `800 m²`, `3,50 ha`, `1,25 km²`. */
export function areaText(squareMetres: number, locale: Locale): string {
  if (squareMetres < HECTARE) return `${formatNumber(squareMetres, 0, locale)} m²`;
  if (squareMetres < KM * KM) return `${formatNumber(squareMetres / HECTARE, 2, locale)} ha`;
  return `${formatNumber(squareMetres / (KM * KM), 2, locale)} km²`;
}
