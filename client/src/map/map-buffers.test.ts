import { applyLayerDiff, LayerDiffBuilder, makeLayerTable } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { FLOATS_PER_VERTEX, lineMesh, spreadToVertices } from './line-mesh.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { FLOATS_PER_POINT, MovingPoints } from './moving-points.ts';
import { fillTrafficLevels, segmentRows, SPEED_VALID_MS, trafficLevel } from './traffic-level.ts';

const ORIGIN = [106.7, 10.78] as const;

test('a line of n points has 2n vertices, and two triangles per stretch', () => {
  const mesh = lineMesh(
    [
      [ORIGIN, [106.71, 10.78], [106.71, 10.79]],
      [ORIGIN, [106.7, 10.79]],
    ],
    ORIGIN,
  );
  expect([...mesh.firstVertex]).toEqual([0, 6, 10]);
  expect(mesh.vertices.length).toBe(10 * FLOATS_PER_VERTEX);
  expect(mesh.indices.length).toBe((2 + 1) * 6);
  expect(Math.max(...mesh.indices)).toBe(9);
  // Indices of a line stay inside the line: no band between two roads.
  expect([...mesh.indices.slice(12)].every((index) => index >= 6)).toBe(true);
});

test('positions are within centimetres although they are float32', () => {
  const far = [107.02, 10.41] as const;
  const mesh = lineMesh([[ORIGIN, far]], ORIGIN);
  const x = mesh.vertices[2 * FLOATS_PER_VERTEX]!;
  const metres = Math.abs(x - (mercatorX(far[0]) - mercatorX(ORIGIN[0]))) * 40_075_016;
  expect(metres).toBeLessThan(0.1);
});

test('the outward direction is a unit normal at ends and a limited miter at corners', () => {
  const mesh = lineMesh([[ORIGIN, [106.71, 10.78], [106.7, 10.7801]]], ORIGIN);
  const outward = (vertex: number): number =>
    Math.hypot(
      mesh.vertices[vertex * FLOATS_PER_VERTEX + 2]!,
      mesh.vertices[vertex * FLOATS_PER_VERTEX + 3]!,
    );
  expect(outward(0)).toBeCloseTo(1, 5);
  expect(outward(2)).toBeLessThanOrEqual(2.0001);
  expect(outward(4)).toBeCloseTo(1, 5);
});

test('points that repeat, and lines of one point, make no degenerate triangles', () => {
  const mesh = lineMesh(
    [
      [ORIGIN, ORIGIN],
      [ORIGIN, ORIGIN, [106.71, 10.78]],
    ],
    ORIGIN,
  );
  expect([...mesh.firstVertex]).toEqual([0, 0, 4]);
  expect([...mesh.vertices].every(Number.isFinite)).toBe(true);
});

test('one byte per line reaches all its vertices and no other', () => {
  const mesh = lineMesh(
    [
      [ORIGIN, [106.71, 10.78]],
      [ORIGIN, [106.7, 10.79]],
    ],
    ORIGIN,
  );
  const perVertex = new Uint8Array(8);
  spreadToVertices(mesh, Uint8Array.of(3, 1), perVertex);
  expect([...perVertex]).toEqual([3, 3, 3, 3, 1, 1, 1, 1]);
});

test.each([
  [40, 1],
  [28, 1],
  [27.9, 2],
  [17.9, 3],
  [9.9, 4],
  [0, 4],
  [Number.NaN, 0],
])('%d km/h of 40 is level %d', (speedKmh, level) => {
  expect(trafficLevel(speedKmh, 40)).toBe(level);
});

test('a stretch without a reading, or with an old one, has no level; it is not "free"', () => {
  const segments = ['a', 'b', 'c'].map((id) => ({ id, roadId: 'r', name: id, points: [], freeFlowKmh: 40 }));
  const table = makeLayerTable({ id: 'traffic', metrics: ['speedKmh'] });
  const builder = new LayerDiffBuilder(table.schema);
  builder
    .name(5, 'b')
    .measure(5, 1_000_000, [8])
    .name(2, 'c')
    .measure(2, 1_000_000 - SPEED_VALID_MS - 1, [40]);
  applyLayerDiff(table, builder.take());
  const rowOf = segmentRows(segments, table);
  expect([...rowOf]).toEqual([-1, 5, 2]);
  const levels = new Uint8Array(3);
  fillTrafficLevels(levels, { table, segments, rowOf, nowMs: 1_000_000 });
  expect([...levels]).toEqual([0, 4, 0]);
});

test('a moving point starts from where it is seen, not from where it was told to go', () => {
  const table = makeLayerTable({ id: 'transit', metrics: [] });
  const points = new MovingPoints([0, 0], { glideS: 2, forgetAfterMs: 10_000 });
  const tell = (lon: number, seenS: number): void => {
    applyLayerDiff(
      table,
      new LayerDiffBuilder(table.schema).name(0, 'bus').move(0, lon, 0).measure(0, 1_000, []).take(),
    );
    points.read(table, { seenS, nowMs: 1_000 });
  };
  tell(36, 10);
  expect(points.rows[0]).toBe(points.rows[2]);
  tell(72, 20);
  tell(108, 21);
  const seen = points.rows[0]! * 360;
  expect(seen).toBeCloseTo(54, 3);
  expect(points.rows[2]! * 360).toBeCloseTo(108, 3);
  expect(points.visible).toBe(1);
});

test('a point carries when it was told to be there, to the second after days, so that an old one can be marked', () => {
  const table = makeLayerTable({ id: 'transit', metrics: [] });
  const startMs = 1_763_881_500_000;
  const builder = new LayerDiffBuilder(table.schema);
  const points = new MovingPoints(ORIGIN, { glideS: 2, forgetAfterMs: 180_000 });
  points.read(table, { seenS: 0, nowMs: startMs });
  const laterMs = startMs + 3 * 86_400_000;
  applyLayerDiff(
    table,
    builder
      .name(0, 'bus')
      .move(0, 106, 10)
      .measure(0, laterMs - 61_000, [])
      .take(),
  );
  points.read(table, { seenS: 1, nowMs: laterMs });
  expect(points.baseMs).toBe(startMs);
  expect(points.rows[5]).toBeCloseTo(3 * 86_400 - 61, 1);
});

test('a vehicle that is not heard of any more is not drawn', () => {
  const table = makeLayerTable({ id: 'transit', metrics: [] });
  applyLayerDiff(
    table,
    new LayerDiffBuilder(table.schema).name(0, 'bus').move(0, 106, 10).measure(0, 1_000, []).take(),
  );
  const points = new MovingPoints(ORIGIN, { glideS: 2, forgetAfterMs: 10_000 });
  points.read(table, { seenS: 1, nowMs: 11_000 });
  expect(points.visible).toBe(1);
  points.read(table, { seenS: 2, nowMs: 11_001 });
  expect(points.visible).toBe(0);
  expect(points.rows[2]).toBeNaN();
  expect(points.count * FLOATS_PER_POINT).toBe(6);
  expect(mercatorY(0)).toBeCloseTo(0.5, 12);
});
