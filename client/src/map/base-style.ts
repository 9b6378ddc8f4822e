import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Locale } from '../ui/format.ts';
import type { MapColours } from './map-colours.ts';
import type { PageScale } from './zoom-ramp.ts';

/** Everything that may change while a map is shown. */
export interface StyleLook {
  colours: MapColours;
  scale: PageScale;
  locale: Locale;
}

/** The standing part of a map, and how to draw it in other colours or at another size. Close it after the map. */
export interface BaseStyle {
  sources: StyleSpecification['sources'];
  /** Below the live lines, and above them. */
  layers: (look: StyleLook) => { ground: LayerSpecification[]; labels: LayerSpecification[] };
  extra?: Partial<Pick<StyleSpecification, 'sprite' | 'glyphs'>>;
  attribution: string | null;
  close: () => void;
}

/** Hears of a tile that could not be had, and (null) of the next one that could. */
export type OnTileFault = (fault: Error | null) => void;
