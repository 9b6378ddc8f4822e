/**
 * `npm run simulate -- <city|scenario|replay|record> …`. Ends with 0, with 2 and one sentence for a command line that cannot be obeyed,
 * with 1 and one sentence when the world did not let it finish (a broker that refuses, a disk that is full).
 */
import { runCity } from './city-command.ts';
import { OptionError } from './options/option-error.ts';
import { wallPace } from './publish/pace.ts';
import { Progress } from './publish/progress.ts';
import { stopSignal } from './publish/stop-signal.ts';
import { runRecord } from './record/record-command.ts';
import { runReplay } from './replay/replay-command.ts';
import { runScenario } from './scenarios/scenario-command.ts';
import { runReport } from './report/report-command.ts';

const USAGE = `Usage: npm run simulate -- <command> [options]
  city    --broker mqtt://… | --out FILE  [--seed 42] [--entities 20000] [--rate 5000 messages/s] [--from T --for D]
          [--city DIR|hcmc] [--backfill P7D] [--faults …] [--give-up-after 5m] [--demo] [--json]
  scenario NAME|FILE.yaml --broker mqtt://… | --out FILE | --check  [--at +5m|T] [--speed 1] [--for D] [--seed N]
          [--city DIR|hcmc] [--entities N] [--rate messages/s] [--faults …] [--give-up-after 5m] [--json]
          --list names them; --check runs it inside and says which of its expectations are met
  replay  FILE|"PATTERN" --broker mqtt://… | --out FILE  [--binding ID|FILE.yaml[#id]] [--speed 1] [--shift-to now]
          [--order file|event-time] [--max-gap D] [--faults late=0.05:90s,duplicate=0.02,reorder=30s,drop=0.01,burst=10x]
          [--seed 42] [--json]                       speed 0: as fast as the broker acknowledges
  report  --out DIR [--city X] [--seed N] [--from T] [--for PT24H] [--entities N]   a day as one page of plots
  record  --broker mqtt://… --topics "city/v1/#" --out FILE [--for D] [--count N] [--json]
The MQTT password is read from METROPANE_SIM_TOKEN.
`;

const COMMANDS = {
  city: runCity,
  scenario: runScenario,
  replay: runReplay,
  record: runRecord,
  report: runReport,
};

process.exitCode = await main(process.argv.slice(2));
// A closed channel or an idle socket must not keep a finished run alive.
if (process.connected) process.disconnect?.();

async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...args] = argv;
  if (name === 'help' || argv.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined;
  if (command === undefined) {
    process.stderr.write(`${name === '' ? 'Name a command.' : `Unknown command "${name}".`}\n${USAGE}`);
    return 2;
  }
  const token = process.env['METROPANE_SIM_TOKEN'];
  try {
    await command(args, {
      pace: wallPace,
      progress: new Progress(args.includes('--json')),
      signal: stopSignal({ watchStdin: args.includes('--demo') }),
      ...(token === undefined || token === '' ? {} : { token }),
    });
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof OptionError ? 2 : 1;
  }
}
