import { MAX_SHELVE_MS } from '@metropane/incidents';
import type { AlarmRecord, PositionRecord } from '@metropane/live-state';

/** ISA-18.2: at most so many annunciated alarms in ten minutes for one operator, and from how many on it is a flood. */
export const LOAD_LIMIT = 2;
export const FLOOD_ABOVE = 10;
export const STALE_AFTER_MS = 24 * 3_600_000;

/** The post that a person holds; of several the first, in the order of the city pack. Null: none. */
export function postOf(positions: Iterable<PositionRecord>, person: string): PositionRecord | null {
  const held = [...positions].filter(({ holder }) => holder?.person === person);
  return held.sort((a, b) => a.order - b.order)[0] ?? null;
}

export interface LoadSummary {
  /** The bucket that runs. */
  now: number;
  /** Full buckets, oldest first. */
  full: readonly number[];
  /** Share of the full buckets in flood, empty ones counted; null before the first. */
  floodShare: number | null;
}

export function loadSummary(load: readonly number[]): LoadSummary {
  const full = load.slice(0, -1);
  const floods = full.filter((count) => count > FLOOD_ABOVE).length;
  return { now: load.at(-1) ?? 0, full, floodShare: full.length === 0 ? null : floods / full.length };
}

export interface AlarmFigures {
  /** Active or waiting for somebody, not set aside. */
  open: number;
  stale: number;
  chattering: number;
  /** Shares of P1, P2, and P3 with P4 of the open ones, percent that add up to 100; null while none is open. */
  mix: readonly [number, number, number] | null;
}

export function alarmFigures(alarms: Iterable<AlarmRecord>, nowMs: number): AlarmFigures {
  const counts: [number, number, number] = [0, 0, 0];
  let [open, stale, chattering] = [0, 0, 0];
  for (const alarm of alarms) {
    if (alarm.isChattering) chattering += 1;
    if (alarm.state === 'normal' || SET_ASIDE.has(alarm.state)) continue;
    open += 1;
    counts[(Math.min(alarm.priority, 3) - 1) as 0 | 1 | 2] += 1;
    if (alarm.isActive && nowMs - alarm.onsetMs > STALE_AFTER_MS) stale += 1;
  }
  if (open === 0) return { open, stale, chattering, mix: null };
  const [p1, p2] = counts.map((count) => Math.round((100 * count) / open)) as [number, number, number];
  return { open, stale, chattering, mix: [p1, p2, 100 - p1 - p2] };
}

const SET_ASIDE = new Set<AlarmRecord['state']>(['shelved', 'suppressed', 'out-of-service']);

/** Whole milliseconds, as the centre wants them; a full day ends a minute early, because its clock and this one are not the same. */
export function shelvedUntilMs(nowMs: number, durationMs: number): number {
  return Math.floor(nowMs) + Math.min(durationMs, MAX_SHELVE_MS - 60_000);
}
