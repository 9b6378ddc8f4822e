import { CelScalar, celEnv, isCelError, plan } from '@bufbuild/cel';
import { type ParsedExpression, parseExpression, refused } from './cel-parse.ts';
import { costOf, namesOf, STEP_LIMIT } from './expression-cost.ts';
import { fastCondition, type InputValues } from './fast-expression.ts';
import type { Checked } from './rule-fault.ts';

/** A condition ready for use. */
export interface Condition {
  text: string;
  /** Inputs that it names. */
  names: readonly string[];
  /** The most steps that one evaluation takes. */
  steps: number;
  /** True, false, or null: a value is missing that would decide it. Throws `RuleBroke` for whatever else goes wrong in it. */
  test(inputs: InputValues): boolean | null;
  /** The same by the library, however fast the other way is: what tests and the bench compare with. */
  testByLibrary(inputs: InputValues): boolean | null;
}

/** An expression failed although all that it names was measured: a division of whole numbers by 0, a number out of range. */
export class RuleBroke extends Error {}

/** Checks an expression over the named inputs and makes it ready. Its result must be true or false. */
export function compileExpression(
  text: string,
  { field, inputs }: { field: string; inputs: readonly string[] },
): Checked<Condition> {
  const parsed = parseExpression(text, field);
  if (!parsed.ok) return parsed;
  const { expr } = parsed.value;
  const cost = costOf(expr);
  if ('fault' in cost)
    return refused('too-costly', cost.fault, placeIn(parsed.value, { field, at: cost.at }));
  if (cost.steps > STEP_LIMIT)
    return refused('too-costly', `up to ${cost.steps} steps at a time; at most ${STEP_LIMIT} are allowed`, {
      field,
    });
  const names = namesOf(expr);
  for (const [name, at] of names) {
    if (inputs.includes(name)) continue;
    const known = inputs.length === 0 ? 'none' : inputs.toSorted().join(', ');
    const message = `"${name}" is no input of the rule; it has: ${known}`;
    return refused('unknown-name', message, placeIn(parsed.value, { field, at }));
  }
  const testByLibrary = byLibrary(parsed.value, [...names.keys()]);
  const fast = fastCondition(expr);
  const condition: Condition = {
    text,
    names: [...names.keys()],
    steps: cost.steps,
    test: fast ?? testByLibrary,
    testByLibrary,
  };
  return fast === null ? probed(condition, { field }) : { ok: true, value: condition };
}

function placeIn(
  parsed: ParsedExpression,
  { field, at }: { field: string; at: ParsedExpression['expr'] },
): Parameters<typeof refused>[2] {
  const position = parsed.at(at);
  return position === undefined ? { field } : { field, position };
}

/**
 * Names without a value are left unbound: CEL then finds an error where they would decide and none where they would not, which is
 * what "unknown" means here. Bound to null they would be equal or unequal to something.
 */
function byLibrary(
  parsed: ParsedExpression,
  names: readonly string[],
): (inputs: InputValues) => boolean | null {
  const variables = Object.fromEntries(names.map((name) => [name, CelScalar.DOUBLE]));
  const run = plan(celEnv({ variables }), parsed.expr);
  return (inputs) => {
    const bindings: Record<string, number> = {};
    let isComplete = true;
    for (const name of names) {
      const value = inputs[name] ?? null;
      if (value === null) isComplete = false;
      else bindings[name] = value;
    }
    const result = run(bindings);
    if (typeof result === 'boolean') return result;
    if (isCelError(result) && !isComplete) return null;
    throw new RuleBroke(
      isCelError(result) ? result.message : `the result is not true or false but ${String(result)}`,
    );
  };
}

const PROBES = [1.5, 0, -1, 1_000];

/** What the library takes is typed when it runs: it is run once with made-up values before it counts as a rule. */
function probed(condition: Condition, { field }: { field: string }): Checked<Condition> {
  let failure = '';
  for (const value of PROBES) {
    const inputs = Object.fromEntries(condition.names.map((name) => [name, value]));
    try {
      condition.test(inputs);
      return { ok: true, value: condition };
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
  }
  const hint = /\(double, int\)|\(int, double\)/.test(failure)
    ? '; inputs are doubles: write 2.0 instead of 2 where you calculate'
    : '';
  return refused('type', `${failure}${hint}`, { field });
}
