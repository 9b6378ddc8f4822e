import type { CommandContext } from '../command-context.ts';
import { TOPIC_PREFIX } from '../message.ts';
import type { SimMessage } from '../message.ts';
import type { CitySimulation } from '../systems/city-simulation.ts';
import type { Outlet } from './outlet.ts';

/** What a live run needs beside its stream. */
export interface LiveRun extends CommandContext {
  readonly outlet: Outlet;
  readonly untilMs: number;
  /** What the network does to the stream; absent: nothing. */
  readonly bend?: (messages: AsyncIterable<SimMessage>) => AsyncIterable<SimMessage>;
}

const LONGEST_SLEEP_MS = 100;
/** A sender that is always behind must show it, too. */
const SHOW_EVERY = 512;
/** Telemetry that could not be sent for so long is skipped and counted: a sensor without a link forgets, too. */
export const STALE_MS = 10_000;
/** After a longer pause (a laptop that slept) the city starts again at the present. */
const JUMP_MS = 300_000;
/** A silent city is simulated so far ahead, not further. */
const LOOK_AHEAD_MS = 3_600_000;
const LONGEST_IDLE_MS = 1_000;

/**
 * Sends what is due at the pace of the clock until stopped. Reports are never skipped; skipped readings are counted and shown.
 */
export async function runLive(
  makeSimulation: (fromMs: number) => CitySimulation,
  run: LiveRun,
): Promise<void> {
  const { pace, progress, signal, bend = (messages) => messages } = run;
  const counts = { skipped: 0 };
  const waitForClock = async (atMs: number): Promise<boolean> => {
    while (!signal.aborted && pace.nowMs() < Math.min(atMs - LOOK_AHEAD_MS, run.untilMs))
      await pace.sleep(LONGEST_IDLE_MS, signal);
    return !signal.aborted && pace.nowMs() < run.untilMs;
  };
  let fromMs: number | undefined = pace.nowMs();
  while (fromMs !== undefined && !signal.aborted) {
    const lateMs: number | undefined = await sendUntilLate(
      bend(messagesOf(makeSimulation(fromMs), Infinity, waitForClock)),
      run,
      counts,
    );
    if (lateMs !== undefined) progress.say('jumped', { seconds: Math.round(lateMs / 1_000) });
    fromMs = lateMs === undefined ? undefined : Math.min(pace.nowMs(), run.untilMs);
  }
}

/**
 * Everything that a city says before `untilMs`, in the order of sending. `mayGoOn` is asked wherever the city said nothing, with the
 * simulated time, and ends the stream by `false`: a city may be silent for years, and nobody else has a say meanwhile.
 */
export async function* messagesOf(
  simulation: CitySimulation,
  untilMs: number,
  mayGoOn: (atMs: number) => Promise<boolean>,
): AsyncGenerator<SimMessage> {
  for (let atMs = simulation.nextAtMs; atMs < untilMs; atMs = simulation.nextAtMs) {
    const message = simulation.next();
    if (message !== undefined) yield message;
    else if (!(await mayGoOn(atMs))) return;
  }
}

/** Sends until the end or a stop; by how much it is late when it is too late to go on. */
async function sendUntilLate(
  messages: AsyncIterable<SimMessage>,
  { outlet, untilMs, pace, progress, signal }: LiveRun,
  counts: { skipped: number },
): Promise<number | undefined> {
  const show = (): void => {
    const { messages: sent, acknowledged } = outlet;
    progress.at(pace.nowMs(), 'live', { messages: sent, acknowledged, skipped: counts.skipped });
  };
  for await (const message of messages) {
    let nowMs = Math.min(pace.nowMs(), untilMs);
    while (nowMs < message.atMs && nowMs < untilMs && !signal.aborted) {
      show();
      await pace.sleep(Math.max(5, Math.min(LONGEST_SLEEP_MS, message.atMs - nowMs)), signal);
      nowMs = Math.min(pace.nowMs(), untilMs);
    }
    if (signal.aborted || nowMs < message.atMs) return undefined;
    const lateMs = nowMs - message.atMs;
    if (lateMs > JUMP_MS) return lateMs;
    if (lateMs > STALE_MS && message.topic.startsWith(`${TOPIC_PREFIX}obs/`)) {
      counts.skipped += 1;
      continue;
    }
    if (!(await outlet.put(message))) return undefined;
    if (outlet.messages % SHOW_EVERY === 0) show();
  }
  return undefined;
}
