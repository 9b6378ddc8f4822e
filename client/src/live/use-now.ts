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

/** A time of the civil day that it is now: another one only when that day has ended, so that what names days renders once a day. */
export function useDayMs(): number {
  const { live, ground } = useCentre();
  return useSyncExternalStore(subscribeSecond, () => dayOf(live.clock.nowMs(), ground.zone));
}

/** This machine's monotone clock in whole seconds, the one that link times are kept in: it runs on without a server. */
export function useLocalNowMs(): number {
  return useSyncExternalStore(
    subscribeSecond,
    () => Math.floor((performance.timeOrigin + performance.now()) / 1000) * 1000,
  );
}

/** The newest day that was asked for: the calendar is asked once a quarter of an hour. */
let known = { zone: '', day: '', fromMs: 0, untilMs: 0, dayMs: 0 };

function dayOf(nowMs: number, zone: string): number {
  if (zone === known.zone && nowMs >= known.fromMs && nowMs < known.untilMs) return known.dayMs;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(nowMs);
  // No zone of this century begins a day between two quarters of an hour.
  const fromMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS;
  const isSame = zone === known.zone && day === known.day;
  known = { zone, day, fromMs, untilMs: fromMs + QUARTER_MS, dayMs: isSame ? known.dayMs : fromMs };
  return known.dayMs;
}

const QUARTER_MS = 900_000;
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
