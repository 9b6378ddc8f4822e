/**
 * `npm run check [-- <part> …] [--fix] [--json]`: every named part, or those asked for; one line each, exit code 1 if any failed.
 * `--fix` formats and regenerates first; `--json` prints one JSON object per part.
 */
import { writeGeneratedFiles } from './boundaries/generated-files.ts';
import { PARTS } from './check/parts.ts';
import { runParts } from './check/run-parts.ts';
import { runTool } from './check/run-tool.ts';

const OPTIONS = ['--fix', '--json'];
const root = process.cwd();
const args = process.argv.slice(2);
const asked = args
  .filter((arg) => !OPTIONS.includes(arg))
  .map((arg) => (arg.startsWith('check:') ? arg : `check:${arg}`));
const unknown = asked.find((name) => !Object.hasOwn(PARTS, name));

if (unknown !== undefined) {
  process.stderr.write(
    `There is no part "${unknown}"; there are ${Object.keys(PARTS).join(', ')} and ${OPTIONS.join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  if (args.includes('--fix')) await fix();
  const isJson = args.includes('--json');
  const finished = await runParts(root, asked.length > 0 ? asked : Object.keys(PARTS), {
    isJson,
    maxLines: asked.length > 0 ? Infinity : 200,
  });
  const failed = finished.filter((part) => !part.isOk).length;
  if (!isJson) process.stdout.write(`${finished.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function fix(): Promise<void> {
  for (const line of writeGeneratedFiles(root)) process.stderr.write(`${line}\n`);
  const formatted = await runTool(root, 'oxfmt', ['.']);
  if (formatted.code !== 0) process.stderr.write(formatted.stdout + formatted.stderr);
}
