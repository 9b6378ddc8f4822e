import type { GeofenceKind } from '@metropane/city';
import type { Rgb } from './map-colours.ts';

const SIDE_PX = 12;
const STRENGTH = 150;

/** Whether a kind marks a pixel of its pattern: kinds differ by form, not by colour, which is the alarms'. */
const IS_MARKED: Record<GeofenceKind, (x: number, y: number) => boolean> = {
  watch: (x, y) => x % 6 < 2 && y % 6 < 2,
  closed: (x, y) => (x + y) % 6 === 0 || (x - y + SIDE_PX) % 6 === 0,
  evacuation: (x, y) => (x + y) % 6 === 0,
  assembly: (_, y) => y % 6 === 0,
};

/** The pattern of a kind, which meets itself at all edges; `step`: how many times as large, a whole number. */
export function fencePicture(kind: GeofenceKind, [red, green, blue]: Rgb, step: number): ImageData {
  const side = SIDE_PX * step;
  const picture = new ImageData(side, side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (IS_MARKED[kind](Math.floor(x / step), Math.floor(y / step)))
        picture.data.set([red * 255, green * 255, blue * 255, STRENGTH], (y * side + x) * 4);
  return picture;
}

/** The same pattern as a path on 24 × 24, for a legend. */
export const FENCE_PATHS: Record<GeofenceKind, string> = {
  watch: 'M5 5h3v3h-3z M16 5h3v3h-3z M5 16h3v3h-3z M16 16h3v3h-3z',
  closed: 'M0 12L12 0 M0 24L24 0 M12 24L24 12 M12 0L24 12 M0 0L24 24 M0 12L12 24',
  evacuation: 'M0 12L12 0 M0 24L24 0 M12 24L24 12',
  assembly: 'M0 5h24 M0 12h24 M0 19h24',
};
