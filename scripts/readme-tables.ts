/** Writes the generated tables of README.md between their markers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registryMarkdown } from '../packages/city/src/index.ts';
import { printRights } from '../server/src/access/rights-markdown.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const TABLES: Record<string, () => string> = { roles: printRights, registry: registryMarkdown };

/** README with every marked section made anew. */
export function withTables(text: string): string {
  let result = text;
  for (const [name, print] of Object.entries(TABLES)) {
    const start = `<!-- ${name}:start -->`;
    const from = result.indexOf(start);
    const to = result.indexOf(`<!-- ${name}:end -->`);
    if (from < 0 || to < from) throw new Error(`README.md has no section ${name}`);
    result = `${result.slice(0, from + start.length)}\n${print().trim()}\n${result.slice(to)}`;
  }
  return result;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(README, withTables(readFileSync(README, 'utf8')));
