import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { StyleLook } from './base-style.ts';

/** A layer that a person adds to a map: made of live data by whoever adds it, drawn and kept through every change of style by the map. */
export interface MapExtra {
  /** Of the extra; its sources and layers begin with it. */
  readonly id: string;
  /** Under the live marks (areas), over everything but the names (what a hand draws), or above these, which then give way. */
  readonly place: 'under' | 'over' | 'top';
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  /** Drawn in this order. Called again for every look and after `MapExtras.repaint`. */
  layers(look: StyleLook): LayerSpecification[];
  /** Pictures that the layers name, for this look. */
  pictures?(look: StyleLook): Readonly<Record<string, ImageData>>;
  /** What its own GeoJSON sources hold now, by source; the same object as before where nothing has changed. */
  features(): Readonly<Record<string, FeatureCollection>>;
}
