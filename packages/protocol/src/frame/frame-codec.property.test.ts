import {
  appliedDiff,
  emptyDiff,
  emptyState,
  LayerDiffBuilder,
  splitByChannel,
  stateHash,
} from '@metropane/live-state';
import type { ChannelPart, CityDiff, LayerSchema } from '@metropane/live-state';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffHeader } from '../socket/messages.ts';
import { encodeCell } from './cell-codec.ts';
import { decodeChannel, encodeChannel } from './channel-codec.ts';
import { decodeFrame, packParts } from './frame-codec.ts';

const SCHEMA: LayerSchema = { id: 'air', metrics: ['pm25UgM3', 'temperatureC'] };

/** Columns of every kind that the codec has an encoding for, and some that it has none for. */
const figures = fc.oneof(
  fc.constantFrom(Number.NaN, 31.2, -4.5, 0, 1234.567),
  fc.integer({ min: -300, max: 300 }).map((n) => n / 10),
  fc.integer({ min: 0, max: 70_000 }),
  fc.float(),
);
const times = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: 1_763_881_500_000, max: 1_763_881_560_000 }),
  fc.integer({ min: 0, max: 2 ** 42 }),
  fc.double({ min: 0, max: 1e13, noNaN: true }),
);
const degrees = fc.oneof(fc.constant(Number.NaN), fc.double({ min: -180, max: 180, noNaN: true }));
const rowIds = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }),
  fc.uniqueArray(fc.integer({ min: 0, max: 30_000 }), { maxLength: 12 }),
  fc.uniqueArray(fc.integer({ min: 0, max: 200_000 }), { maxLength: 6 }),
);
const names = fc.string({ unit: 'grapheme', maxLength: 12 });

const diffs = fc
  .record({
    rows: rowIds,
    removed: rowIds,
    cells: fc.array(fc.tuple(figures, figures, times, degrees, degrees, names), {
      minLength: 60,
      maxLength: 60,
    }),
    groups: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    details: fc.array(names, { maxLength: 5 }),
  })
  .map(toDiff);

interface Ingredients {
  rows: number[];
  removed: number[];
  cells: [number, number, number, number, number, string][];
  groups: [boolean, boolean, boolean];
  details: string[];
}

function toDiff({ rows, removed, cells, groups, details }: Ingredients): CityDiff {
  const builder = new LayerDiffBuilder(SCHEMA);
  for (const row of removed) builder.remove(row);
  rows.forEach((row, index) => {
    const [a, b, time, lon, lat, name] = cells[index]!;
    if (groups[0]) builder.name(row, name);
    if (groups[1]) builder.move(row, lon, lat);
    if (groups[2]) builder.measure(row, time, [a, b]);
  });
  const diff = emptyDiff({ epoch: 3, from: 7, seq: 9, atMs: 1_000 });
  diff.layers.set(SCHEMA.id, builder.take());
  if (details.length === 0) return diff;
  const upserts = new Map(
    details.map((detail, i) => [`part ${i}`, { id: `part ${i}`, status: 'ok' as const, detail, sinceMs: i }]),
  );
  diff.records.system = { upserts, removed: new Set(['gone', '__proto__']) };
  return diff;
}

type Encode = (part: ChannelPart) => Uint8Array;
/** A layer's part in both of its forms: of a whole layer, of a cell. */
const ENCODINGS: Record<string, Encode> = {
  columns: encodeChannel,
  cell: (part) => (part.kind === 'layer' ? encodeCell(part.diff) : encodeChannel(part)),
};

function toFrame(diff: CityDiff, encode: Encode): { header: DiffHeader; body: Uint8Array } {
  const encoded = [...splitByChannel(diff)].map(([channel, part]) => ({ channel, bytes: encode(part) }));
  const { parts, body } = packParts(encoded);
  const { epoch, from, seq, atMs } = diff;
  return { header: { epoch, from, seq, atMs, parts }, body };
}

/** -0 and 0 are one number to every reader. */
function withoutMinusZero(diff: CityDiff): CityDiff {
  for (const layer of diff.layers.values()) {
    layer.measured.metrics = layer.measured.metrics.map((column) => column.map((value) => value + 0));
    layer.moved.lonDeg = layer.moved.lonDeg.map((value) => value + 0);
    layer.moved.latDeg = layer.moved.latDeg.map((value) => value + 0);
  }
  return diff;
}

