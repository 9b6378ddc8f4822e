/**
 * `npm run bench -- <name> [--json]`: runs every benchmark whose name starts with one of the given names and prints each figure
 * beside its baseline of the same run. Without a name it lists the names.
 */
import { bringPeers } from './bench/bring-peers.ts';
import { findBenches } from './bench/find-benches.ts';
import { toFigures, toLine } from './bench/figure.ts';

const args = process.argv.slice(2);
const isJson = args.includes('--json');
const asked = args.filter((arg) => !arg.startsWith('-'));
const unknownOption = args.find((arg) => arg.startsWith('-') && arg !== '--json');

process.exitCode =
  unknownOption === undefined ? await main() : refuse(`Unknown option ${unknownOption}; there is --json.`);

async function main(): Promise<number> {
  const benches = await findBenches(process.cwd());
  if (asked.length === 0) {
    for (const bench of benches)
      process.stdout.write(isJson ? `${JSON.stringify({ name: bench.name })}\n` : `${bench.name}\n`);
    return 0;
  }
  const isAsked = (name: string) => asked.some((prefix) => name === prefix || name.startsWith(prefix));
  const wanted = benches.filter((bench) => isAsked(bench.name));
  const missing = asked.find((prefix) => !wanted.some((bench) => bench.name.startsWith(prefix)));
  if (missing !== undefined)
    return refuse(
      `No benchmark is named ${missing}; there are ${benches.map((bench) => bench.name).join(', ') || 'none'}.`,
    );

  if (wanted.some((bench) => bench.name === 'windows.pond')) {
    const peers = bringPeers(process.cwd());
    if (peers !== undefined) process.env['METROPANE_BENCH_PEERS'] = peers;
  }
  for (const bench of wanted) {
    process.stderr.write(`${bench.name} (${bench.file}) …\n`);
    const figures = toFigures(await bench.run(), bench.file);
    for (const figure of figures)
      process.stdout.write(isJson ? `${JSON.stringify(figure)}\n` : toLine(figure));
  }
  return 0;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
