/**
 * Chart repaints, as many per animation frame as fit into a few milliseconds and at least one: five heavy charts that change at the same
 * second would otherwise make one long frame, and two dozen light ones, one a frame, would be composed anew for two dozen frames.
 * A newer repaint of the same key replaces the waiting one.
 */
const waiting = new Map<object, () => void>();
let isRunning = false;

/** A quarter of a frame at 60 Hz: map, lists and input need the rest. */
const BUDGET_MS = 4;

export function paintInTurn(key: object, paint: () => void): void {
  waiting.set(key, paint);
  if (isRunning) return;
  isRunning = true;
  requestAnimationFrame(paintNext);
}

function paintNext(): void {
  if (waiting.size === 0) {
    isRunning = false;
    return;
  }
  // The chain must go on even when one chart throws.
  requestAnimationFrame(paintNext);
  const untilMs = performance.now() + BUDGET_MS;
  do {
    const [key, paint] = waiting.entries().next().value!;
    waiting.delete(key);
    paint();
  } while (waiting.size > 0 && performance.now() < untilMs);
}
