/**
 * Peers that only a benchmark needs and that are too heavy for every clone: 165 MB of pondjs would slow each install for one figure.
 * Brought by npm when a benchmark asks for them, kept beside the other caches.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** pondjs does not declare the runtime of Babel that it loads. */
const PEERS = ['pondjs@0.9.0', '@babel/runtime@7.28.4'];

/** The folder with the peers' `node_modules`; undefined, said on standard error, where no registry answers. */
export function bringPeers(root: string): string | undefined {
  const folder = join(root, 'node_modules/.cache/bench-peers');
  if (existsSync(join(folder, 'node_modules/pondjs/package.json'))) return folder;
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', ...PEERS],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (status === 0) return folder;
  process.stderr.write(`pondjs cannot be brought, so it is not measured: ${stderr.trim().split('\n')[0]}\n`);
  return undefined;
}
