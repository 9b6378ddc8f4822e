import { toGridDeg } from './layer-diff.ts';

/**
 * The squares by which a screen asks for a part of a layer: tiles of the Web-Mercator grid at one zoom, about 1.2 km wide in the
 * tropics. Chosen on a city of 20,000 entities: a desk's window two zooms into the densest place takes up 1,900 of them, with tiles
 * of 2.4 km it would be 2,500; with tiles of 0.6 km most parts would hold a single row.
 * A row lies in exactly one cell, by its place alone; what has no place lies in `none`. [L14]
 * The trap: the projection's logarithm may differ in its last bit between engines. Rows are therefore compared with edges that lie
 * on the same 1e-7 grid as the places, so that server and browser never disagree about a row.
 */
export const CELL_ZOOM = 15;

/** `none`, or `15/x/y` as tiles are named: x from the date line to the east, y from the north. */
export type MapCell = 'none' | `${number}/${number}/${number}`;

/** A cell as one number, for columns: `NO_PLACE`, or x times the side of the grid plus y. */
export type CellNumber = number;
export const NO_PLACE: CellNumber = -1;

/** Columns and rows of cells, all four inside. */
export interface CellSpan {
  west: number;
  east: number;
  north: number;
  south: number;
}

const SIDE = 2 ** CELL_ZOOM;
const NAME = new RegExp(String.raw`^${CELL_ZOOM}/(\d{1,5})/(\d{1,5})$`);
/** Latitude of each row's north edge. */
const NORTH_EDGES = Float64Array.from({ length: SIDE }, (_, y) =>
  toGridDeg((Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SIDE))) * 180) / Math.PI),
);

/** The cell of a place in degrees on the 1e-7 grid; NaN = no place. What lies beyond the grid's poles belongs to its last row. */
export function cellNumberAt(lonDeg: number, latDeg: number): CellNumber {
  return Number.isNaN(lonDeg) ? NO_PLACE : columnAt(lonDeg) * SIDE + rowAt(latDeg);
}

/** The cell of a place, by name. */
export function cellAt(lonDeg: number, latDeg: number): MapCell {
  return cellName(cellNumberAt(toGridDeg(lonDeg), toGridDeg(latDeg)));
}

/**
 * The tile of another zoom in which a place lies, x from the date line, y from the north; tiles of a finer zoom lie within those of a
 * coarser one. Rows finer than `CELL_ZOOM` part a row of it evenly by latitude, which below 80° differs from the projection by less than
 * a thousandth of a row: no logarithm, so every engine agrees.
 */
export function gridTileAt(lonDeg: number, latDeg: number, zoom: number): { x: number; y: number } {
  const side = 2 ** zoom;
  const x = Math.min(side - 1, Math.max(0, Math.floor(((lonDeg + 180) / 360) * side)));
  const row = rowAt(latDeg);
  if (zoom <= CELL_ZOOM) return { x, y: row >> (CELL_ZOOM - zoom) };
  const north = NORTH_EDGES[row]!;
  const south = NORTH_EDGES[row + 1] ?? -NORTH_EDGES[0]!;
  const parts = 2 ** (zoom - CELL_ZOOM);
  const part = Math.floor(((north - latDeg) / (north - south)) * parts);
  return { x, y: row * parts + Math.min(parts - 1, Math.max(0, part)) };
}

export function cellName(cell: CellNumber): MapCell {
  return cell === NO_PLACE ? 'none' : `${CELL_ZOOM}/${Math.floor(cell / SIDE)}/${cell % SIDE}`;
}

/** Undefined when it names no cell of the grid, or not in the one way in which that is written. */
export function parseCell(name: string): CellNumber | undefined {
  if (name === 'none') return NO_PLACE;
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [x, y] = [Number(match[1]), Number(match[2])];
  const cell = x * SIDE + y;
  return x < SIDE && y < SIDE && cellName(cell) === name ? cell : undefined;
}

/** The cells that a box in degrees touches; what of it lies outside the world does not count. */
export function cellSpanOf(box: { west: number; south: number; east: number; north: number }): CellSpan {
  return {
    west: columnAt(toGridDeg(box.west)),
    east: columnAt(toGridDeg(box.east)),
    north: rowAt(toGridDeg(box.north)),
    south: rowAt(toGridDeg(box.south)),
  };
}

export function cellCountOf({ west, east, north, south }: CellSpan): number {
  return (east - west + 1) * (south - north + 1);
}

/** Every cell of a span, without `none`. Ask `cellCountOf` first: the world has a billion. */
export function cellsOfSpan({ west, east, north, south }: CellSpan): MapCell[] {
  const cells: MapCell[] = [];
  for (let x = west; x <= east; x++) for (let y = north; y <= south; y++) cells.push(cellName(x * SIDE + y));
  return cells;
}

function columnAt(lonDeg: number): number {
  return Math.min(SIDE - 1, Math.max(0, Math.floor(((lonDeg + 180) / 360) * SIDE)));
}

/** The last row whose north edge is not south of the latitude. */
function rowAt(latDeg: number): number {
  let first = 0;
  let last = SIDE - 1;
  while (first < last) {
    const middle = (first + last + 1) >> 1;
    if (latDeg <= NORTH_EDGES[middle]!) first = middle;
    else last = middle - 1;
  }
  return first;
}