const forms = fc.constantFrom(...Object.keys(ENCODINGS)).map((form) => ENCODINGS[form]!);

test('[P1][P2][P18] a frame decodes to the diff that was encoded, wherever its bytes lie in memory', () => {
  fc.assert(
    fc.property(diffs, fc.integer({ min: 0, max: 9 }), forms, (diff, shift, encode) => {
      const { header, body } = toFrame(diff, encode);
      const pool = new Uint8Array(body.length + shift);
      pool.set(body, shift);
      const wireHeader = JSON.parse(JSON.stringify(header)) as DiffHeader;
      const decoded = decodeFrame(wireHeader, pool.subarray(shift));
      expect(decoded.ok).toBe(true);
      if (!decoded.ok) return;
      // Hashing walks every row up to the greatest: only where that is quick.
      if ((diff.layers.get('air')!.measured.rows.at(-1) ?? 0) < 1_000) {
        const state = { ...emptyState(3), seq: 7 };
        expect(stateHash(appliedDiff(state, decoded.value))).toBe(stateHash(appliedDiff(state, diff)));
      }
      const sent = [...splitByChannel(diff).values()];
      const came = [...splitByChannel(withoutMinusZero(decoded.value)).values()];
      withoutMinusZero(diff);
      expect(came).toEqual(sent);
      const { epoch, from, seq, atMs } = decoded.value;
      expect({ epoch, from, seq, atMs }).toEqual({ epoch: 3, from: 7, seq: 9, atMs: 1_000 });
    }),
    { numRuns: 400 },
  );
});

test('[P3] a part is aligned and starts with its magic and a header that reads as JSON', () => {
  fc.assert(
    fc.property(diffs, (diff) => {
      for (const part of splitByChannel(diff).values()) {
        const bytes = encodeChannel(part);
        expect(bytes.length % 8).toBe(0);
        expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('MPC1');
        const length = new DataView(bytes.buffer).getUint32(4, true);
        const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
          kind: string;
        };
        expect(header.kind).toBe(part.kind);
      }
    }),
  );
});

test('[P8] cut, overwritten or foreign bytes are a bad frame or another diff, never an exception', () => {
  const damage = fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.boolean());
  fc.assert(
    fc.property(diffs, damage, forms, (diff, [at, byte, isCut], encode) => {
      const { header, body } = toFrame(diff, encode);
      const damaged = isCut ? body.slice(0, at % (body.length + 1)) : body.slice();
      if (!isCut && damaged.length > 0) damaged[at % damaged.length] = byte;
      const decoded = decodeFrame(header, damaged);
      if (!decoded.ok) expect(decoded.code).toBe('bad-frame');
      if (isCut && damaged.length < body.length) expect(decoded.ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('[P18] the part of a cell needs a few bytes a row and no header of its own', () => {
  const builder = new LayerDiffBuilder({ id: 'transit', metrics: ['speedKmh', 'headingDeg', 'delayS'] });
  for (let row = 0; row < 4; row++) {
    builder.move(900 + row * 40, 106.7 + row / 300, 10.77 - row / 400);
    builder.measure(900 + row * 40, 1_763_881_500_000 + row * 90, [31.5 + row, 90 * row, 45 - row]);
  }
  const diff = builder.take();
  const bytes = encodeCell(diff);
  expect(bytes.length % 8).toBe(0);
  expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('MPC2');
  expect(decodeChannel(bytes)).toEqual({ kind: 'layer', diff });
  expect(bytes.length).toBeLessThan(128);
  expect(encodeChannel({ kind: 'layer', diff }).length).toBeGreaterThan(4 * bytes.length);
});

test('[P8] headers that do not fit the body are a bad frame', () => {
  const body = new Uint8Array(16);
  const span = { epoch: 1, from: 0, seq: 1, atMs: 1 };
  for (const parts of [
    [['layer:air', 24]],
    [['layer:air', -8]],
    [['layer:air', 8]],
    [['layer:air', 1.5]],
    [],
    'text',
    [null],
  ]) {
    const decoded = decodeFrame({ ...span, parts } as unknown as DiffHeader, body);
    expect(decoded, JSON.stringify(parts)).toMatchObject({ ok: false, code: 'bad-frame' });
  }
  expect(() => decodeChannel(new Uint8Array(3))).toThrow(/prefix/);
});
