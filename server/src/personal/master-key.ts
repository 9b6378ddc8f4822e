import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KEY_BYTES } from './sealed-box.ts';

/** The file cannot be what it should be; `message` is the one sentence for the terminal. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/**
 * The key that wraps every record's key: 32 random bytes in `<dataDir>/secrets/personal.key` (folder 0700, file 0600), made at the
 * first start. Whoever copies journal and `keys.db` without it has ciphertext only. Two threads that make it at once get one key.
 */
export function readMasterKey(dataDir: string): Buffer {
  const folder = path.join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = path.join(folder, 'personal.key');
  const known = readIfThere(file);
  if (known !== null) return checked(known, file);
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link is made whole or not at all, and never over a file that another thread was faster to make.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh);
  }
  return checked(readFileSync(file), file);
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function checked(key: Buffer, file: string): Buffer {
  if (key.length === KEY_BYTES) return key;
  throw new MasterKeyError(
    `${file} must have ${KEY_BYTES} bytes, it has ${key.length}: restore it from its copy`,
  );
}
