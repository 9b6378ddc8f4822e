import { spawn } from 'node:child_process';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHARED_DATA } from './shared-data.ts';

const CLI = fileURLToPath(new URL('../../../simulators/src/cli.ts', import.meta.url));

/** What is replayed of a set: through a binding as messages of the contract, or captured lines as they are. */
export interface ReplayedSet {
  feed: string;
  pattern: string;
  binding?: string;
}

/** How a set is sent. */
export interface Delivery {
  broker: string;
  /** As `--faults`; absent: as recorded. */
  faults?: string;
  /** `event-time`: sensor by sensor filed archives become one stream, as if they had been sent live. */
  order?: 'file' | 'event-time';
  /** Password of the sender. */
  token?: string;
}

/** `simulate replay` as fast as the broker acknowledges; resolves with what it says at its end, rejects when it fails. */
export function replaySet(
  { pattern, binding }: ReplayedSet,
  { broker, faults, order, token }: Delivery,
): Promise<Record<string, unknown>> {
  const path = isAbsolute(pattern) ? pattern : join(SHARED_DATA, pattern);
  const args = ['replay', path, '--broker', broker, '--speed', '0', '--json'];
  if (binding !== undefined) args.push('--binding', binding);
  if (faults !== undefined) args.push('--faults', faults);
  if (order !== undefined) args.push('--order', order);
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(token === undefined ? {} : { METROPANE_SIM_TOKEN: token }) },
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`replay of ${pattern} ended with ${code}: ${errors}`));
      const last = output.trimEnd().split('\n').at(-1) ?? '{}';
      resolve(JSON.parse(last) as Record<string, unknown>);
    });
  });
}
