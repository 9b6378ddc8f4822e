import { parse } from '@bufbuild/cel';
import type { Checked, RuleFault } from './rule-fault.ts';

type Parsed = ReturnType<typeof parse>;
export type Expr = NonNullable<Parsed['expr']>;

/** An expression that was read, and where in its text each part of it stands. */
export interface ParsedExpression {
  text: string;
  expr: Expr;
  at(expr: Expr): { line: number; column: number } | undefined;
}

/** Longer than any rule that a person can read; keeps the parser's time bounded. */
export const MAX_TEXT = 2_000;

/** Reads CEL; a fault says line and column of what was not understood. */
export function parseExpression(text: string, field: string): Checked<ParsedExpression> {
  if (text.length > MAX_TEXT)
    return refused('too-costly', `${text.length} characters; at most ${MAX_TEXT} are read`, { field });
  try {
    const parsed = parse(text);
    const offsets = parsed.sourceInfo?.positions ?? {};
    const at = (expr: Expr): { line: number; column: number } | undefined => {
      const offset = (offsets as Record<string, number>)[String(expr.id)];
      return offset === undefined ? undefined : placeOf(text, offset);
    };
    return { ok: true, value: { text, expr: parsed.expr as Expr, at } };
  } catch (error) {
    return { ok: false, fault: { ...syntaxFault(error), field } };
  }
}

export function refused(
  code: RuleFault['code'],
  message: string,
  { field, position }: { field: string; position?: RuleFault['position'] },
): { readonly ok: false; readonly fault: RuleFault } {
  return { ok: false, fault: { code, message, field, ...(position === undefined ? {} : { position }) } };
}

/** What the parser throws: a message, and where. */
interface SyntaxFault {
  found?: string | null;
  location?: { start: { line: number; column: number } };
}

function syntaxFault(error: unknown): Omit<RuleFault, 'field'> {
  const { found, location } = error as SyntaxFault;
  if (location === undefined)
    return { code: 'syntax', message: error instanceof Error ? error.message : String(error) };
  const what = found === undefined || found === null || found === '' ? 'the end of the text' : `"${found}"`;
  const { line, column } = location.start;
  return { code: 'syntax', message: `not CEL: ${what} does not fit here`, position: { line, column } };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
