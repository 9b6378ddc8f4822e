/**
 * Chart repaints, one per animation frame: five charts that change at the same second would otherwise make one long frame.
 * A newer repaint of the same key replaces the waiting one.
 */
const waiting = new Map<object, () => void>();
let isRunning = false;

export function paintInTurn(key: object, paint: () => void): void {
  waiting.set(key, paint);
  if (isRunning) return;
  isRunning = true;
  requestAnimationFrame(paintNext);
}

function paintNext(): void {
  const next = waiting.entries().next().value;
  if (next === undefined) {
    isRunning = false;
    return;
  }
  waiting.delete(next[0]);
  // The chain must go on even when one chart throws.
  requestAnimationFrame(paintNext);
  next[1]();
}
