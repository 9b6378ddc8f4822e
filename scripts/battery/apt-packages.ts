/** Debian packages, installed with progress on standard error. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const APT_GET = '/usr/bin/apt-get';
const LIMIT_MS = 300_000;

export function canInstallPackages(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync(APT_GET);
}

/** Tells a failure and tolerates it: an old package list may still hold what is needed, and the caller looks for the result. */
export async function installPackages(names: readonly string[]): Promise<void> {
  process.stderr.write(`Installing ${names.join(' and ')} with apt-get …\n`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
    const code = await runAptGet(args);
    if (code !== 0) process.stderr.write(`apt-get ${args[0]} ended with ${code}.\n`);
  }
}

function runAptGet(args: readonly string[]): Promise<number> {
  const child = spawn(APT_GET, args, {
    stdio: ['ignore', 2, 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: LIMIT_MS,
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`apt-get: ${error.message}\n`);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
