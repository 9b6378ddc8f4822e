/** `simulate city`: a seeded city, to a broker at the pace of the wall clock, or as fast as it goes to a broker or a file. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import type { CommandContext } from './command-context.ts';
import { applyFaults, noFaults } from './faults/apply-faults.ts';
import { parseFaults } from './faults/parse-faults.ts';
import type { Faults } from './faults/parse-faults.ts';
import type { SimMessage } from './message.ts';
import { parseDurationMs } from './options/duration.ts';
import { OptionError } from './options/option-error.ts';
import { Options } from './options/read-options.ts';
import { messagesOf, runLive } from './publish/run-live.ts';
import { GIVE_UP_AFTER_MS, Outlet } from './publish/outlet.ts';
import { planBackfill } from './systems/backfill.ts';
import { CitySimulation, isMute } from './systems/city-simulation.ts';
import type { CityOptions } from './systems/city-simulation.ts';

const TABLE = {
  seed: 'text',
  entities: 'text',
  rate: 'text',
  broker: 'text',
  from: 'text',
  for: 'text',
  out: 'text',
  city: 'text',
  backfill: 'text',
  faults: 'text',
  'give-up-after': 'text',
  demo: 'flag',
  json: 'flag',
} as const;

/** A command line of `simulate city`, checked. */
interface CityRun {
  readonly pack: CityPack;
  readonly city: CityOptions;
  readonly broker?: string;
  readonly out?: string;
  /** Absent: from now on, paced by the clock. */
  readonly fromMs?: number;
  readonly forMs?: number;
  readonly backfillMs?: number;
  readonly faults?: Faults;
  readonly giveUpAfterMs: number;
  readonly isDemo: boolean;
}

/** A city of full size; the demo of `npm start` is as large as its pack, so that it leaves a laptop cool. */
const USUAL_ENTITIES = 20_000;
const USUAL_RATE = 5_000;
/** The past that `npm start` tells is kept small enough for a laptop to take in while it starts. */
const DEMO_BACKFILL_READINGS = 120_000;
const DEMO_BACKFILL_PER_S = 14_000;

/** Runs the command; resolves when the simulated time is over or the run was stopped. */
export async function runCity(args: readonly string[], context: CommandContext): Promise<void> {
  const run = readRun(args, context.pace.nowMs());
  const { progress, signal, pace } = context;
  if (isMute(run.pack, run.city)) {
    const why = `the city "${run.pack.id}" has nothing to simulate: no roads, stations, cameras, lines, bus routes, report categories or working calendar.`;
    if (!run.isDemo) throw new OptionError(`--city: ${why}`);
    progress.warn(why);
  }
  const outlet = new Outlet({
    ...(run.broker === undefined ? {} : { broker: run.broker }),
    ...(context.token === undefined ? {} : { token: context.token }),
    ...(run.out === undefined ? {} : { out: run.out }),
    // The demo's broker starts beside it, and its parent knows when to give up.
    ...(run.isDemo ? {} : { giveUpAfterMs: run.giveUpAfterMs }),
    clientId: `metropane-sim-${process.pid}-${pace.nowMs().toString(36)}`,
    progress,
    signal,
  });
  const counts = noFaults();
  const { faults, city } = run;
  const bend: Bend = (messages) =>
    faults === undefined ? messages : applyFaults(messages, faults, { seed: city.seed, counts });
  try {
    if (run.fromMs === undefined) await runFromNow(run, outlet, { ...context, bend });
    else await runSpan(run, outlet, { ...context, bend });
  } finally {
    progress.say('done', { ...(await outlet.close()), ...(faults === undefined ? {} : counts) });
  }
}

type Bend = (messages: AsyncIterable<SimMessage>) => AsyncIterable<SimMessage>;
type BendingContext = CommandContext & { readonly bend: Bend };

