/** Runs vitest and answers its counts and what its long tests noted; a vitest that ends without counts is itself a failure. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_TALLY, type Tally } from '../../test/tally.ts';
import { type FigureLine, readFigures } from './figures.ts';

/** A hung worker must end the battery with a count instead of running into the patience of the caller. */
const LIMIT_MS = 60 * 60_000;
const FULL_LIMIT_MS = 3 * 3_600_000;
/** Cases of every fuzz test of the long battery, unless the caller wants another number. */
const FULL_FUZZ_CASES = '1000000';

export async function runVitest(
  root: string,
  options: { readonly isFull: boolean; readonly filters: readonly string[] },
): Promise<{ tally: Tally; figures: FigureLine[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-tally-'));
  const tallyFile = join(folder, 'tally.json');
  const figuresFile = join(folder, 'figures.jsonl');
  try {
    const code = await spawnVitest(root, options, { tallyFile, figuresFile });
    return { tally: readTally(tallyFile, code), figures: readFigures(figuresFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTally(tallyFile: string, code: number): Tally {
  const tally = existsSync(tallyFile) ? (JSON.parse(readFileSync(tallyFile, 'utf8')) as Tally) : null;
  if (tally === null)
    return { ...EMPTY_TALLY, failed: 1, failures: [`vitest ended with ${code} and no counts`] };
  // For example an error in a global teardown, after the counts were written.
  if (code !== 0 && tally.failed === 0)
    return {
      ...tally,
      failed: 1,
      failures: [...tally.failures, `vitest ended with ${code} although no test failed`],
    };
  return tally;
}

function spawnVitest(
  root: string,
  options: { readonly isFull: boolean; readonly filters: readonly string[] },
  files: { readonly tallyFile: string; readonly figuresFile: string },
): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...options.filters], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      METROPANE_TALLY_FILE: files.tallyFile,
      METROPANE_FIGURES_FILE: files.figuresFile,
      ...(options.isFull ? fullSettings() : {}),
    },
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), options.isFull ? FULL_LIMIT_MS : LIMIT_MS);
  const stop = (): void => void child.kill('SIGTERM');
  process.once('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(limit);
      process.off('SIGTERM', stop);
      resolve(code ?? 1);
    });
  });
}

function fullSettings(): Record<string, string> {
  return {
    METROPANE_TEST_FULL: '1',
    METROPANE_FUZZ_CASES: process.env.METROPANE_FUZZ_CASES ?? FULL_FUZZ_CASES,
  };
}
