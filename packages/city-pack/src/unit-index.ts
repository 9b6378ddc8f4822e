import { isInMultiPolygon } from './plane.ts';
import type { BBox, CityPack, MultiPolygon, Unit } from './pack-types.ts';

const CELLS_PER_SIDE = 128;

type UnitIndex = { readonly bbox: BBox; readonly candidates: ReadonlyMap<number, readonly Unit[]> };

const indexes = new WeakMap<readonly Unit[], UnitIndex>();

/**
 * The unit whose polygon holds the position, or `undefined` outside all of them (at sea, over the border).
 * A 128 × 128 grid of bounding boxes is built on the first call for a pack and kept as long as the pack lives.
 */
export function unitAt(pack: Pick<CityPack, 'units'>, lon: number, lat: number): Unit | undefined {
  let index = indexes.get(pack.units);
  if (index === undefined) {
    index = makeIndex(pack.units);
    indexes.set(pack.units, index);
  }
  const cell = cellOf(index.bbox, lon, lat);
  if (cell === undefined) return undefined;
  return index.candidates.get(cell)?.find((unit) => isInMultiPolygon(unit.polygon, lon, lat));
}

/** The smallest box around all points of a shape. */
export function bboxOf(polygon: MultiPolygon): BBox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const rings of polygon) {
    for (const [lon, lat] of rings[0] ?? []) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  }
  return [west, south, east, north];
}

function makeIndex(units: readonly Unit[]): UnitIndex {
  const bbox = bboxOf(units.flatMap((unit) => unit.polygon));
  const candidates = new Map<number, Unit[]>();
  for (const unit of units) {
    const [west, south, east, north] = bboxOf(unit.polygon);
    const first = gridPosition(bbox, west, south);
    const last = gridPosition(bbox, east, north);
    for (let row = first.row; row <= last.row; row += 1) {
      for (let column = first.column; column <= last.column; column += 1) {
        const cell = row * CELLS_PER_SIDE + column;
        const held = candidates.get(cell);
        if (held === undefined) candidates.set(cell, [unit]);
        else held.push(unit);
      }
    }
  }
  return { bbox, candidates };
}

function cellOf(bbox: BBox, lon: number, lat: number): number | undefined {
  if (!(lon >= bbox[0] && lon <= bbox[2] && lat >= bbox[1] && lat <= bbox[3])) return undefined;
  const { row, column } = gridPosition(bbox, lon, lat);
  return row * CELLS_PER_SIDE + column;
}

function gridPosition(
  [west, south, east, north]: BBox,
  lon: number,
  lat: number,
): { row: number; column: number } {
  const clamp = (value: number): number => Math.max(0, Math.min(CELLS_PER_SIDE - 1, Math.floor(value)));
  return {
    row: clamp(((lat - south) / (north - south)) * CELLS_PER_SIDE),
    column: clamp(((lon - west) / (east - west)) * CELLS_PER_SIDE),
  };
}
