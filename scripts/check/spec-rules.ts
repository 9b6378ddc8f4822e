/**
 * Compares the numbered rules of the SPEC.md files with the titles of the tests.
 * A rule counts as tested when a test quotes its id, as in `test('[W4] a late event …')`; whether the test is any good is for
 * readers. A quoted id that no SPEC defines is a slip and reported too.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SPECS: Readonly<Record<string, string>> = {
  A: 'packages/incidents/SPEC.md',
  I: 'packages/incidents/SPEC.md',
  W: 'packages/windowing/SPEC.md',
  L: 'packages/live-state/SPEC.md',
  P: 'packages/protocol/SPEC.md',
  R: 'packages/rules/SPEC.md',
  S: 'packages/incidents/SPEC.md',
};
const TESTS = '{packages/*,server,client,simulators}/{src,test}/**/*.test.{ts,tsx}';
const RULE_ID = /\[([AIWLPRS]\d+)\]/g;
/** The first argument of a call when it is a plain or template string: the place of a test's title. */
const TITLE = /\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;

export interface SpecReport {
  readonly rules: number;
  /** Sentences; empty when every rule has a test. */
  readonly problems: readonly string[];
}

export function compareSpecsWithTests(root: string): SpecReport {
  const quoted = collectQuotedIds(root);
  const defined = new Set<string>();
  const problems: string[] = [];
  for (const [letter, spec] of Object.entries(SPECS)) {
    const ids = existsSync(join(root, spec)) ? idsIn(readFileSync(join(root, spec), 'utf8'), letter) : [];
    if (ids.length === 0) problems.push(`${spec} has no rule [${letter}1]`);
    for (const id of ids) {
      defined.add(id);
      if (!quoted.has(id)) problems.push(`${spec} [${id}] is quoted by no test title`);
    }
  }
  for (const [id, file] of quoted)
    if (!defined.has(id)) problems.push(`${file} quotes [${id}], which no SPEC defines`);
  return { rules: defined.size, problems };
}

function idsIn(text: string, letter: string): string[] {
  const ids = [...text.matchAll(RULE_ID)]
    .map((match) => match[1] ?? '')
    .filter((id) => id.startsWith(letter));
  return [...new Set(ids)].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** Rule id to the first test file that quotes it. */
function collectQuotedIds(root: string): Map<string, string> {
  const quoted = new Map<string, string>();
  for (const file of globSync(TESTS, { cwd: root }).sort()) {
    const source = readFileSync(join(root, file), 'utf8');
    for (const title of source.matchAll(TITLE))
      for (const id of (title[2] ?? '').matchAll(RULE_ID))
        if (id[1] !== undefined && !quoted.has(id[1])) quoted.set(id[1], file);
  }
  return quoted;
}
