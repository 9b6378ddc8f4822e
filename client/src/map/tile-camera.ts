import type { LonLat } from '../live/city-ground.ts';
import type { Tile } from '../live/wall-tile.ts';
import { latitudeOf, longitudeOf, mercatorX, mercatorY } from './mercator.ts';

/** Pixels of the whole world at zoom 0, as MapLibre counts. */
const WORLD_PX = 512;

export interface Camera {
  readonly centre: LonLat;
  readonly zoom: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * CSS pixels from the middle of the room's picture to the middle of `box` (a part of this screen, counted from the screen's corner). The
 * picture goes on behind the bezels: `gap` pixels of it between two screens are seen by nobody, so that a straight road stays straight.
 */
export function offsetInPicture(
  { columns, rows, column, row }: Tile,
  {
    screen,
    box,
    gap,
  }: { screen: { width: number; height: number }; box: Box; gap: { x: number; y: number } },
): { x: number; y: number } {
  const middle = (count: number, index: number, step: number): number => (index - (count - 1) / 2) * step;
  return {
    x: middle(columns, column, screen.width + gap.x) + box.x + box.width / 2 - screen.width / 2,
    y: middle(rows, row, screen.height + gap.y) + box.y + box.height / 2 - screen.height / 2,
  };
}

/** The room's camera seen from a box of one of its screens. */
export function shifted({ centre, zoom }: Camera, offset: { x: number; y: number }): Camera {
  const world = WORLD_PX * 2 ** zoom;
  const x = mercatorX(centre[0]) + offset.x / world;
  const y = mercatorY(centre[1]) + offset.y / world;
  return { centre: [longitudeOf(x), latitudeOf(y)], zoom };
}

/** A picture over several screens shows the same city larger: what one screen would show fits into the shorter side of the grid. */
export function spread({ centre, zoom }: Camera, { columns, rows }: Tile): Camera {
  return { centre, zoom: zoom + Math.log2(Math.min(columns, rows)) };
}

/**
 * The room's camera on its way, at part `u` (0–1): eased, and from higher up the further it goes. A function of time alone, so that
 * the screens of a room fly as one; each with a flight of its own would tear the picture.
 */
export function flightAt(from: Camera, to: Camera, u: number): Camera {
  if (u >= 1) return to;
  const eased = u <= 0 ? 0 : u * u * (3 - 2 * u);
  const [x0, y0] = [mercatorX(from.centre[0]), mercatorY(from.centre[1])];
  const [x1, y1] = [mercatorX(to.centre[0]), mercatorY(to.centre[1])];
  const apartPx = Math.hypot(x1 - x0, y1 - y0) * WORLD_PX * 2 ** Math.min(from.zoom, to.zoom);
  const rise = Math.min(3, Math.max(0, Math.log2(apartPx / 1_000)));
  return {
    centre: [longitudeOf(x0 + (x1 - x0) * eased), latitudeOf(y0 + (y1 - y0) * eased)],
    zoom: from.zoom + (to.zoom - from.zoom) * eased - rise * Math.sin(Math.PI * eased),
  };
}
