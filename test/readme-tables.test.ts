import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTables } from '../scripts/readme-tables.ts';

test('the tables of the README are those of the code (node scripts/readme-tables.ts makes them anew)', () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(withTables(text)).toBe(text);
});
