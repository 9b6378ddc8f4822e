import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareSpecsWithTests } from '../scripts/check/spec-rules.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'metropane-spec-'));
  write('packages/incidents/SPEC.md', '[A1] one. [I1] one. [S1] one.');
  write('packages/rules/SPEC.md', '[R1] one.');
  write('packages/incidents/src/a.test.ts', "test('[A1] [I1] [S1] [R1] one', () => {});");
  write('packages/windowing/SPEC.md', '[W1] one. [W2] two, see [W1].');
  write('packages/live-state/SPEC.md', '[L1] one.');
  write('packages/protocol/SPEC.md', '[P1] one.');
  write(
    'packages/windowing/src/a.test.ts',
    "test('[W1] one', () => {});\ntest.each([1])(\n  `[W2] two %s`,\n  () => {},\n);",
  );
  write('packages/live-state/src/a.property.test.ts', 'test("[L1] one", () => {});');
  write('server/test/a.test.ts', "test('frames [P1] keep their order', () => {});");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('rules that test titles quote, in any form of call and any workspace, are no problem', () => {
  expect(compareSpecsWithTests(root)).toEqual({ rules: 8, problems: [] });
});

test('a rule that only a comment quotes has no test', () => {
  write('packages/live-state/src/a.property.test.ts', "// [L1] see below\ntest('one', () => {});");
  expect(compareSpecsWithTests(root).problems).toEqual([
    'packages/live-state/SPEC.md [L1] is quoted by no test title',
  ]);
});

test('a quoted rule that no SPEC defines is reported with its file', () => {
  write('packages/windowing/src/b.test.ts', "test('[W9] nine', () => {});");
  expect(compareSpecsWithTests(root).problems).toEqual([
    'packages/windowing/src/b.test.ts quotes [W9], which no SPEC defines',
  ]);
});

test('a SPEC without rules is a problem, not an empty success', () => {
  write('packages/protocol/SPEC.md', 'To be written.');
  expect(compareSpecsWithTests(root).problems[0]).toBe('packages/protocol/SPEC.md has no rule [P1]');
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
