import { expect, test } from 'vitest';
import { NO_TILT, tiltOf } from './map-tilt.ts';

const FOV_DEG = 36.87;

/**
 * A place on the ground seen by a camera that looks at the middle of a map from `height / 2 / tan(fov / 2)` away, tilted by turning the
 * ground away under it; half heights of the map, y down. Step by step, as a scene graph would.
 */
function seen({ x, y }: { x: number; y: number }, pitchDeg: number): { x: number; y: number } {
  const distance = 1 / Math.tan((FOV_DEG * Math.PI) / 360);
  const pitch = (pitchDeg * Math.PI) / 180;
  const [up, towardsEye] = [-y * Math.cos(pitch), y * Math.sin(pitch)];
  const depth = distance - towardsEye;
  return { x: (x * distance) / depth, y: (-up * distance) / depth };
}

test('what is drawn beside MapLibre stands where its tilted camera sees it', () => {
  for (const pitch of [10, 30, 55, 60]) {
    const { flat, far } = tiltOf(pitch, FOV_DEG);
    for (const x of [-2, -0.3, 0, 1])
      for (const y of [-3, -1, -0.2, 0, 0.5, 1.2]) {
        const w = 1 - y * far;
        const wanted = seen({ x, y }, pitch);
        expect(x / w).toBeCloseTo(wanted.x, 9);
        expect((y * flat) / w).toBeCloseTo(wanted.y, 9);
      }
  }
});

test('a turned map has its bearing at the top, and what lies to the right of that on the right', () => {
  for (const [bearing, up, right] of [
    [0, [0, -1], [1, 0]],
    [90, [1, 0], [0, 1]],
    [-90, [-1, 0], [0, -1]],
    [180, [0, 1], [-1, 0]],
  ] as const) {
    const { cos, sin } = tiltOf(0, FOV_DEG, bearing);
    const turned = ([x, y]: readonly [number, number]) => [x * cos + y * sin, y * cos - x * sin];
    for (const [place, wanted] of [
      [up, [0, -1]],
      [right, [1, 0]],
    ] as const)
      turned(place).forEach((at, i) => expect(at).toBeCloseTo(wanted[i]!, 12));
  }
});

test('a flat map is drawn as if there were no tilt at all', () => {
  expect(tiltOf(0, FOV_DEG)).toEqual(NO_TILT);
});
