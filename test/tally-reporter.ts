/**
 * Ends a vitest run with what did not run and one line, `N passed, N failed` (and `, N skipped`).
 * A module, suite or hook that failed outside any test counts as failed, and so does a test that never got a result: a crashed
 * worker must not look like a shorter battery. Under the test command the numbers go to a file instead and are added there.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { type Tally, formatTally } from './tally.ts';

const NAMED_SKIPS = 3;

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tally = toTally(modules, unhandledErrors.length);
    const file = process.env.METROPANE_TALLY_FILE;
    if (file !== undefined && file !== '') writeFileSync(file, JSON.stringify(tally));
    // Other reporters and hooks still print; at exit nothing comes after.
    else process.on('exit', () => process.stdout.write(formatTally(tally)));
  }
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  readonly notRun: string[];
  readonly failures: string[];
}

function toTally(modules: readonly TestModule[], unhandled: number): Tally {
  const counts: Counts = { passed: 0, failed: unhandled, skipped: 0, notRun: [], failures: [] };
  if (unhandled > 0) counts.failures.push(`${unhandled} unhandled errors, see above`);
  for (const module of modules) countModule(counts, module);
  return counts;
}

function countModule(counts: Counts, module: TestModule): void {
  const suites = [...module.children.allSuites()];
  const strayErrors = module.errors().length + suites.reduce((sum, suite) => sum + suite.errors().length, 0);
  if (strayErrors > 0) {
    counts.failed += strayErrors;
    counts.failures.push(`${module.relativeModuleId}: ${strayErrors} errors outside a test`);
  }
  const skipped: string[] = [];
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') counts.passed += 1;
    else if (result.state === 'skipped')
      skipped.push(`${test.fullName}${result.note ? ` (${result.note})` : ''}`);
    else {
      counts.failed += 1;
      const ending = result.state === 'pending' ? ' (got no result)' : '';
      counts.failures.push(`${module.relativeModuleId} > ${test.fullName}${ending}`);
    }
  }
  counts.skipped += skipped.length;
  counts.notRun.push(...toNotRun(module.relativeModuleId, skipped));
}

/** A whole file that skips, for want of a browser say, is one line: the list must stay readable. */
function toNotRun(file: string, skipped: readonly string[]): string[] {
  if (skipped.length <= NAMED_SKIPS) return skipped.map((name) => `${file} > ${name}`);
  return [`${file}: ${skipped.length} tests, such as ${skipped[0] ?? ''}`];
}
