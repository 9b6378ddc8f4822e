import type { Expr } from './cel-parse.ts';

/** The longest list that a macro walks through, and what all the walking of one evaluation may add up to. */
export const STEP_LIMIT = 2_000;
const MAX_DEPTH = 40;

/** The most steps that one evaluation can take, or why that cannot be told. */
export type Cost = { steps: number } | { fault: string; at: Expr };

/**
 * The library has no step counter, so none is needed at run time: CEL has no loops but its macros, and a macro is only taken over a
 * list whose length is in the text. What one evaluation costs at most is then known before the rule is ever used: one step for each
 * part of the expression, and the body of a macro as often as its list is long.
 */
export function costOf(expr: Expr, depth = 0): Cost {
  if (depth > MAX_DEPTH) return { fault: `nested more than ${MAX_DEPTH} deep`, at: expr };
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'constExpr':
    case 'identExpr':
      return { steps: 1 };
    case 'selectExpr':
      return { fault: 'the inputs are plain numbers: there is nothing behind a dot', at: expr };
    case 'callExpr': {
      const { target, args } = exprKind.value;
      return sum([...(target === undefined ? [] : [target]), ...args], depth);
    }
    case 'listExpr':
      return sum(exprKind.value.elements, depth);
    case 'comprehensionExpr':
      return walkCost(expr, depth);
    default:
      return { fault: 'messages and maps are not for rules', at: expr };
  }
}

function walkCost(expr: Expr, depth: number): Cost {
  if (expr.exprKind.case !== 'comprehensionExpr') return { steps: 1 };
  const { iterRange, accuInit, loopStep, loopCondition, result } = expr.exprKind.value;
  const length = iterRange === undefined ? null : lengthOf(iterRange);
  if (length === null)
    return { fault: 'a macro may only go through a list that is written out: [a, b, c]', at: expr };
  const body = sum(present([loopStep, loopCondition]), depth);
  const rest = sum(present([iterRange, accuInit, result]), depth);
  if ('fault' in body) return body;
  if ('fault' in rest) return rest;
  return { steps: rest.steps + length * body.steps };
}

/** How long a list is at most, when the text tells: `filter` and `map` are as long as what they go through. */
function lengthOf(expr: Expr): number | null {
  if (expr.exprKind.case === 'listExpr') return expr.exprKind.value.elements.length;
  if (expr.exprKind.case !== 'comprehensionExpr') return null;
  const { iterRange, accuInit } = expr.exprKind.value;
  const makesList = accuInit?.exprKind.case === 'listExpr' && accuInit.exprKind.value.elements.length === 0;
  return makesList && iterRange !== undefined ? lengthOf(iterRange) : null;
}

function sum(parts: readonly Expr[], depth: number): Cost {
  let steps = 1;
  for (const part of parts) {
    const cost = costOf(part, depth + 1);
    if ('fault' in cost) return cost;
    steps += cost.steps;
  }
  return { steps };
}

function present(parts: readonly (Expr | undefined)[]): Expr[] {
  return parts.filter((part) => part !== undefined);
}

/** The names that an expression uses and does not bind itself, each with one place of use. */
export function namesOf(expr: Expr, bound: ReadonlySet<string> = new Set()): Map<string, Expr> {
  const names = new Map<string, Expr>();
  collect(expr, bound, names);
  return names;
}

function collect(expr: Expr, bound: ReadonlySet<string>, names: Map<string, Expr>): void {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'identExpr':
      if (!bound.has(exprKind.value.name) && !names.has(exprKind.value.name))
        names.set(exprKind.value.name, expr);
      return;
    case 'callExpr': {
      const { target, args } = exprKind.value;
      for (const part of present([target, ...args])) collect(part, bound, names);
      return;
    }
    case 'listExpr':
      for (const part of exprKind.value.elements) collect(part, bound, names);
      return;
    case 'comprehensionExpr': {
      const { iterVar, iterVar2, accuVar, iterRange, accuInit, loopStep, loopCondition, result } =
        exprKind.value;
      for (const part of present([iterRange, accuInit])) collect(part, bound, names);
      const inner = new Set([...bound, iterVar, iterVar2, accuVar]);
      for (const part of present([loopStep, loopCondition, result])) collect(part, inner, names);
      return;
    }
    default:
      return;
  }
}
