/**
 * The door of every npm command: needs only node >= 20.19 and npm, and depends on nothing that must be installed first.
 * It installs what changed, then hands over to the pinned Node and leaves with its exit code. Standard output belongs to the
 * command alone (`--json` prints JSON lines and nothing else), so progress goes to standard error.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfChanged } from './launch/install.mjs';
import { Foreground } from './launch/foreground.mjs';
import { LaunchError } from './launch/launch-error.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each command is a list of steps for the pinned Node; a step that fails ends the command. The last one gets the arguments. */
const COMMANDS = {
  start: [['scripts/build-client.ts'], ['server/src/main.ts']],
  test: [['scripts/test.ts']],
  'test:full': [['scripts/test.ts', '--full']],
  check: [['scripts/check.ts']],
  simulate: [['simulators/src/cli.ts']],
  bench: [['scripts/bench.ts']],
  admin: [['server/src/operations/admin.ts']],
  tour: [['scripts/tour.ts']],
};

/** @param {string[]} argv */
async function main(argv) {
  const [name = '', ...args] = argv;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new LaunchError(`Metropane starts with Node 20.19 or newer; this is ${process.version}.`, 2);
  const steps = Object.hasOwn(COMMANDS, name)
    ? COMMANDS[/** @type {keyof typeof COMMANDS} */ (name)]
    : undefined;
  if (steps === undefined)
    throw new LaunchError(`Unknown command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`, 2);

  const foreground = new Foreground(ROOT);
  const runtime = await installIfChanged(ROOT, foreground);
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const code = await foreground.run(runtime, isLast ? [...step, ...args] : step, {
      // Only the command itself may write to standard output.
      stdout: isLast ? 'inherit' : 'stderr',
    });
    if (code !== 0 || isLast) return code;
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
