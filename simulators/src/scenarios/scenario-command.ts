/** `simulate scenario`: an ordinary city, and what befalls it by a scenario, as one stream. */
import { loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import type { CommandContext } from '../command-context.ts';
import { applyFaults, noFaults } from '../faults/apply-faults.ts';
import { parseFaults } from '../faults/parse-faults.ts';
import type { Faults } from '../faults/parse-faults.ts';
import type { SimMessage } from '../message.ts';
import { parseDurationMs } from '../options/duration.ts';
import { OptionError } from '../options/option-error.ts';
import { Options } from '../options/read-options.ts';
import { GIVE_UP_AFTER_MS, Outlet } from '../publish/outlet.ts';
import { STALE_MS } from '../publish/run-live.ts';
import { sendPaced } from '../replay/send-paced.ts';
import { CitySimulation } from '../systems/city-simulation.ts';
import type { CityOptions } from '../systems/city-simulation.ts';
import { alarmsOf, judgeScenario } from './judge-scenario.ts';
import { findScenario, scenarioNames } from './library.ts';
import { makeCauses } from './make-causes.ts';
import { observeCity } from './observed-city.ts';
import { cityOfScenario, readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';
import { sayVerdict } from './say-verdict.ts';
import { streamCity } from './scenario-stream.ts';

const TABLE = {
  at: 'text',
  speed: 'text',
  seed: 'text',
  city: 'text',
  entities: 'text',
  rate: 'text',
  broker: 'text',
  out: 'text',
  for: 'text',
  faults: 'text',
  'give-up-after': 'text',
  list: 'flag',
  check: 'flag',
  json: 'flag',
} as const;

/** Fewer messages than a sensor would send: enough to see every expectation, fast enough to wait for. */
const CHECK_RATE = 30;
/** More than one process can send. */
const MOST_PER_SECOND = 200_000;

/** A command line of `simulate scenario`, checked. */
interface ScenarioCommand {
  readonly scenario: Scenario;
  readonly pack: CityPack;
  readonly city: CityOptions & { readonly seed: string };
  readonly startMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** City seconds per second; 0: as fast as the broker acknowledges. */
  readonly speed: number;
  /** The city's clock is the wall's. */
  readonly isLive: boolean;
  readonly faults: Faults;
  readonly giveUpAfterMs: number;
  readonly broker?: string;
  readonly out?: string;
}

/** Runs the command; resolves when the scenario is over or the run was stopped. */
export async function runScenario(args: readonly string[], context: CommandContext): Promise<void> {
  const { pace, progress, signal, token } = context;
  const options = new Options(args, TABLE);
  if (options.flag('list')) return listScenarios(options, context);
  const run = readRun(options, pace.nowMs());
  if (options.flag('check')) return checkScenario(run, context);
  const counts = noFaults();
  const messages = applyFaults(streamOf(run), run.faults, { seed: run.city.seed, counts });
  const outlet = new Outlet({
    ...(run.broker === undefined ? {} : { broker: run.broker }),
    ...(run.out === undefined ? {} : { out: run.out }),
    ...(token === undefined ? {} : { token }),
    giveUpAfterMs: run.giveUpAfterMs,
    clientId: `metropane-scenario-${process.pid}-${pace.nowMs().toString(36)}`,
    progress,
    signal,
  });
  progress.say('scenario', {
    id: run.scenario.id,
    starts: new Date(run.startMs).toISOString(),
    from: new Date(run.fromMs).toISOString(),
    to: new Date(run.toMs).toISOString(),
    speed: run.speed,
  });
  try {
    const stale = run.isLive ? { staleMs: STALE_MS } : {};
    await sendPaced(messages, { speed: run.speed, maxGapMs: Infinity, ...stale, outlet, ...context });
  } finally {
    progress.say('done', { ...(await outlet.close()), ...counts });
  }
}

function listScenarios(options: Options, { progress }: CommandContext): void {
  for (const name of scenarioNames()) {
    const file = findScenario(name) ?? name;
    const city = cityOfScenario(file);
    if (options.text('city') !== undefined && options.text('city') !== city) continue;
    const read = readScenario(file, loadPack(options, file));
    if (!read.ok) throw new OptionError(read.message);
    const { id, name: named, causes, runs } = read.value;
    const kinds = [...new Set(causes.map(({ kind }) => kind))].join(' ');
    progress.say(id, { city: city ?? '', vi: named.vi, en: named.en, causes: kinds, minutes: runs / 60_000 });
  }
}

/** Runs the scenario inside this process and holds what a centre would see against what the file expects. */
function checkScenario(run: ScenarioCommand, { progress }: CommandContext): void {
  const { scenario, pack, startMs, toMs } = run;
  const city = { ...run.city, rate: run.city.rate ?? CHECK_RATE };
  const observed = observeCity(streamCity(pack, city, run), scenario, pack);
  const verdicts = judgeScenario(scenario, observed, { startMs, untilMs: toMs });
  for (const verdict of verdicts)
    progress.say(verdict.isMet ? 'met' : 'missed', { expected: sayVerdict(verdict) });
  const alarms = alarmsOf(scenario).length;
  if (alarms > 0)
    progress.say('not judged', {
      alarms,
      why: 'alarms are raised and judged by the centre, not by a simulator',
    });
  const missed = verdicts.filter(({ isMet }) => !isMet).length;
  if (missed > 0) throw new Error(`${scenario.id}: ${missed} of ${verdicts.length} expectations missed.`);
}

async function* streamOf({ pack, city, fromMs, toMs }: ScenarioCommand): AsyncGenerator<SimMessage> {
  yield* streamCity(pack, city, { fromMs, toMs });
}

function readRun(options: Options, nowMs: number): ScenarioCommand {
  const broker = options.brokerUrl('broker');
  const out = options.text('out');
  const { scenario, pack } = loadScenario(options);
  if (broker === undefined && out === undefined && !options.flag('check'))
    throw new OptionError(
      'simulate scenario: say where to: --broker mqtt://127.0.0.1:1883, --out FILE, or both; or --check.',
    );
  // A file is written as fast as it goes, whatever the speed.
  const speed = broker === undefined ? 0 : (options.number('speed', { least: 0 }) ?? 1);
  const begin = readStart(options, { scenario, nowMs, isPaced: broker !== undefined });
  const forText = options.text('for');
  const forMs = forText === undefined ? scenario.runs : parseDurationMs(forText, 'for');
  if (forMs === 0) throw new OptionError('--for: a run of no time at all sends nothing.');
  const seed = options.text('seed') ?? String(scenario.seed);
  const entities = options.number('entities', { least: 1, isWhole: true });
  const rate = options.number('rate', { least: 0.001 });
  const city = {
    seed,
    causes: makeCauses(scenario, { pack, startMs: begin.startMs, seed }),
    ...(entities === undefined ? {} : { entities }),
    ...(rate === undefined ? {} : { rate }),
  };
  const giveUp = options.text('give-up-after');
  const run: ScenarioCommand = {
    scenario,
    pack,
    city,
    ...begin,
    toMs: begin.startMs + forMs,
    speed,
    isLive: begin.isLive && speed === 1,
    faults: parseFaults(options.text('faults') ?? ''),
    giveUpAfterMs: giveUp === undefined ? GIVE_UP_AFTER_MS : parseDurationMs(giveUp, 'give-up-after'),
    ...(broker === undefined ? {} : { broker }),
    ...(out === undefined ? {} : { out }),
  };
  checkRate(run, rate);
  return run;
}

/** `+5m`: that long from now, and the stream begins now. A time: then, after the lead-in. Neither: see below. */
function readStart(
  options: Options,
  {
    scenario,
    nowMs,
    isPaced,
  }: { readonly scenario: Scenario; readonly nowMs: number; readonly isPaced: boolean },
): { readonly startMs: number; readonly fromMs: number; readonly isLive: boolean } {
  const text = options.text('at');
  // A file must not depend on the clock: it gets the moment that the scenario was written for.
  const soon = text?.startsWith('+') ? parseDurationMs(text.slice(1), 'at') : undefined;
  const waitMs = soon ?? (text === undefined && isPaced ? scenario.leadIn : undefined);
  if (waitMs !== undefined) return { startMs: nowMs + waitMs, fromMs: nowMs, isLive: true };
  const startMs = options.instantMs('at', nowMs) ?? scenario.atMs;
  return { startMs, fromMs: startMs - scenario.leadIn, isLive: false };
}

/** The city that is asked for, else the one that the scenario is written for. */
function loadPack(options: Options, file: string): CityPack {
  const pack = loadCityPack(options.text('city') ?? cityOfScenario(file) ?? 'hcmc');
  if (!pack.ok) throw new OptionError(`--city: ${pack.message}`);
  return pack.value;
}

function loadScenario(options: Options): { readonly scenario: Scenario; readonly pack: CityPack } {
  const [name, extra] = options.words;
  const known = scenarioNames().join(', ');
  if (name === undefined)
    throw new OptionError(`simulate scenario: name one of ${known}, or a file of your own (.yaml).`);
  if (extra !== undefined) throw new OptionError(`simulate scenario: unexpected "${extra}".`);
  const file = findScenario(name);
  if (file === undefined)
    throw new OptionError(
      `simulate scenario: there is no scenario "${name}"; there are ${known}, or name a file (.yaml).`,
    );
  const pack = loadPack(options, file);
  const read = readScenario(file, pack);
  if (!read.ok) throw new OptionError(read.message);
  return { scenario: read.value, pack };
}

/** Refuses what no run could keep: a rate above what so many entities can send, a speed above what one process can. */
function checkRate({ pack, city, fromMs, speed }: ScenarioCommand, rate: number | undefined): void {
  const possible = new CitySimulation(pack, city, fromMs).rate;
  if (rate !== undefined && possible < rate * 0.95)
    throw new OptionError(
      `--rate: so few entities send at most ${Math.floor(possible)} messages/s, got ${rate}; raise --entities.`,
    );
  const perSecond = possible * speed;
  if (perSecond > MOST_PER_SECOND)
    throw new OptionError(
      `--speed: ${speed} times ${possible.toFixed(1)} messages/s are ${Math.round(perSecond)} messages/s, more than the ${MOST_PER_SECOND} that one process can send; lower --speed or --rate, or take --speed 0 (as fast as it goes).`,
    );
}
