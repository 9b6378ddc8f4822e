/**
 * The number of a tile in a PMTiles archive: zoom after zoom, within a zoom along a Hilbert curve, so that neighbours on the map
 * are mostly neighbours in the file. (PMTiles v3 specification, "Tile ID".)
 */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const rx = tx % (side * 2) >= side ? 1 : 0;
    const ry = ty % (side * 2) >= side ? 1 : 0;
    id += side * side * ((3 * rx) ^ ry);
    [tx, ty] = turned(side, { x: tx % side, y: ty % side }, { rx, ry });
  }
  return id;
}

/** The quarter as the curve sees it: it enters each quarter in another direction. */
function turned(
  side: number,
  { x, y }: { x: number; y: number },
  { rx, ry }: { rx: number; ry: number },
): [number, number] {
  if (ry === 1) return [x, y];
  return rx === 1 ? [side - 1 - y, side - 1 - x] : [y, x];
}
