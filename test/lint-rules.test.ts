/** One planted offence per house rule, linted with the project's own configuration: a rule that fell silent turns this red. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Finding, lint } from '../scripts/check/lint.ts';

const repository = dirname(import.meta.dirname);
let root = '';
let findings: Finding[] = [];

const LONG_BODY = 'x += 1;\n'.repeat(60);
const PLANTED = [
  ['any', 'packages/base/src/any.ts', 'export const planted: any = 1;\n', 'no-explicit-any'],
  [
    'a floating promise',
    'server/src/history/floating.ts',
    'async function later(): Promise<void> {}\nexport function now(): void {\n  later();\n}\n',
    'no-floating-promises',
  ],
  ['a cycle', 'server/src/fold/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n", 'no-cycle'],
  ['console in source', 'server/src/fold/loud.ts', 'console.log(1);\n', 'no-console'],
  ['an empty catch', 'scripts/quiet.ts', "try {\n  JSON.parse('');\n} catch {}\n", 'no-empty'],
  [
    'a focused test',
    'packages/base/src/only.test.ts',
    "import { expect, test } from 'vitest';\ntest.only('one', () => expect(1).toBe(1));\n",
    'no-focused-tests',
  ],
  [
    'a conditional hook',
    'client/src/ui/hook.tsx',
    "import { useState } from 'react';\nexport function Planted(p: { on: boolean }) {\n  if (p.on) useState(1);\n  return null;\n}\n",
    'rules-of-hooks',
  ],
] as const;

const BUDGETS = [
  ['a long file', 'server/src/fold/long-file.ts', 'export {};\n'.repeat(301), 'max-lines'],
  [
    'a long function',
    'server/src/fold/long-function.ts',
    `export function grow(x: number): number {\n${LONG_BODY}return x;\n}\n`,
    'max-lines-per-function',
  ],
] as const;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'metropane-lint-'));
  for (const file of [
    '.oxlintrc.json',
    '.gitignore',
    'tsconfig.base.json',
    'tsconfig.json',
    'scripts/lint/no-clock.mjs',
  ])
    cpSync(join(repository, file), join(root, file), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  for (const [, file, source] of [...PLANTED, ...BUDGETS]) write(file, source);
  write('server/src/fold/b.ts', "import { a } from './a.ts';\nexport const b = () => a;\n");
  // A long component is shorter than its own budget.
  write(
    'client/src/ui/component.tsx',
    `export function Planted(x: number): number {\n${LONG_BODY}return x;\n}\n`,
  );
  findings = await lint(root, { isTypeAware: true });
}, 30_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each(PLANTED)('%s is an error', (...[, file, , rule]) => {
  expect(rulesOf(file, true)).toEqual([expect.stringContaining(rule)]);
});

test.each(BUDGETS)('%s is a warning, not an error', (...[, file, , rule]) => {
  expect(rulesOf(file, false)).toEqual([expect.stringContaining(`(${rule})`)]);
  expect(rulesOf(file, true)).toEqual([]);
});

test('a component may have 120 lines', () => {
  expect(rulesOf('client/src/ui/component.tsx', false)).toEqual([]);
});

function rulesOf(file: string, isError: boolean): string[] {
  return findings
    .filter((finding) => finding.isError === isError && finding.line.startsWith(`${file}:`))
    .map((finding) => finding.line);
}

function write(file: string, source: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), source);
}
