/** Counts of a run and their last line, which other programs read. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What could not run, one line each. */
  readonly notRun: readonly string[];
  readonly failures: readonly string[];
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0, skipped: 0, notRun: [], failures: [] };

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    notRun: [...a.notRun, ...b.notRun],
    failures: [...a.failures, ...b.failures],
  };
}

/** The end of a run: what failed, what could not run, and `N passed, N failed[, N skipped]` as the last line. */
export function formatTally(tally: Tally): string {
  const lines = [
    ...tally.failures.map((line) => `failed: ${line}`),
    ...tally.notRun.map((line) => `not run: ${line}`),
    `${tally.passed} passed, ${tally.failed} failed${tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''}`,
  ];
  return `\n${lines.join('\n')}\n`;
}
