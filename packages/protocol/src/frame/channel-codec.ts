import { assert } from '@metropane/base';
import { isRecordTableName, keyOfRecord } from '@metropane/live-state';
import type { ChannelPart, LayerDiff, LayerPart, RecordsPart, RecordTables } from '@metropane/live-state';
import { CELL_MAGIC, decodeCell } from './cell-codec.ts';
import type { ColumnSpec } from './column.ts';
import { codesAt, ColumnWriter, paddedTo8 } from './column.ts';
import { readF32, readF64, writeDegrees, writeFigures, writeTimes } from './number-column.ts';
import { readRows, writeRows } from './row-column.ts';

/**
 * One channel's changes as one self-contained piece of bytes:
 * `u32 magic "MPC1"` · `u32 header length` · header, JSON padded with spaces to a multiple of 8 · columns, each 8-byte aligned.
 * The length of a part is a multiple of 8, so that parts laid one after another stay aligned and columns are read in place. [P3]
 */

const MAGIC = 0x3143504d;
const PREFIX = 8;
const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder('utf-8', { fatal: true });

interface RecordsHeader {
  kind: 'records';
  table: string;
  removed: string[];
  rows: ColumnSpec;
}
interface LayerHeader {
  kind: 'layer';
  layer: string;
  metrics: string[];
  removed: ColumnSpec;
  named: { rows: ColumnSpec; names: ColumnSpec };
  moved: { rows: ColumnSpec; lon: ColumnSpec; lat: ColumnSpec };
  measured: { rows: ColumnSpec; time: ColumnSpec; metrics: ColumnSpec[] };
}

type RecordsRow = RecordTables[keyof RecordTables];

/** The bytes of one part. Degrees are rounded to the 1e-7 grid; everything else is exact. */
export function encodeChannel(part: ChannelPart): Uint8Array {
  const writer = new ColumnWriter();
  const header = part.kind === 'layer' ? layerHeader(writer, part.diff) : recordsHeader(writer, part);
  const headerBytes = utf8.encode(JSON.stringify(header));
  const start = PREFIX + paddedTo8(headerBytes.length);
  const bytes = new Uint8Array(start + writer.size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, headerBytes.length, true);
  bytes.set(headerBytes, PREFIX);
  bytes.fill(0x20, PREFIX + headerBytes.length, start);
  writer.writeInto(bytes, start);
  return bytes;
}

/**
 * The part that `encodeChannel` or `encodeCell` wrote. Columns that need no arithmetic are views over `bytes`: do not reuse its memory.
 * Throws on bytes that are no part; `decodeFrame` turns that into a code.
 */
export function decodeChannel(bytes: Uint8Array): ChannelPart {
  const part = aligned(bytes);
  assert(part.byteLength >= PREFIX, 'a part has a prefix', { bytes: part.byteLength });
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const magic = view.getUint32(0, true);
  if (magic === CELL_MAGIC) return { kind: 'layer', diff: decodeCell(part) };
  assert(magic === MAGIC, 'a part starts with its magic', { magic });
  const headerLength = view.getUint32(4, true);
  const start = PREFIX + paddedTo8(headerLength);
  assert(start <= part.byteLength, 'the header lies inside the part', {
    headerLength,
    bytes: part.byteLength,
  });
  const header = JSON.parse(fromUtf8.decode(part.subarray(PREFIX, PREFIX + headerLength))) as
    | RecordsHeader
    | LayerHeader;
  return header.kind === 'layer' ? readLayer(part, start, header) : readRecords(part, start, header);
}

/** A view whose offset is a multiple of 8; node hands out slices of a pool that are not. */
export function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function recordsHeader(writer: ColumnWriter, part: RecordsPart): RecordsHeader {
  const rows = utf8.encode(JSON.stringify([...part.diff.upserts.values()]));
  return {
    kind: 'records',
    table: part.table,
    removed: [...part.diff.removed],
    rows: { as: 'u8', n: rows.length, at: writer.add(rows) },
  };
}

function readRecords(part: Uint8Array, start: number, header: RecordsHeader): RecordsPart {
  assert(header.kind === 'records' && isRecordTableName(header.table), 'a known record table', {
    kind: header.kind,
    table: header.table,
  });
  const upserts = new Map<string, RecordsRow>();
  for (const row of readJson(part, start, header.rows) as RecordsRow[]) upserts.set(keyOfRecord(row), row);
  return { kind: 'records', table: header.table, diff: { upserts, removed: new Set(header.removed) } };
}

function layerHeader(
  writer: ColumnWriter,
  { schema, removed, named, moved, measured }: LayerDiff,
): LayerHeader {
  const names = utf8.encode(JSON.stringify(named.names));
  return {
    kind: 'layer',
    layer: schema.id,
    metrics: schema.metrics,
    removed: writeRows(writer, removed),
    named: {
      rows: writeRows(writer, named.rows),
      names: { as: 'u8', n: names.length, at: writer.add(names) },
    },
    moved: {
      rows: writeRows(writer, moved.rows),
      lon: writeDegrees(writer, moved.lonDeg),
      lat: writeDegrees(writer, moved.latDeg),
    },
    measured: {
      rows: writeRows(writer, measured.rows),
      time: writeTimes(writer, measured.eventTimeMs),
      metrics: measured.metrics.map((column) => writeFigures(writer, column)),
    },
  };
}

function readLayer(part: Uint8Array, start: number, header: LayerHeader): LayerPart {
  const { named, moved, measured } = header;
  assert(measured.metrics.length === header.metrics.length, 'one column per metric', {
    metrics: header.metrics,
    columns: measured.metrics.length,
  });
  const isWhole =
    moved.lon.n === moved.rows.n &&
    moved.lat.n === moved.rows.n &&
    measured.time.n === measured.rows.n &&
    measured.metrics.every((spec) => spec.n === measured.rows.n);
  assert(isWhole, 'the columns of a group are equally long', { layer: header.layer });
  const names = readJson(part, start, named.names) as string[];
  assert(names.length === named.rows.n, 'one name per named row', {
    names: names.length,
    rows: named.rows.n,
  });
  const diff: LayerDiff = {
    schema: { id: header.layer, metrics: header.metrics },
    removed: readRows(part, start, header.removed),
    named: { rows: readRows(part, start, named.rows), names },
    moved: {
      rows: readRows(part, start, moved.rows),
      lonDeg: readF64(part, start, moved.lon),
      latDeg: readF64(part, start, moved.lat),
    },
    measured: {
      rows: readRows(part, start, measured.rows),
      eventTimeMs: readF64(part, start, measured.time),
      metrics: measured.metrics.map((spec) => readF32(part, start, spec)),
    },
  };
  return { kind: 'layer', diff };
}

function readJson(part: Uint8Array, start: number, spec: ColumnSpec): unknown[] {
  const json: unknown = JSON.parse(fromUtf8.decode(codesAt(part, start, spec)));
  assert(Array.isArray(json), 'a JSON column is an array', { json });
  return json;
}
