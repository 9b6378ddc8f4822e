import type { CommandContext } from '../command-context.ts';
import { TOPIC_PREFIX } from '../message.ts';
import type { SimMessage } from '../message.ts';
import type { Outlet } from '../publish/outlet.ts';

/** How fast to send, and to whom. */
export interface PacedRun extends CommandContext {
  /** Seconds of the recording per second; 0: no pauses. */
  readonly speed: number;
  /** A longer pause between two messages is cut to this (in time of the recording). */
  readonly maxGapMs: number;
  readonly outlet: Outlet;
  /** Readings that are so far behind their time are skipped and counted, as a sensor without a link forgets; absent: none. */
  readonly staleMs?: number;
}

/** Below this a timer is not worth it. */
const SHORTEST_SLEEP_MS = 4;

/** Sends messages, which come in order of `atMs`, with their pauses divided by the speed. */
export async function sendPaced(
  messages: AsyncIterable<SimMessage>,
  { speed, maxGapMs, staleMs = Infinity, outlet, pace, progress, signal }: PacedRun,
): Promise<void> {
  let startMs = Number.NaN;
  let lastAtMs = Number.NaN;
  let elapsedMs = 0;
  let skipped = 0;
  for await (const message of messages) {
    if (signal.aborted) return;
    if (Number.isNaN(startMs)) {
      if (!(await outlet.ready())) return;
      startMs = pace.nowMs();
      lastAtMs = message.atMs;
    }
    elapsedMs += Math.min(message.atMs - lastAtMs, maxGapMs);
    lastAtMs = message.atMs;
    if (speed > 0) {
      const waitMs = startMs + elapsedMs / speed - pace.nowMs();
      if (waitMs > SHORTEST_SLEEP_MS) await pace.sleep(waitMs, signal);
      if (signal.aborted) return;
      if (-waitMs > staleMs && message.topic.startsWith(`${TOPIC_PREFIX}obs/`)) {
        skipped += 1;
        continue;
      }
    }
    if (!(await outlet.put(message))) return;
    progress.at(pace.nowMs(), 'progress', {
      at: new Date(message.atMs).toISOString(),
      messages: outlet.messages,
      acknowledged: outlet.acknowledged,
      ...(staleMs === Infinity ? {} : { skipped }),
    });
  }
  await outlet.settled();
}
