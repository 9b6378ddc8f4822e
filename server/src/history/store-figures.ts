import type { Manifest } from './file-manifest.ts';
import { bytesOf } from './retention.ts';

/** What history holds, as `/metrics` tells it. */
export interface StoreFigures {
  files: number;
  rows: number;
  tailRows: number;
  bytes: number;
  paneFiles: number;
  paneRows: number;
  paneBytes: number;
  /** When the oldest raw rows were stored; null = there are none. */
  oldestMs: number | null;
  /** Why files are not merged or do not expire at present; null = they do. */
  fault: string | null;
}

/** Counts what the manifest names and the tail holds. */
export function storeFigures(
  { files, panes }: Pick<Manifest, 'files' | 'panes'>,
  tailRows: number,
  fault: string | null,
): StoreFigures {
  const rowsOf = (all: readonly { rows: number }[]): number => all.reduce((sum, { rows }) => sum + rows, 0);
  return {
    files: files.length,
    rows: rowsOf(files) + tailRows,
    tailRows,
    bytes: bytesOf(files),
    paneFiles: panes.length,
    paneRows: rowsOf(panes),
    paneBytes: bytesOf(panes),
    oldestMs: files.reduce<number | null>((least, f) => Math.min(least ?? f.storedMs, f.storedMs), null),
    fault,
  };
}
