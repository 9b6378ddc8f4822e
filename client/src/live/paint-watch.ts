import type { ServerClock } from './server-clock.ts';

/**
 * When this page last painted. One animation-frame loop for the page; listeners hear twice per second the longest wait
 * between two frames since they last heard. A page that does not paint hears nothing, and its last painted time, which goes
 * to the server with every credit, stands still: the desk raises the alarm, not this page.
 */
const HEAR_EVERY_MS = 500;
const listeners = new Set<(longestGapMs: number) => void>();
let lastFrameMs = performance.now();
let frame = 0;

export function watchPaint(listener: (longestGapMs: number) => void): () => void {
  listeners.add(listener);
  startLoop();
  return () => {
    listeners.delete(listener);
  };
}

/** Server time of the last painted frame. */
export function lastPaintedMs(clock: ServerClock): number {
  startLoop();
  return clock.serverMs() - (performance.now() - lastFrameMs);
}

function startLoop(): void {
  if (frame !== 0) return;
  let longestGapMs = 0;
  let heardMs = performance.now();
  const tick = (atMs: number): void => {
    longestGapMs = Math.max(longestGapMs, atMs - lastFrameMs);
    lastFrameMs = atMs;
    if (atMs - heardMs >= HEAR_EVERY_MS) {
      heardMs = atMs;
      for (const listener of listeners) listener(longestGapMs);
      longestGapMs = 0;
    }
    frame = requestAnimationFrame(tick);
  };
  frame = requestAnimationFrame(tick);
}
