import { WINDOW_MS, type WindowName } from './history-query.ts';

const HOP_MS = 10_000;
const HOP_LENGTH_MS = 300_000;

export type ReceiptSpan = { ok: true; endMs: number } | { ok: false; nearestMs: number };

/** The end of the window that starts at `startMs`, or the nearest start of one. `zone` decides civil days. */
export function receiptSpan(window: WindowName, startMs: number, zone: string): ReceiptSpan {
  if (window === 'P1D') return daySpan(startMs, zone);
  const [stepMs, lengthMs] =
    window === 'PT5M/PT10S' ? [HOP_MS, HOP_LENGTH_MS] : [WINDOW_MS[window], WINDOW_MS[window]];
  const nearestMs = Math.round(startMs / stepMs) * stepMs;
  return nearestMs === startMs ? { ok: true, endMs: startMs + lengthMs } : { ok: false, nearestMs };
}

function daySpan(startMs: number, zone: string): ReceiptSpan {
  const day = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).startOfDay();
  const next = day.add({ days: 1 }).startOfDay();
  const [before, after] = [day.epochMilliseconds, next.epochMilliseconds];
  if (before === startMs) return { ok: true, endMs: after };
  return { ok: false, nearestMs: startMs - before <= after - startMs ? before : after };
}
