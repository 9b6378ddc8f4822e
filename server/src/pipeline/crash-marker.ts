import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoldFault } from './fold-fault.ts';

/**
 * Which record broke the fold last: written before the process ends by it, read at the next start. Without it a record that
 * breaks every replay would be a crash loop; with it the second crash at one offset is known as such (DESIGN 9.15).
 */
export class CrashMarker {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'crash.json');
  }

  /** Offset of the record; null when there was no crash, or its file cannot be read. */
  get offset(): number | null {
    try {
      const { offset } = JSON.parse(readFileSync(this.#path, 'utf8')) as { offset?: unknown };
      return typeof offset === 'number' ? offset : null;
    } catch {
      // Absent, or torn by the crash itself: then the crash to come is the first one.
      return null;
    }
  }

  write({ offset, feed, message }: FoldFault): void {
    writeFileSync(this.#path, `${JSON.stringify({ offset, feed, error: message })}\n`);
  }

  clear(): void {
    rmSync(this.#path, { force: true });
  }
}
