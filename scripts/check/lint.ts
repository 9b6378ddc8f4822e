/**
 * Runs oxlint once per caller and tells boundary findings from the others, so that `check:lint` and `check:boundaries` each
 * report their own kind although both come from one configuration.
 */
import { runTool } from './run-tool.ts';

export interface Finding {
  readonly isError: boolean;
  readonly isBoundary: boolean;
  /** `path:line:column rule: message (reason)` */
  readonly line: string;
}

interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  readonly severity: string;
  readonly help?: string;
  readonly filename?: string;
  readonly labels?: readonly { readonly span: { readonly line: number; readonly column: number } }[];
}

const BOUNDARY_RULES = new Set([
  'eslint(no-restricted-imports)',
  'eslint(no-restricted-globals)',
  'eslint(no-restricted-properties)',
  'metropane(no-clock)',
]);

/**
 * Findings of a whole tree, errors first.
 * @throws when oxlint itself fails (a bad configuration must not look like a clean tree)
 */
export async function lint(root: string, options: { readonly isTypeAware: boolean }): Promise<Finding[]> {
  const result = await runTool(root, 'oxlint', [
    '--format=json',
    ...(options.isTypeAware ? ['--type-aware'] : []),
    '.',
  ]);
  const report = parseReport(result.stdout);
  if (report === null || report.number_of_files === 0)
    throw new Error(`oxlint ended with ${result.code} and no report:\n${result.stdout}${result.stderr}`);
  return report.diagnostics.map(toFinding).sort((a, b) => Number(b.isError) - Number(a.isError));
}

function parseReport(text: string): { diagnostics: Diagnostic[]; number_of_files: number } | null {
  if (!text.trimStart().startsWith('{')) return null;
  return JSON.parse(text) as { diagnostics: Diagnostic[]; number_of_files: number };
}

function toFinding(diagnostic: Diagnostic): Finding {
  const span = diagnostic.labels?.[0]?.span;
  const place = `${diagnostic.filename ?? '(no file)'}${span === undefined ? '' : `:${span.line}:${span.column}`}`;
  const isBoundary = BOUNDARY_RULES.has(diagnostic.code ?? '');
  // For a restriction the help text is our own message with the reason; for other rules it is general advice.
  const reason = isBoundary && diagnostic.help !== undefined ? ` (${diagnostic.help})` : '';
  return {
    isError: diagnostic.severity === 'error',
    isBoundary,
    line: `${place} ${diagnostic.code ?? 'error'}: ${diagnostic.message}${reason}`,
  };
}
