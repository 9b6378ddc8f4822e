import { expect, test } from 'vitest';
import { zxyToTileId } from 'pmtiles';
import { tileId } from './tile-id.ts';

test('tile numbers are those of the PMTiles reader, for every tile of the first zooms and corners of the last', () => {
  for (let z = 0; z <= 7; z++)
    for (let x = 0; x < 2 ** z; x++)
      for (let y = 0; y < 2 ** z; y++) expect(tileId(z, x, y)).toBe(zxyToTileId(z, x, y));
  for (const z of [10, 14, 20]) {
    const last = 2 ** z - 1;
    for (const [x, y] of [
      [0, 0],
      [last, 0],
      [0, last],
      [last, last],
      [Math.floor(last * 0.79), Math.floor(last * 0.47)],
    ] as const)
      expect(tileId(z, x, y)).toBe(zxyToTileId(z, x, y));
  }
});
