import { expect, test } from 'vitest';
import { parseChannel, withoutCoveredCells } from './channels.ts';
import { toGridDeg } from './layer-diff.ts';
import {
  CELL_ZOOM,
  cellAt,
  cellCountOf,
  cellName,
  cellNumberAt,
  cellsOfSpan,
  cellSpanOf,
  parseCell,
} from './map-cells.ts';

test('[L14] a place lies in the tile that every map of the web gives it', () => {
  // By the formula of the OpenStreetMap wiki, "Slippy map tilenames".
  expect(cellAt(106.7, 10.776)).toBe('15/26096/15397');
  expect(cellAt(-0.1276, 51.5072)).toBe('15/16372/10896');
  expect(cellAt(-70.6693, -33.4489)).toBe('15/9951/19617');
  expect(cellAt(0, 0)).toBe('15/16384/16384');
  expect(cellAt(Number.NaN, Number.NaN)).toBe('none');
});

test('[L14] the whole earth has a cell: poles and date line belong to the outermost ones', () => {
  const last = 2 ** CELL_ZOOM - 1;
  expect(cellAt(-180, 90)).toBe('15/0/0');
  expect(cellAt(180, -90)).toBe(`15/${last}/${last}`);
  for (const name of ['15/0/0', `15/${last}/${last}`, 'none']) expect(cellName(parseCell(name)!)).toBe(name);
});

test('[L14] an edge belongs to one cell, however the projection is rounded', () => {
  for (let y = 15_200; y < 15_600; y++) {
    const edge = toGridDeg((Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** CELL_ZOOM))) * 180) / Math.PI);
    expect(cellName(cellNumberAt(106.7, edge))).toBe(`15/26096/${y}`);
    expect(cellName(cellNumberAt(106.7, toGridDeg(edge + 1e-7)))).toBe(`15/26096/${y - 1}`);
  }
});

test('[L14] a box is the cells that it touches, and no more of the world than there is', () => {
  const span = cellSpanOf({ west: 106.69, east: 106.7, south: 10.772, north: 10.777 });
  expect(cellsOfSpan(span)).toEqual(['15/26095/15397', '15/26096/15397']);
  expect(cellCountOf(span)).toBe(2);
  const world = cellSpanOf({ west: -500, east: 500, south: -90, north: 90 });
  expect(cellCountOf(world)).toBe(4 ** CELL_ZOOM);
});

test.each(['layer:transit@15/26096/15397', 'layer:transit@none'])('[L14] %s is a channel', (name) => {
  expect(parseChannel(name)).toEqual({ kind: 'layer', layerId: 'transit', cell: name.slice(14) });
});

test.each([
  'layer:transit@',
  'layer:transit@13/1/1',
  'layer:transit@15/32768/1',
  'layer:transit@15/01/1',
  'layer:transit@15/1/1/1',
  'layer:transit@15/-1/1',
  'layer:Transit@none',
  'records:incident@none',
])('[L14] %s is none', (name) => {
  expect(parseChannel(name)).toBeUndefined();
});

test('[L16] a cell of a layer that is there as a whole is covered by it', () => {
  expect(
    withoutCoveredCells(['layer:a', 'layer:a@none', 'layer:b@none', 'layer:a@15/1/1', 'records:incident']),
  ).toEqual(['layer:a', 'layer:b@none', 'records:incident']);
});
