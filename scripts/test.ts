/**
 * `npm test` and, with `--full`, `npm run test:full`: brings the programs that tests need, builds the client, runs every check
 * part, then every test, and ends with what the long tests noted, what failed, what could not run, and `N passed, N failed` over all
 * of it.
 */
import { existsSync } from 'node:fs';
import { bringPrograms, describeMachine } from './battery/bring-programs.ts';
import { formatFigures } from './battery/figures.ts';
import { runVitest } from './battery/run-vitest.ts';
import { runParts } from './check/run-parts.ts';
import { PARTS } from './check/parts.ts';
import { buildClientIfChanged } from './client/client-build.ts';
import { EMPTY_TALLY, type Tally, addTallies, formatTally } from '../test/tally.ts';

/** Measured, with the browser tests; it is cut off after three hours. */
const FULL_MINUTES = 'about 45 to 60';

const root = process.cwd();
const args = process.argv.slice(2);
const isFull = args.includes('--full');
const filters = args.filter((arg) => arg !== '--full');

/** Printed even when a step throws: a battery that broke off must not end without a count. */
let total: Tally = EMPTY_TALLY;
let isFinished = false;
process.on('exit', () => {
  if (!isFinished) add({ failed: 1, failures: ['the battery broke off before its end'] });
  if (total.failed > 0) process.exitCode = 1;
  process.stdout.write(formatTally(total));
});

if (isFull) process.stdout.write(`The long battery takes ${FULL_MINUTES} minutes on two idle cores.\n`);
add(await bringPrograms(describeMachine()));
add(listAbsentData());
if (await buildClientIfChanged(root)) add({ passed: 1 });
else add({ failed: 1, failures: ['build of the client'] });
for (const part of await runParts(root, Object.keys(PARTS)))
  add(part.isOk ? { passed: 1 } : { failed: 1, failures: [part.name] });
const { tally, figures } = await runVitest(root, { isFull, filters });
add(tally);
process.stdout.write(formatFigures(figures));
isFinished = true;

function add(part: Partial<Tally>): void {
  total = addTallies(total, { ...EMPTY_TALLY, ...part });
}

/** The recorded city data is lent beside the repository and never part of it. */
function listAbsentData(): Partial<Tally> {
  const folder = process.env.METROPANE_SHARED_DATA ?? '../shared/data';
  return existsSync(folder) ? {} : { notRun: [`tests with recorded city data (${folder} is absent)`] };
}
