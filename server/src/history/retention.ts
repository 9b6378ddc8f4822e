import type { HistoryFile, PaneFile } from './file-manifest.ts';

const DAY_MS = 86_400_000;
const GIB = 1024 ** 3;
/** What was stored within this is still growing or being looked at: it stays whatever its size. */
const YOUNG_MS = DAY_MS;

/** How long readings are kept, by when they were stored. */
export interface HistoryRetention {
  rawMaxAgeMs: number;
  /** Domains that are kept shorter or longer. */
  rawMaxAgeMsOf: Readonly<Record<string, number>>;
  rawMaxBytes: number;
  paneMaxAgeMs: number;
}

/**
 * Ninety days of raw readings, a season to look back on, and 20 GiB, which 500 readings a second fill in about that time at six
 * bytes each. Panes are kept for five years: a hundredth of the size, and what a year is compared with the one before by.
 */
export const DEFAULT_RETENTION: HistoryRetention = {
  rawMaxAgeMs: 90 * DAY_MS,
  rawMaxAgeMsOf: {},
  rawMaxBytes: 20 * GIB,
  paneMaxAgeMs: 5 * 366 * DAY_MS,
};

/** As the options of the program say it; what they leave out is the default. */
export function toRetention(options: {
  days: number | null;
  daysOf: Readonly<Record<string, number>>;
  gib: number | null;
}): HistoryRetention {
  const { days, daysOf, gib } = options;
  return {
    ...DEFAULT_RETENTION,
    ...(days === null ? {} : { rawMaxAgeMs: days * DAY_MS }),
    rawMaxAgeMsOf: Object.fromEntries(Object.entries(daysOf).map(([domain, own]) => [domain, own * DAY_MS])),
    ...(gib === null ? {} : { rawMaxBytes: gib * GIB }),
  };
}

/** The partition of raw rows that has to go next: the oldest that is past its age, or, while all are too large, the oldest. */
export function nextExpired(
  files: readonly HistoryFile[],
  retention: HistoryRetention,
  nowMs: number,
): HistoryFile[] | null {
  const partitions = [...Map.groupBy(files, (file) => `${file.date} ${file.domain}`).values()].toSorted(
    (a, b) => storedMs(a) - storedMs(b) || (a[0]!.date < b[0]!.date ? -1 : 1),
  );
  const old = partitions.find((partition) => {
    const { domain } = partition[0]!;
    return nowMs - storedMs(partition) > (retention.rawMaxAgeMsOf[domain] ?? retention.rawMaxAgeMs);
  });
  if (old !== undefined) return old;
  if (bytesOf(files) <= retention.rawMaxBytes) return null;
  const oldest = partitions[0];
  return oldest !== undefined && nowMs - storedMs(oldest) > YOUNG_MS ? oldest : null;
}

/** Files of panes that are past their age. */
export function expiredPanes(
  panes: readonly PaneFile[],
  retention: HistoryRetention,
  nowMs: number,
): PaneFile[] {
  return panes.filter((file) => nowMs - file.storedMs > retention.paneMaxAgeMs);
}

export function bytesOf(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** When the youngest row of the partition was stored. */
export function storedMs(partition: readonly HistoryFile[]): number {
  return partition.reduce((latest, file) => Math.max(latest, file.storedMs), 0);
}
