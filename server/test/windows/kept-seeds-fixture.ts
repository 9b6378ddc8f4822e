import { readFileSync } from 'node:fs';

/** A seed that once told a wrong program from a right one, and how long its run has to be for that. */
export interface KeptSeed {
  readonly seed: string;
  /** Observations or steps, as the test counts them. */
  readonly size: number;
  readonly found: string;
}

/** Seeds that a property test runs before its own, always. A seed that finds something is added to the file. */
export function keptSeeds(test: 'sql' | 'overlap' | 'settled'): readonly KeptSeed[] {
  const file = new URL('./regressions/seeds.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<typeof test, KeptSeed[]>)[test];
}
