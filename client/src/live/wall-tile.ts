import type { CityGround, CityScene, CityWall } from './city-ground.ts';

/** Where one screen hangs in the grid of its room; columns and rows count from 0. */
export interface Tile {
  readonly columns: number;
  readonly rows: number;
  readonly column: number;
  readonly row: number;
}

/** What of a scene one screen shows. */
export type TilePanels = Pick<CityScene, 'left' | 'middle' | 'right'>;

export function wallOf(ground: CityGround, room: string): CityWall | null {
  return ground.walls?.find((wall) => wall.room === room) ?? null;
}

/** Null for a screen that shows everything: of a room without a grid, of a grid of one, or of a number that the grid does not have. */
export function tileOf(wall: CityWall | null, screen: string): Tile | null {
  if (wall?.grid === undefined || !/^\d+$/.test(screen)) return null;
  const { columns, rows } = wall.grid;
  const index = Number(screen) - 1;
  if (index < 0 || index >= columns * rows || columns * rows === 1) return null;
  return { columns, rows, column: index % columns, row: Math.floor(index / columns) };
}

/**
 * The panels of one screen. What the wall names for the scene counts; else the scene's left panels hang on the leftmost screens from top to
 * bottom, the right ones on the rightmost, and those under the map on the lowest row. Nothing is shown twice, and nothing is lost.
 */
export function panelsOfTile(
  scene: CityScene,
  { wall, tile }: { wall: CityWall | null; tile: Tile | null },
): TilePanels {
  if (tile === null) return scene;
  const { columns, rows, column, row } = tile;
  const named = wall?.panels?.[scene.id];
  if (named !== undefined) {
    const mine = named[String(row * columns + column + 1)] ?? [];
    return column * 2 < columns - 1 || columns === 1
      ? { left: mine, middle: [], right: [] }
      : { left: [], middle: [], right: mine };
  }
  return {
    left: column === 0 ? lowerPartOf(scene.left, row, rows) : [],
    right: column === columns - 1 ? lowerPartOf(scene.right, row, rows) : [],
    middle: row === rows - 1 ? partOf(scene.middle, column, columns) : [],
  };
}

/** The part of a list that falls to place `index` of `count`: as even as can be, in order. */
export function partOf<T>(list: readonly T[], index: number, count: number): T[] {
  return list.filter((_, i) => Math.floor((i * count) / Math.max(count, list.length)) === index);
}

/** As `partOf`, but what cannot be cut evenly falls to the lower screens: over the upper row lie header and figures. */
function lowerPartOf<T>(list: readonly T[], row: number, rows: number): T[] {
  return list.length <= rows
    ? partOf(list, row, rows)
    : partOf(list.toReversed(), rows - 1 - row, rows).toReversed();
}

/**
 * By how much the design must grow to be read from where people sit: `--wall-unit`. A character must be 16 arcminutes high, of level 1
 * 20 (SCREENS.md 3); the smallest text of a wall is 11 of 1920 pixels, that of level 1 is 13.5. `widthPx`: device pixels of the screen.
 */
export function wallUnit(
  { pitchMm, distanceM }: Pick<CityWall, 'pitchMm' | 'distanceM'>,
  widthPx: number,
): number {
  if (pitchMm === undefined || distanceM === undefined || widthPx === 0) return 1;
  const design = widthPx / 1_920;
  const small = fontPx({ pitchMm, distanceM }, 16) / (SMALLEST_PX * design);
  const first = fontPx({ pitchMm, distanceM }, 20) / (LEVEL_1_PX * design);
  return Math.max(1, small, first);
}

/** Font size in device pixels whose capitals stand so many arcminutes high: capitals are 0.72 of the size. */
export function fontPx(
  { pitchMm, distanceM }: { pitchMm: number; distanceM: number },
  arcmin: number,
): number {
  return (6.283 * distanceM * arcmin) / 21.6 / pitchMm / 0.72;
}

const SMALLEST_PX = 11;
const LEVEL_1_PX = 13.5;
