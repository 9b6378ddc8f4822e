/**
 * The client build and its stamp: a hash over the sources of the client and of every package, so a start with nothing changed
 * builds nothing. The stamp lies inside client/dist: removing the build removes it too.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the bundle is made of, as globs below the root. */
export const CLIENT_INPUTS: readonly string[] = [
  'client/index.html',
  'client/*.{ts,js,json}',
  'client/public/**',
  'client/src/**',
  'packages/*/src/**',
  'packages/*/package.json',
  'pnpm-lock.yaml',
];
const NOT_SHIPPED = /\.(?:test|bench)\.tsx?$/;
const STAMP = 'client/dist/.metropane-stamp';

/** Answers whether client/dist is current afterwards. Progress goes to standard error. */
export async function buildClientIfChanged(root: string): Promise<boolean> {
  const hash = hashInputs(root, CLIENT_INPUTS);
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;

  const startedAt = performance.now();
  process.stderr.write('Building the client …\n');
  rmSync(stamp, { force: true });
  const code = await runVite(root);
  if (code !== 0) {
    process.stderr.write(`The client build failed (vite ended with ${code}); its reason is above.\n`);
    return false;
  }
  writeFileSync(stamp, hash);
  process.stderr.write(
    `The client is built after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`,
  );
  return true;
}

/** Hash over names and bytes of the files of these globs, tests left out. */
export function hashInputs(root: string, globs: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync(globs, { cwd: root }).filter((file) => !NOT_SHIPPED.test(file));
  for (const file of files.sort()) {
    const path = join(root, file);
    if (statSync(path).isFile()) hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function runVite(root: string): Promise<number> {
  const vite = join(root, 'client', 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'client'),
    stdio: ['ignore', 2, 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
