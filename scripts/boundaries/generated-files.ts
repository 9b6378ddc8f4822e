/** Writes, or compares, what is generated from boundaries.json: the overrides of .oxlintrc.json and the table of ARCHITECTURE.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readBoundaries } from './boundaries.ts';
import { toBoundaryTable, withBoundaryTable, TABLE_START } from './boundary-table.ts';
import { toOverrides } from './oxlint-overrides.ts';

const FIX = 'run `npm run check -- --fix`';

interface GeneratedFile {
  readonly path: string;
  readonly current: string;
  readonly wanted: string;
}

/** Problems as sentences; empty when everything generated is current. */
export function findStaleFiles(root: string): string[] {
  const { files, problems } = generate(root);
  return [
    ...problems,
    ...files
      .filter((file) => file.current !== file.wanted)
      .map((file) => `${file.path} does not follow boundaries.json: ${FIX}`),
  ];
}

export function writeGeneratedFiles(root: string): string[] {
  const { files, problems } = generate(root);
  const stale = files.filter((file) => file.current !== file.wanted);
  for (const file of stale) writeFileSync(`${root}/${file.path}`, file.wanted);
  return [...problems, ...stale.map((file) => `wrote ${file.path}`)];
}

function generate(root: string): { files: GeneratedFile[]; problems: string[] } {
  const rules = readBoundaries(root);
  const lintText = readFileSync(`${root}/.oxlintrc.json`, 'utf8');
  const lint = JSON.parse(lintText) as Record<string, unknown>;
  // Laid out here and left alone by the formatter: two writers of one file would never agree.
  const wantedLint = `${JSON.stringify({ ...lint, overrides: toOverrides(rules) }, null, 2)}\n`;
  const files = [{ path: '.oxlintrc.json', current: lintText, wanted: wantedLint }];

  const page = `${root}/ARCHITECTURE.md`;
  if (!existsSync(page)) return { files, problems: ['ARCHITECTURE.md is missing'] };
  const current = readFileSync(page, 'utf8');
  const wanted = withBoundaryTable(current, toBoundaryTable(rules));
  if (wanted === null)
    return { files, problems: [`ARCHITECTURE.md has no line "${TABLE_START}" for the boundary table`] };
  return { files: [...files, { path: 'ARCHITECTURE.md', current, wanted }], problems: [] };
}
