/** `simulate replay`: sends files again, as they were or as a binding reads them, at any speed and with faults. */
import { applyFaults, noFaults } from '../faults/apply-faults.ts';
import { parseFaults } from '../faults/parse-faults.ts';
import type { Faults } from '../faults/parse-faults.ts';
import type { CommandContext } from '../command-context.ts';
import type { SimMessage } from '../message.ts';
import { parseDurationMs } from '../options/duration.ts';
import { OptionError } from '../options/option-error.ts';
import { Options } from '../options/read-options.ts';
import { Outlet } from '../publish/outlet.ts';
import type { Refusals } from './decoded-messages.ts';
import { newestEventMs, shiftTimes } from './event-times.ts';
import { openRecording } from './open-recording.ts';
import type { Recording } from './open-recording.ts';
import { sendPaced } from './send-paced.ts';

const TABLE = {
  binding: 'text',
  broker: 'text',
  out: 'text',
  speed: 'text',
  'shift-to': 'text',
  order: 'text',
  'max-gap': 'text',
  faults: 'text',
  seed: 'text',
  zone: 'text',
  json: 'flag',
} as const;

/** A command line of `simulate replay`, checked. */
interface ReplayRun {
  readonly pattern: string;
  readonly binding?: string;
  readonly broker?: string;
  readonly out?: string;
  readonly zone: string;
  /** Seconds of the recording per second; 0: as fast as the broker acknowledges. */
  readonly speed: number;
  readonly shiftToMs?: number;
  readonly order: 'file' | 'event-time';
  readonly maxGapMs: number;
  readonly faults: Faults;
  readonly seed: string;
}

/** Runs the command; resolves when everything was sent or the run was stopped. */
export async function runReplay(args: readonly string[], context: CommandContext): Promise<void> {
  const { pace, progress, signal, token } = context;
  const run = readRun(args, pace.nowMs());
  const refusals: Refusals = { counts: {} };
  const recording = await openRecording({ ...run, nowMs: pace.nowMs(), refusals });
  const shiftMs = run.shiftToMs === undefined ? 0 : await findShift(recording, run, run.shiftToMs);
  // The search for the end has read everything once; only what is refused while sending counts.
  for (const code of Object.keys(refusals.counts)) delete refusals.counts[code];
  const counts = noFaults();
  const ordered =
    run.order === 'event-time' ? inEventTime(recording.messages()) : inFileOrder(recording.messages());
  const moved = shiftMs === 0 ? ordered : shifted(ordered, shiftMs);
  const messages = applyFaults(moved, run.faults, { seed: run.seed, counts });
  const outlet = new Outlet({
    ...(run.broker === undefined ? {} : { broker: run.broker }),
    ...(run.out === undefined ? {} : { out: run.out }),
    ...(token === undefined ? {} : { token }),
    clientId: `metropane-replay-${process.pid}-${pace.nowMs().toString(36)}`,
    progress,
    signal,
  });
  progress.say('replaying', { files: recording.files.length, speed: run.speed });
  try {
    await sendPaced(messages, { speed: run.speed, maxGapMs: run.maxGapMs, outlet, ...context });
  } finally {
    const figures = await outlet.close();
    const refused = Object.values(refusals.counts).reduce((sum, n) => sum + n, 0);
    if (refusals.first !== undefined) progress.say('refused', { rows: refused, first: refusals.first });
    progress.say('done', { ...figures, ...counts, refused });
  }
}

function readRun(args: readonly string[], nowMs: number): ReplayRun {
  const options = new Options(args, TABLE);
  const [pattern, extra] = options.words;
  if (pattern === undefined)
    throw new OptionError('simulate replay: name a file, or a pattern such as "data/*.dump".');
  if (extra !== undefined)
    throw new OptionError(
      `simulate replay: unexpected "${extra}"; put a pattern for several files in quotes.`,
    );
  const broker = options.brokerUrl('broker');
  const out = options.text('out');
  if (broker === undefined && out === undefined)
    throw new OptionError(
      'simulate replay: say where to: --broker mqtt://127.0.0.1:1883, --out FILE, or both.',
    );
  const order = options.text('order') ?? 'file';
  if (order !== 'file' && order !== 'event-time')
    throw new OptionError(`--order: expected file or event-time, got "${order}".`);
  const shiftToMs = options.instantMs('shift-to', nowMs);
  const binding = options.text('binding');
  const gap = options.text('max-gap');
  return {
    pattern,
    ...(binding === undefined ? {} : { binding }),
    ...(broker === undefined ? {} : { broker }),
    ...(out === undefined ? {} : { out }),
    zone: options.text('zone') ?? 'Asia/Ho_Chi_Minh',
    speed: options.number('speed', { least: 0 }) ?? 1,
    ...(shiftToMs === undefined ? {} : { shiftToMs }),
    order,
    maxGapMs: gap === undefined ? Infinity : parseDurationMs(gap, 'max-gap'),
    faults: parseFaults(options.text('faults') ?? ''),
    seed: options.text('seed') ?? '42',
  };
}

/** At speed 1 the data begin now and stay at the present; at any other speed their end is now, so that none lie in the future. */
async function findShift(recording: Recording, run: ReplayRun, toMs: number): Promise<number> {
  let first = Infinity;
  let last = -Infinity;
  for await (const message of recording.messages()) {
    const eventMs = newestEventMs(message);
    if (eventMs === 'foreign')
      throw new OptionError(
        `--shift-to: the payload on ${message.topic} is not in the contract's form, so its times cannot be moved; name a --binding that reads it.`,
      );
    if (eventMs === 'none') continue;
    first = Math.min(first, eventMs);
    last = Math.max(last, eventMs);
  }
  if (last === -Infinity) return 0;
  return Math.round(toMs - (run.speed === 1 ? first : last));
}

async function* shifted(source: AsyncIterable<SimMessage>, byMs: number): AsyncGenerator<SimMessage> {
  for await (const message of source) yield shiftTimes(message, byMs);
}

/** As filed; a message that is due before its predecessor goes right after it. */
async function* inFileOrder(source: AsyncIterable<SimMessage>): AsyncGenerator<SimMessage> {
  let atMs = -Infinity;
  for await (const message of source) {
    atMs = Math.max(atMs, message.atMs);
    yield { ...message, atMs };
  }
}

/** All messages, due and sorted by their event time; what has none keeps its own time. Holds the whole recording in memory. */
async function* inEventTime(source: AsyncIterable<SimMessage>): AsyncGenerator<SimMessage> {
  const messages: SimMessage[] = [];
  for await (const message of source) {
    const eventMs = newestEventMs(message);
    messages.push(typeof eventMs === 'number' ? { ...message, atMs: eventMs } : message);
  }
  yield* messages.toSorted((a, b) => a.atMs - b.atMs);
}
