import { makePlane, toOuterRing } from './plane.ts';
import type { XY } from './plane.ts';
import type { LonLat, Ring } from './pack-types.ts';

type Sample = { readonly at: XY; readonly widthM: number };

/**
 * A river from its centreline: the line is rounded (Catmull-Rom through every given point) and widened to both sides.
 * `widthsM` has one width per point, or one for the whole. Bends tighter than half the width would fold the inner bank over
 * itself; the offset is cut back there, so that the ring stays usable for filling.
 */
export function ribbonOf(points: readonly LonLat[], widthsM: readonly number[]): Ring {
  const plane = makePlane(points[0]![1]);
  const given: Sample[] = points.map((point, i) => ({
    at: plane.toXY(point),
    widthM: widthsM[Math.min(i, widthsM.length - 1)]!,
  }));
  const samples = roundedLine(given);
  const left: XY[] = [];
  const right: XY[] = [];
  samples.forEach(({ at, widthM }, i) => {
    const before = samples[Math.max(0, i - 1)]!.at;
    const after = samples[Math.min(samples.length - 1, i + 1)]!.at;
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1;
    const nx = -(after[1] - before[1]) / length;
    const ny = (after[0] - before[0]) / length;
    const half = widthM / 2;
    const turn = turnRadius(before, at, after);
    const innerHalf = Math.min(half, Math.abs(turn) * 0.95);
    const leftHalf = turn > 0 ? innerHalf : half;
    const rightHalf = turn < 0 ? innerHalf : half;
    left.push([at[0] + nx * leftHalf, at[1] + ny * leftHalf]);
    right.push([at[0] - nx * rightHalf, at[1] - ny * rightHalf]);
  });
  return toOuterRing([...left, ...right.toReversed()].map((point) => plane.toLonLat(point)));
}

/** Rounded through all given points, in steps of about 60 m. */
function roundedLine(given: readonly Sample[]): readonly Sample[] {
  const line: Sample[] = [];
  for (let i = 1; i < given.length; i += 1) {
    const b = given[i - 1]!;
    const c = given[i]!;
    const a = given[i - 2] ?? b;
    const d = given[i + 1] ?? c;
    const steps = Math.max(1, Math.round(Math.hypot(c.at[0] - b.at[0], c.at[1] - b.at[1]) / 60));
    for (let s = 0; s < steps; s += 1) line.push(between([a, b, c, d], s / steps));
  }
  line.push(given.at(-1)!);
  return line;
}

function between([a, b, c, d]: readonly [Sample, Sample, Sample, Sample], t: number): Sample {
  const axis = (k: 0 | 1): number => {
    const m = (c.at[k] - a.at[k]) / 2;
    const n = (d.at[k] - b.at[k]) / 2;
    const t2 = t * t;
    const t3 = t2 * t;
    return (
      (2 * t3 - 3 * t2 + 1) * b.at[k] + (t3 - 2 * t2 + t) * m + (3 * t2 - 2 * t3) * c.at[k] + (t3 - t2) * n
    );
  };
  return { at: [axis(0), axis(1)], widthM: b.widthM + t * (c.widthM - b.widthM) };
}

/** Radius (m) of the circle through three points; positive when the line turns left; infinite when straight. */
function turnRadius(a: XY, b: XY, c: XY): number {
  const ab = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const bc = Math.hypot(c[0] - b[0], c[1] - b[1]);
  const ca = Math.hypot(a[0] - c[0], a[1] - c[1]);
  const cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  return cross === 0 ? Infinity : (ab * bc * ca) / (2 * cross);
}
