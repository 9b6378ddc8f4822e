import { emptyLayerDiff } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { ColumnWriter } from './column.ts';
import { decodeChannel, encodeChannel } from './channel-codec.ts';
import { writeFigures, writeTimes } from './number-column.ts';
import { writeRows } from './row-column.ts';

const kindOfRows = (...rows: number[]) => writeRows(new ColumnWriter(), Uint32Array.from(rows));
const kindOfTimes = (...times: number[]) => writeTimes(new ColumnWriter(), Float64Array.from(times));
const kindOfFigures = (...values: number[]) => writeFigures(new ColumnWriter(), Float32Array.from(values));

test('[P4] rows cost nothing in a run, else a byte or two per row, else four', () => {
  expect(kindOfRows()).toMatchObject({ as: 'range', n: 0 });
  expect(kindOfRows(7)).toMatchObject({ as: 'range', n: 1, base: 7 });
  expect(kindOfRows(5, 6, 7)).toMatchObject({ as: 'range', n: 3, base: 5 });
  expect(kindOfRows(5, 6, 261)).toMatchObject({ as: 'u8', base: 5, delta: true });
  expect(kindOfRows(5, 6, 262)).toMatchObject({ as: 'u16', base: 5, delta: true });
  expect(kindOfRows(0, 65_536)).toMatchObject({ as: 'u32' });
});

test('[P5] a place without coordinates stays one', () => {
  const diff = emptyLayerDiff({ id: 'air', metrics: [] });
  diff.moved = {
    rows: Uint32Array.of(1, 4),
    lonDeg: Float64Array.of(Number.NaN, -180),
    latDeg: Float64Array.of(Number.NaN, 10.7769001),
  };
  const part = decodeChannel(encodeChannel({ kind: 'layer', diff }));
  expect(part.kind === 'layer' && part.diff.moved).toEqual(diff.moved);
});

test('[P6] times are as narrow as their span allows', () => {
  const base = 1_763_881_500_000;
  expect(kindOfTimes(base, base + 65_534)).toMatchObject({ as: 'u16', base });
  expect(kindOfTimes(base, base + 65_535)).toMatchObject({ as: 'u32', base });
  expect(kindOfTimes(base, base + 2 ** 32 - 2)).toMatchObject({ as: 'u32', base });
  expect(kindOfTimes(base, base + 2 ** 32 - 1)).toMatchObject({ as: 'f64' });
  expect(kindOfTimes(base + 0.5)).toMatchObject({ as: 'f64' });
  expect(kindOfTimes(Number.NaN, Number.NaN)).toMatchObject({ as: 'u16', n: 2 });
  for (const times of [[0, Infinity], [-Infinity], [Infinity]]) {
    expect(kindOfTimes(...times)).toMatchObject({ as: 'f64' });
  }
});

test('[P7] figures are decimals where all of them are, else f32', () => {
  expect(kindOfFigures(1, 2, 254)).toMatchObject({ as: 'u8', scale: 1, base: 0 });
  expect(kindOfFigures(-1, 2, 253)).toMatchObject({ as: 'u8', scale: 1, base: -1 });
  expect(kindOfFigures(0, 255)).toMatchObject({ as: 'u16', scale: 1 });
  expect(kindOfFigures(70_000, 70_001)).toMatchObject({ as: 'u8', base: 70_000 });
  expect(kindOfFigures(Number.NaN)).toMatchObject({ as: 'u8', nan: true });
  expect(kindOfFigures(3e9, 3e9 + 512)).toMatchObject({ as: 'f32' });
  expect(kindOfFigures(31.2, -4.5, Number.NaN)).toMatchObject({ as: 'u16', scale: 10, base: -45, nan: true });
  expect(kindOfFigures(1.234, 2)).toMatchObject({ as: 'u16', scale: 1000 });
  expect(kindOfFigures(1.2345)).toMatchObject({ as: 'f32' });
  expect(kindOfFigures(0, 65_534)).toMatchObject({ as: 'u16' });
  expect(kindOfFigures(0, 65_535)).toMatchObject({ as: 'f32' });
  expect(kindOfFigures(-1, 65_533)).toMatchObject({ as: 'u16', base: -1 });
  expect(kindOfFigures(-1, 65_534)).toMatchObject({ as: 'f32' });
  expect(kindOfFigures(Infinity)).toMatchObject({ as: 'f32' });
  expect(kindOfFigures(1, 1e30)).toMatchObject({ as: 'f32' });
  // The probe sees only whole numbers; the ninth decides.
  expect(kindOfFigures(1, 2, 3, 4, 5, 6, 7, 8, 9.5)).toMatchObject({ as: 'u8', scale: 10 });
});
