/**
 * Finds the benchmarks: every `*.bench.ts` that exports `benches`, a table from a stable name to a function that measures.
 * There is no list to keep: a benchmark lies beside what it measures.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Bench {
  readonly name: string;
  readonly file: string;
  readonly run: () => Promise<unknown>;
}

const FILES = ['packages/*/src/**/*.bench.ts', '{server,simulators,client}/{src,test}/**/*.bench.ts'];

/** In order of name. @throws for a file without `benches`, and for one name in two files. */
export async function findBenches(root: string): Promise<Bench[]> {
  const found = new Map<string, Bench>();
  for (const file of globSync(FILES, { cwd: root }).sort()) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as {
      benches?: Record<string, () => Promise<unknown>>;
    };
    if (module.benches === undefined) throw new Error(`${file} exports no "benches"`);
    for (const [name, run] of Object.entries(module.benches)) {
      const other = found.get(name);
      if (other !== undefined) throw new Error(`the benchmark ${name} is in ${other.file} and in ${file}`);
      found.set(name, { name, file, run });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
