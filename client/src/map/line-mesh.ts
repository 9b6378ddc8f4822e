/**
 * Many polylines as one indexed triangle mesh. Positions are float32 relative to an origin in the unit mercator square:
 * absolute ones would be off by metres. A vertex carries the direction in which the shader pushes it outwards, so that the
 * width in pixels is free at every zoom. Indexed, not instanced: measured twice as fast without a GPU.
 */
import { mercatorX, mercatorY } from './mercator.ts';

export interface LineMesh {
  originX: number;
  originY: number;
  /** x, y, outward x, outward y, side (-1 or 1) per vertex. */
  vertices: Float32Array<ArrayBuffer>;
  indices: Uint32Array<ArrayBuffer>;
  /** Vertices of line i: `[firstVertex[i], firstVertex[i + 1])`. */
  firstVertex: Uint32Array<ArrayBuffer>;
}

export const FLOATS_PER_VERTEX = 5;
/** A sharper corner is cut off at this many half widths. */
const MITER_LIMIT = 2;

/** `lines` are WGS84 degrees, longitude first. A line of fewer than two different points has no vertices. */
export function lineMesh(
  lines: readonly (readonly (readonly [number, number])[])[],
  origin: readonly [lon: number, lat: number],
): LineMesh {
  const originX = mercatorX(origin[0]);
  const originY = mercatorY(origin[1]);
  const vertices: number[] = [];
  const indices: number[] = [];
  const firstVertex = new Uint32Array(lines.length + 1);
  lines.forEach((line, index) => {
    firstVertex[index] = vertices.length / FLOATS_PER_VERTEX;
    addLine(distinctPoints(line, originX, originY), vertices, indices);
  });
  firstVertex[lines.length] = vertices.length / FLOATS_PER_VERTEX;
  return {
    originX,
    originY,
    vertices: Float32Array.from(vertices),
    indices: Uint32Array.from(indices),
    firstVertex,
  };
}

/** Copies one byte per line to every vertex of the line. */
export function spreadToVertices(mesh: LineMesh, perLine: Uint8Array, perVertex: Uint8Array): void {
  for (let line = 0; line + 1 < mesh.firstVertex.length; line++) {
    perVertex.fill(perLine[line]!, mesh.firstVertex[line], mesh.firstVertex[line + 1]);
  }
}

type Point = readonly [x: number, y: number];

function distinctPoints(line: readonly Point[], originX: number, originY: number): Point[] {
  const points: Point[] = [];
  for (const [lon, lat] of line) {
    const x = mercatorX(lon) - originX;
    const y = mercatorY(lat) - originY;
    const last = points[points.length - 1];
    if (last === undefined || last[0] !== x || last[1] !== y) points.push([x, y]);
  }
  return points;
}

function addLine(points: readonly Point[], vertices: number[], indices: number[]): void {
  if (points.length < 2) return;
  const first = vertices.length / FLOATS_PER_VERTEX;
  for (let i = 0; i < points.length; i++) {
    const [x, y] = points[i]!;
    const [outX, outY] = outwardAt(points, i);
    vertices.push(x, y, outX, outY, 1, x, y, -outX, -outY, -1);
    if (i === 0) continue;
    const at = first + i * 2;
    indices.push(at - 2, at - 1, at, at, at - 1, at + 1);
  }
}

/** The miter at a corner: a unit normal at the ends, longer in between so that the band keeps its width. */
function outwardAt(points: readonly Point[], index: number): Point {
  const before = index === 0 ? null : unitNormal(points[index - 1]!, points[index]!);
  const after = index === points.length - 1 ? null : unitNormal(points[index]!, points[index + 1]!);
  if (before === null || after === null) return before ?? after ?? [0, 0];
  const sumX = before[0] + after[0];
  const sumY = before[1] + after[1];
  const length = Math.hypot(sumX, sumY);
  if (length < 1e-6) return after;
  const scale = Math.min(MITER_LIMIT, 2 / length) / length;
  return [sumX * scale, sumY * scale];
}

function unitNormal(from: Point, to: Point): Point {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.hypot(dx, dy);
  return [-dy / length, dx / length];
}
