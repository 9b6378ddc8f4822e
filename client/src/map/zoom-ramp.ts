import type { DataDrivenPropertyValueSpecification, ExpressionSpecification } from 'maplibre-gl';

/**
 * A page that is twice as large shows the same streets at one zoom level more, with everything twice as thick. So sizes are
 * design pixels at design zooms, and are moved to those of this page here, once.
 */
export interface PageScale {
  /** Design pixels to CSS pixels. */
  factor: number;
}

/** The page's zoom for a design zoom. */
export function zoomAt({ factor }: PageScale, designZoom: number): number {
  return designZoom + Math.log2(factor);
}

/** A size that grows with the zoom: `[design zoom, design px]` in ascending order, doubled evenly in between. */
export function ramp(
  scale: PageScale,
  stops: readonly (readonly [zoom: number, px: number])[],
): ExpressionSpecification {
  return [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    ...stops.flatMap(([zoom, px]) => [zoomAt(scale, zoom), px * scale.factor]),
  ] as unknown as ExpressionSpecification;
}

/** As `ramp`, with one size per road rank (0 = minor … 5 = motorway) at each zoom. */
export function rampByRank(
  scale: PageScale,
  stops: readonly (readonly [zoom: number, px: readonly [number, number, number, number, number, number]])[],
): DataDrivenPropertyValueSpecification<number> {
  return [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    ...stops.flatMap(([zoom, px]) => [
      zoomAt(scale, zoom),
      ['match', ['get', 'rank'], ...px.flatMap((each, rank) => [rank, each * scale.factor]), 0],
    ]),
  ] as unknown as DataDrivenPropertyValueSpecification<number>;
}
