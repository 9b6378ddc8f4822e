/** The named parts of `npm run check`. Each answers its problems and notes; none prints, so they can run side by side. */
import { findStrays } from '../boundaries/find-strays.ts';
import { findStaleFiles } from '../boundaries/generated-files.ts';
import { lint } from './lint.ts';
import { runTool } from './run-tool.ts';
import { compareSpecsWithTests } from './spec-rules.ts';

export interface PartResult {
  readonly isOk: boolean;
  /** Lines to show: problems first, then warnings. Empty for a clean part without warnings. */
  readonly lines: readonly string[];
  /** A few words for the part's own line, such as how much was looked at. */
  readonly note?: string;
}

/** Longest first: with two lanes the short ones then fill the gaps. */
export const PARTS: Readonly<Record<string, (root: string) => Promise<PartResult>>> = {
  'check:types': checkTypes,
  'check:dead': (root) => checkWithTool(root, 'knip', ['--no-progress', '--no-config-hints']),
  'check:lint': checkLint,
  'check:boundaries': checkBoundaries,
  'check:format': (root) => checkWithTool(root, 'oxfmt', ['--check', '.']),
  'check:spec': checkSpec,
};

/** Two configurations, because only the client knows the DOM. */
async function checkTypes(root: string): Promise<PartResult> {
  const node = await runTool(root, 'tsc', ['-p', 'tsconfig.json', '--pretty', 'false']);
  const browser = await runTool(root, 'tsc', ['-p', 'client/tsconfig.json', '--pretty', 'false']);
  const lines = [...toLines(node.stdout + node.stderr), ...toLines(browser.stdout + browser.stderr)];
  return { isOk: node.code === 0 && browser.code === 0, lines: [...new Set(lines)] };
}

async function checkWithTool(root: string, tool: string, args: readonly string[]): Promise<PartResult> {
  const result = await runTool(root, tool, args);
  return { isOk: result.code === 0, lines: result.code === 0 ? [] : toLines(result.stdout + result.stderr) };
}

async function checkLint(root: string): Promise<PartResult> {
  const findings = (await lint(root, { isTypeAware: true })).filter((finding) => !finding.isBoundary);
  const errors = findings.filter((finding) => finding.isError).map((finding) => finding.line);
  const warnings = findings
    .filter((finding) => !finding.isError)
    .map((finding) => `warning: ${finding.line}`);
  return { isOk: errors.length === 0, lines: [...errors, ...warnings], note: `${warnings.length} warnings` };
}

async function checkBoundaries(root: string): Promise<PartResult> {
  const findings = await lint(root, { isTypeAware: false });
  const crossings = findings.filter((finding) => finding.isBoundary).map((finding) => finding.line);
  const lines = [...findStaleFiles(root), ...findStrays(root), ...crossings];
  return { isOk: lines.length === 0, lines };
}

async function checkSpec(root: string): Promise<PartResult> {
  const report = compareSpecsWithTests(root);
  return { isOk: report.problems.length === 0, lines: report.problems, note: `${report.rules} rules` };
}

function toLines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
