import type { CommandContext } from '../command-context.ts';
import { TOPIC_PREFIX } from '../message.ts';
import type { CitySimulation } from '../systems/city-simulation.ts';
import type { Outlet } from './outlet.ts';

/** What a live run needs beside its stream. */
export interface LiveRun extends CommandContext {
  readonly outlet: Outlet;
  readonly untilMs: number;
}

const LONGEST_SLEEP_MS = 100;
/** Telemetry that could not be sent for so long is skipped and counted: a sensor without a link forgets, too. */
const STALE_MS = 10_000;
/** After a longer pause (a laptop that slept) the city starts again at the present. */
const JUMP_MS = 300_000;

/**
 * Sends what is due at the pace of the clock until stopped. Reports are never skipped; skipped readings are counted and shown.
 */
export async function runLive(
  makeSimulation: (fromMs: number) => CitySimulation,
  { outlet, untilMs, pace, progress, signal }: LiveRun,
): Promise<void> {
  let simulation = makeSimulation(pace.nowMs());
  let skipped = 0;
  while (!signal.aborted) {
    let nowMs = Math.min(pace.nowMs(), untilMs);
    if (nowMs - simulation.nextAtMs > JUMP_MS) {
      progress.say('jumped', { seconds: Math.round((nowMs - simulation.nextAtMs) / 1_000) });
      simulation = makeSimulation(nowMs);
    }
    while (simulation.nextAtMs <= nowMs && nowMs - simulation.nextAtMs <= JUMP_MS && !signal.aborted) {
      const message = simulation.next();
      if (message === undefined) continue;
      if (nowMs - message.atMs > STALE_MS && message.topic.startsWith(`${TOPIC_PREFIX}obs/`)) {
        skipped += 1;
        continue;
      }
      if (!(await outlet.put(message))) return;
      nowMs = Math.min(pace.nowMs(), untilMs);
    }
    progress.at(pace.nowMs(), 'live', {
      messages: outlet.messages,
      acknowledged: outlet.acknowledged,
      skipped,
    });
    if (nowMs >= untilMs) return;
    if (nowMs - simulation.nextAtMs > JUMP_MS) continue;
    await pace.sleep(Math.max(5, Math.min(LONGEST_SLEEP_MS, simulation.nextAtMs - nowMs)), signal);
  }
}
