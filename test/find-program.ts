/**
 * Finds the two programs that some tests need and that no package brings: Chromium and Mosquitto.
 * Tests skip themselves where one is missing; the test command lists what was skipped and fails for it under `CI=true`.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps daemons in /usr/sbin, which is not in a user's PATH. */
const EXTRA_FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/snap/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/** Absolute path of a Chromium or Chrome, or `null`. `METROPANE_CHROMIUM` names another one. */
export function findChromium(): string | null {
  return (
    findNamed(process.env.METROPANE_CHROMIUM) ??
    findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) ??
    findNamed('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
  );
}

/** Absolute path of the Mosquitto broker, or `null`. `METROPANE_MOSQUITTO` names another one. */
export function findMosquitto(): string | null {
  return findNamed(process.env.METROPANE_MOSQUITTO) ?? findProgram(['mosquitto']);
}

function findProgram(names: readonly string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...EXTRA_FOLDERS].filter(
    (folder) => folder !== '',
  );
  for (const name of names)
    for (const folder of folders) {
      const found = findNamed(join(folder, name));
      if (found !== null) return found;
    }
  return null;
}

function findNamed(path: string | undefined): string | null {
  if (path === undefined || path === '') return null;
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
