import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '0.1.0';

/**
 * What a page is told of the build that serves it; pages that began under another one load themselves anew. The names of all scripts and
 * styles carry their hashes, so the page that names them changes whenever any of them does. `chosen` (`METROPANE_BUILD`) stands instead.
 */
export function buildId(clientDir: string, chosen: string | undefined): string {
  if (chosen !== undefined && chosen !== '') return chosen;
  let page: Uint8Array;
  try {
    page = readFileSync(join(clientDir, 'index.html'));
  } catch (error) {
    // A centre without a client has no pages that could be of another build.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return VERSION;
    throw error;
  }
  return `${VERSION}-${createHash('sha256').update(page).digest('hex').slice(0, 7)}`;
}
