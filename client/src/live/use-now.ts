import { useSyncExternalStore } from 'react';
import { useCentre } from './centre-context.ts';
import type { LiveStore } from './live-store.ts';

/**
 * The server's clock in whole seconds, as epoch milliseconds: renders once per second, all users in the same frame.
 * One timer for the page, however many clocks it shows.
 */
export function useNowMs(): number {
  const { live } = useCentre();
  return useSyncExternalStore(subscribeSecond, () => currentSecond(live));
}

/** This machine's monotone clock in whole seconds, the one that link times are kept in: it runs on without a server. */
export function useLocalNowMs(): number {
  return useSyncExternalStore(
    subscribeSecond,
    () => Math.floor((performance.timeOrigin + performance.now()) / 1000) * 1000,
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribeSecond(listener: () => void): () => void {
  listeners.add(listener);
  // Four looks per second, one render per second: React compares the snapshot, and a clock is never late by more than 250 ms.
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function currentSecond(live: LiveStore): number {
  return Math.floor(live.clock.nowMs() / 1000) * 1000;
}
