import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { exampleYaml } from './shared-data.ts';

const EXAMPLES = [
  'aarhus.yaml',
  'camau.yaml',
  'hcmc-sweep.yaml',
  'hcmc-traffic.yaml',
  'healthyair.yaml',
  'hfp.yaml',
  'singapore-rain.yaml',
];

/** One binding as a person writes it. */
export type WrittenBinding = { id: string } & Record<string, unknown>;

/** Every shipped binding for the recorded sets, as written. */
export function exampleBindings(): WrittenBinding[] {
  return EXAMPLES.flatMap((name) => (parse(exampleYaml(name)) as { feeds: WrittenBinding[] }).feeds);
}

/** Writes a feeds.yaml into a fresh temporary folder; returns its path. */
export function writeFeedsFile(feeds: WrittenBinding[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'metropane-feeds-')), 'feeds.yaml');
  writeFileSync(path, stringify({ feeds }));
  return path;
}
