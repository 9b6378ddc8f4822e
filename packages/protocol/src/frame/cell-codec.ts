import { assert } from '@metropane/base';
import type { LayerDiff } from '@metropane/live-state';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { unzigzag, zigzag } from './zigzag.ts';

/**
 * The changes of one map cell, for parts of a few rows: a JSON header as of whole layers would be several times as long as what it
 * describes. Every number is a varint of 7 bits a byte, low bits first; signed ones are zigzag; what is no whole number stays f32 or f64.
 * Ten publishes a second of twenty cells are mostly such headers, which is why this form exists. [P18]
 */

export const CELL_MAGIC = 0x3243504d;

const SCALES = [1, 10, 100, 1000] as const;
/** After the scales: the column as f32. */
const AS_F32 = SCALES.length;
/** Codes beyond it are f32: a zigzag code must stay a safe whole number. */
const GREATEST_CODE = 2 ** 40;
/** Degrees in units of 1e-7; no place on earth has it. */
const NO_DEGREES = 2 ** 32;

/** The bytes of one cell's part, a multiple of 8 long. */
export function encodeCell(diff: LayerDiff): Uint8Array {
  const { schema, removed, named, moved, measured } = diff;
  const writer = new ByteWriter();
  writer.u32(CELL_MAGIC).text(schema.id).count(schema.metrics.length);
  for (const metric of schema.metrics) writer.text(metric);
  writeRows(writer, removed);
  writeRows(writer, named.rows);
  for (const name of named.names) writer.text(name);
  writeRows(writer, moved.rows);
  writeDegrees(writer, moved.lonDeg);
  writeDegrees(writer, moved.latDeg);
  const isSameRows = areSame(measured.rows, moved.rows);
  writer.u8(isSameRows ? 1 : 0);
  if (!isSameRows) writeRows(writer, measured.rows);
  writeTimes(writer, measured.eventTimeMs);
  for (const column of measured.metrics) writeFigures(writer, column);
  return writer.finish();
}

/** What `encodeCell` wrote. Throws on bytes that are no part. */
export function decodeCell(bytes: Uint8Array): LayerDiff {
  const reader = new ByteReader(bytes);
  assert(reader.u32() === CELL_MAGIC, 'a cell starts with its magic');
  const id = reader.text();
  const metrics = Array.from({ length: reader.length() }, () => reader.text());
  const removed = readRows(reader);
  const namedRows = readRows(reader);
  const names = Array.from(namedRows, () => reader.text());
  const movedRows = readRows(reader);
  const lonDeg = readDegrees(reader, movedRows.length);
  const latDeg = readDegrees(reader, movedRows.length);
  const measuredRows = reader.u8() === 1 ? movedRows : readRows(reader);
  const eventTimeMs = readTimes(reader, measuredRows.length);
  const columns = metrics.map(() => readFigures(reader, measuredRows.length));
  reader.end();
  return {
    schema: { id, metrics },
    removed,
    named: { rows: namedRows, names },
    moved: { rows: movedRows, lonDeg, latDeg },
    measured: { rows: measuredRows, eventTimeMs, metrics: columns },
  };
}

function writeRows(writer: ByteWriter, rows: Uint32Array): void {
  writer.count(rows.length);
  let before = -1;
  for (const row of rows) {
    writer.count(row - before - 1);
    before = row;
  }
}

function readRows(reader: ByteReader): Uint32Array {
  const rows = new Uint32Array(reader.length());
  let before = -1;
  for (let i = 0; i < rows.length; i++) {
    before += reader.count() + 1;
    assert(before <= 0xffff_ffff, 'a row id has 32 bits', { row: before });
    rows[i] = before;
  }
  return rows;
}

/** Steps from the degrees before: inside a cell they need 3 bytes. [P5] */
function writeDegrees(writer: ByteWriter, deg: Float64Array): void {
  let before = 0;
  for (const each of deg) {
    const code = Number.isNaN(each) ? NO_DEGREES : Math.round(each * 1e7);
    writer.signed(code - before);
    before = code;
  }
}

function readDegrees(reader: ByteReader, n: number): Float64Array {
  const deg = new Float64Array(n);
  let code = 0;
  for (let i = 0; i < n; i++) {
    code += reader.signed();
    deg[i] = code === NO_DEGREES ? Number.NaN : code / 1e7;
  }
  return deg;
}

/** 1 and steps from the time before, or 0 and f64: NaN and parts of milliseconds are rare. [P6] */
function writeTimes(writer: ByteWriter, timesMs: Float64Array): void {
  const isWhole = timesMs.every((time) => Number.isSafeInteger(time) && Math.abs(time) < 2 ** 50);
  writer.u8(isWhole ? 1 : 0);
  let before = 0;
  for (const time of timesMs) {
    if (!isWhole) writer.f64(time);
    else writer.signed(time - before);
    before = time;
  }
}

function readTimes(reader: ByteReader, n: number): Float64Array {
  const isWhole = reader.u8() === 1;
  const timesMs = new Float64Array(n);
  let time = 0;
  for (let i = 0; i < n; i++) {
    time = isWhole ? time + reader.signed() : reader.f64();
    timesMs[i] = time;
  }
  return timesMs;
}

/** A scale and whole multiples of it plus 1, 0 for NaN, where that is exact for every value; else f32. [P7] */
function writeFigures(writer: ByteWriter, values: Float32Array): void {
  const form = SCALES.findIndex((scale) => values.every((value) => fits(value, scale)));
  writer.u8(form < 0 ? AS_F32 : form);
  for (const value of values) {
    if (form < 0) writer.f32(value);
    else writer.count(Number.isNaN(value) ? 0 : zigzag(Math.round(value * SCALES[form]!)) + 1);
  }
}

function readFigures(reader: ByteReader, n: number): Float32Array {
  const form = reader.u8();
  assert(form <= AS_F32, 'a column has a known form', { form });
  const values = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    if (form === AS_F32) values[i] = reader.f32();
    else {
      const code = reader.count();
      values[i] = code === 0 ? Number.NaN : unzigzag(code - 1) / SCALES[form]!;
    }
  }
  return values;
}

function fits(value: number, scale: number): boolean {
  if (Number.isNaN(value)) return true;
  const code = Math.round(value * scale);
  return Math.abs(code) < GREATEST_CODE && Math.fround(code / scale) === value;
}

function areSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}