function readRun(args: readonly string[], nowMs: number): CityRun {
  const options = new Options(args, TABLE);
  if (options.words.length > 0) throw new OptionError(`simulate city: unexpected "${options.words[0]}".`);
  const broker = options.brokerUrl('broker');
  const out = options.text('out');
  if (broker === undefined && out === undefined)
    throw new OptionError(
      'simulate city: say where to: --broker mqtt://127.0.0.1:1883, --out FILE, or both.',
    );
  const fromMs = options.instantMs('from', nowMs);
  const duration = (name: string): number | undefined => {
    const text = options.text(name);
    return text === undefined ? undefined : parseDurationMs(text, name);
  };
  const forMs = duration('for');
  if (fromMs !== undefined && forMs === undefined)
    throw new OptionError('--from: needs --for, such as --for PT24H.');
  const backfillMs = duration('backfill');
  if (backfillMs !== undefined && fromMs !== undefined)
    throw new OptionError('--backfill: fills the time before now, so it cannot go with --from.');
  const isDemo = options.flag('demo');
  const askedEntities = options.number('entities', { least: 1, isWhole: true });
  const entities = askedEntities ?? (isDemo ? undefined : USUAL_ENTITIES);
  // A city of another size keeps the rhythm of its sensors.
  const usualRate = isDemo || askedEntities !== undefined ? undefined : USUAL_RATE;
  const rate = options.number('rate', { least: 0.001 }) ?? usualRate;
  const faults = options.text('faults');
  const pack = loadCityPack(options.text('city') ?? 'hcmc');
  if (!pack.ok) throw new OptionError(`--city: ${pack.message}`);
  return {
    pack: pack.value,
    city: {
      seed: options.text('seed') ?? '42',
      ...(entities === undefined ? {} : { entities }),
      ...(rate === undefined ? {} : { rate }),
    },
    ...(broker === undefined ? {} : { broker }),
    ...(out === undefined ? {} : { out }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(forMs === undefined ? {} : { forMs }),
    ...(backfillMs === undefined ? {} : { backfillMs }),
    ...(faults === undefined ? {} : { faults: parseFaults(faults) }),
    giveUpAfterMs: duration('give-up-after') ?? GIVE_UP_AFTER_MS,
    isDemo,
  };
}

async function runSpan(
  run: CityRun,
  outlet: Outlet,
  { progress, signal, pace, bend }: BendingContext,
): Promise<void> {
  const fromMs = run.fromMs ?? 0;
  const toMs = fromMs + (run.forMs ?? 0);
  const simulation = new CitySimulation(run.pack, run.city, fromMs);
  progress.say('simulating', { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
  for (const message of simulation.descriptions()) if (!(await outlet.put(message))) return;
  const mayGoOn = async (): Promise<boolean> => {
    await nextTurn();
    return !signal.aborted;
  };
  for await (const message of bend(messagesOf(simulation, toMs, mayGoOn))) {
    if (signal.aborted || !(await outlet.put(message))) return;
    const { atMs } = message;
    if (outlet.messages % 4_096 === 0)
      progress.at(pace.nowMs(), 'progress', {
        share: Math.round(((atMs - fromMs) / (toMs - fromMs)) * 1_000) / 1_000,
        messages: outlet.messages,
      });
  }
}

async function runFromNow(run: CityRun, outlet: Outlet, context: BendingContext): Promise<void> {
  const { pace, progress } = context;
  if (!(await outlet.ready())) return;
  const first = new CitySimulation(run.pack, run.city, pace.nowMs());
  for (const message of first.descriptions()) if (!(await outlet.put(message))) return;
  if (run.backfillMs !== undefined && !(await fillBack(run, first, { outlet, context }))) return;
  progress.say('live', { messagesPerSecond: Math.round(first.rate * 10) / 10 });
  const untilMs = run.forMs === undefined ? Infinity : pace.nowMs() + run.forMs;
  const makeSimulation = (fromMs: number): CitySimulation => new CitySimulation(run.pack, run.city, fromMs);
  await runLive(makeSimulation, { outlet, untilMs, ...context });
}

async function fillBack(
  run: CityRun,
  { city }: CitySimulation,
  { outlet, context }: { readonly outlet: Outlet; readonly context: CommandContext },
): Promise<boolean> {
  const { pace, progress, signal } = context;
  const toMs = pace.nowMs();
  const plan = planBackfill(city, run.pack, {
    fromMs: toMs - (run.backfillMs ?? 0),
    toMs,
    ...(run.isDemo ? { mostReadings: DEMO_BACKFILL_READINGS } : {}),
  });
  progress.say('backfill', { readings: plan.readings, messages: plan.messages });
  let sent = 0;
  for (const block of plan.blocks()) {
    for (const message of block.messages) if (!(await outlet.put(message))) return false;
    sent += block.readings;
    await outlet.settled();
    progress.at(pace.nowMs(), 'backfill', { share: Math.round((sent / plan.readings) * 1_000) / 1_000 });
    const aheadMs = run.isDemo ? (sent / DEMO_BACKFILL_PER_S) * 1_000 - (pace.nowMs() - toMs) : 0;
    if (aheadMs > 5) await pace.sleep(aheadMs, signal);
    if (signal.aborted) return false;
  }
  progress.say('backfilled', { readings: sent, tookMs: Math.round(pace.nowMs() - toMs) });
  return true;
}
