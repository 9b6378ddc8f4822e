import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A small disk of its own that a test may fill to the last byte. */
export interface SmallDisk {
  readonly dir: string;
  /** False where this process may not mount one: the test is then skipped, which is said. */
  readonly canMount: boolean;
  /** Leaves no byte free. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
}

/** Mounts a tmpfs of `size` (as `mount` reads it) for the tests of the calling file, and takes it away after them. */
export function mountSmallDisk(name: string, size: string): SmallDisk {
  const dir = mkdtempSync(join(tmpdir(), name));
  const canMount = process.getuid?.() === 0 && process.platform === 'linux' && mounts(dir, size);
  const filler = join(dir, 'filler');
  beforeAll(() => {
    if (!canMount) process.stderr.write('skipped: a full disk needs the right to mount a tmpfs\n');
  });
  afterAll(() => {
    if (canMount) run('umount', dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  return { dir, canMount, fill: () => fill(dir, filler), free: () => rmSync(filler) };
}

/** A program of the system, not of this repository. */
function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}

function mounts(dir: string, size: string): boolean {
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir);
    return true;
  } catch {
    // Root of a container without the right to mount.
    return false;
  }
}

function fill(dir: string, filler: string): void {
  const file = openSync(filler, 'a');
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(dir);
      if (bavail === 0) return;
      writeSync(file, Buffer.alloc(bsize * bavail));
    }
  } finally {
    closeSync(file);
  }
}
