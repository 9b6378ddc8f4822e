const PATH = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
] as const;
const STEP_MS = 180_000;

/** Where a wall stands on its orbit, CSS pixels: by the server's clock, so that the screens of a room move together. */
export function orbitAt(serverMs: number): { x: number; y: number } {
  return PATH[Math.floor(serverMs / STEP_MS) % PATH.length]!;
}
