import { readFileSync, statSync } from 'node:fs';

/** Fourteen times the official boundaries of the largest city at hand: what is larger is not a pack but a mistake. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/** The bytes, or why they cannot be had. Asked first: a pipe would never end, and an endless device not either. */
export function readBytes(path: string): Buffer | string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return 'is not a file';
    if (stats.size > LARGEST_FILE_BYTES)
      return `is too large: ${Math.ceil(stats.size / 2 ** 20)} MiB, at most ${LARGEST_FILE_BYTES / 2 ** 20} MiB`;
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return 'is a link to a file that is not there';
    return code === 'EACCES' ? 'must not be read by this user' : `cannot be read (${code})`;
  }
}

/** UTF-8 text (a byte order mark is dropped), or the line of the first byte that is none. */
export function decodeText(bytes: Buffer): string | { readonly line?: number; readonly message: string } {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (isUtf16) return { message: 'is UTF-16: save it as UTF-8' };
    // A wrong byte becomes U+FFFD; one that the author wrote is three good bytes and does not come here alone.
    const line = bytes.toString('utf8').split('\uFFFD')[0]!.split('\n').length;
    return { line, message: 'is not UTF-8 text: save it as UTF-8' };
  }
}
