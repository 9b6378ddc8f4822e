import type { Rule } from '@metropane/city';
import { jsonFaultAt } from './json-fault.ts';

/** A rule as text to edit, or where the text is no rule. */
export type ReadRule =
  | { ok: true; rule: Rule }
  | { ok: false; message: string; line: number | null; column: number | null };

export function ruleToText(rule: Rule): string {
  return JSON.stringify(rule, null, 2);
}

/** Reads JSON; the centre judges what the rule means. Line and column count from 1. */
export function readRule(text: string): ReadRule {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, rule: value as Rule };
    return { ok: false, message: 'a rule is an object', line: 1, column: 1 };
  } catch (error) {
    const { message } = error as SyntaxError;
    return { ok: false, message, ...placeOf(text, jsonFaultAt(text)) };
  }
}

/** Line and column of a character, from 1. */
function placeOf(text: string, at: number | null): { line: number | null; column: number | null } {
  if (at === null) return { line: null, column: null };
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
