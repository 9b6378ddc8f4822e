import type { MapExtra } from '../map-extra.ts';

/** What the legend says of an area layer: how many figures it is made of, of how many there could be. */
export interface AreaNote {
  n: number;
  of: number;
  /** Too few figures: nothing is drawn. */
  isEmpty: boolean;
}

/** An area layer of live data. */
export interface AreaExtra extends MapExtra {
  /** Reads the live state; show it afterwards with `MapExtras.refresh`. */
  read(): AreaNote;
  /** Share of full strength, 0..1. */
  opacity: number;
}
