import { cellCountOf, cellsOfSpan, cellSpanOf, markLayerId } from '@metropane/live-state';
import type { CellSpan, Channel } from '@metropane/live-state';
import type { CityGround } from '../live/city-ground.ts';
import { layerChannels } from '../live/interest.ts';

/** What a map shows, degrees. */
export interface MapWindow {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The cells that a map takes up; `whole`: it shows so much that whole layers are cheaper. */
export type MapCover = CellSpan | 'whole';

/** What is taken up beyond the window on each side, as a part of its width: a short pan finds its points there. */
const MARGIN = 0.1;
/** Less than this beyond the window is left: more is taken up before the edge comes into view. */
const RESERVE = 0.02;
/** More cells than this are whole layers; it needs fewer to come back, so that a window at the limit does not go to and fro. */
const MOST_CELLS = 48;
const FEW_CELLS = 36;
/** A cover so many times as large as needed is given up: somebody zoomed in. */
const MOST_EXCESS = 2;

/**
 * The cover for a window, given the one before. The same cover is returned as long as it holds the window and is not far too large, so
 * that panning to and fro asks for nothing.
 */
export function nextCover(before: MapCover | null, window: MapWindow): MapCover {
  const wanted = cellSpanOf(grown(window, MARGIN));
  const count = cellCountOf(wanted);
  if (count > (before === 'whole' ? FEW_CELLS : MOST_CELLS)) return 'whole';
  if (before === null || before === 'whole') return wanted;
  const isEnough = holds(before, cellSpanOf(grown(window, RESERVE)));
  return isEnough && cellCountOf(before) <= MOST_EXCESS * count ? before : wanted;
}

/** Every layer of the city as far as the cover goes. */
export function coverChannels(ground: CityGround, cover: MapCover): Channel[] {
  if (cover === 'whole') return ground.layers.map(({ id }): Channel => `layer:${id}`);
  const cells = cellsOfSpan(cover);
  return ground.layers.flatMap(({ id }) => layerChannels(ground, id, cells));
}

/** The marks of alarms of one level as far as the cover goes; null = none. */
export function markChannels(level: number | null, cover: MapCover): Channel[] {
  if (level === null) return [];
  const id = markLayerId(level);
  if (cover === 'whole') return [`layer:${id}`];
  return cellsOfSpan(cover).map((cell): Channel => `layer:${id}@${cell}`);
}

function grown({ west, south, east, north }: MapWindow, share: number): MapWindow {
  const [dx, dy] = [(east - west) * share, (north - south) * share];
  return { west: west - dx, south: south - dy, east: east + dx, north: north + dy };
}

function holds(outer: CellSpan, inner: CellSpan): boolean {
  return (
    outer.west <= inner.west &&
    outer.east >= inner.east &&
    outer.north <= inner.north &&
    outer.south >= inner.south
  );
}
