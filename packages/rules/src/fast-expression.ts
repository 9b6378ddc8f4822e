import type { Expr } from './cel-parse.ts';

/** Values of the inputs by name; null = nothing measured. */
export type InputValues = Readonly<Record<string, number | null>>;
/** True, false, or null where a value is missing that would decide it. */
export type FastCondition = (inputs: InputValues) => boolean | null;
type FastNumber = (inputs: InputValues) => number | null;

type Compiled =
  | { type: 'bool'; run: FastCondition }
  /** `isWhole`: an integer of the text. CEL compares it with a double and adds it to none. */
  | { type: 'number'; run: FastNumber; isWhole: boolean };

/**
 * Comparisons and arithmetic of doubles as a closure, several times as fast as the library (`rules.bench.ts`); null for whatever
 * else the expression holds. Agreement with the library is a property test.
 */
export function fastCondition(expr: Expr): FastCondition | null {
  const compiled = compile(expr);
  return compiled?.type === 'bool' ? compiled.run : null;
}

function compile(expr: Expr): Compiled | null {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'identExpr': {
      const { name } = exprKind.value;
      return { type: 'number', isWhole: false, run: (inputs) => inputs[name] ?? null };
    }
    case 'constExpr': {
      const { constantKind } = exprKind.value;
      if (constantKind.case === 'boolValue') {
        const { value } = constantKind;
        return { type: 'bool', run: () => value };
      }
      if (constantKind.case === 'doubleValue') return constant(constantKind.value, false);
      // Beyond the whole numbers of a double the library is exact and this would not be.
      if (constantKind.case !== 'int64Value' || !Number.isSafeInteger(Number(constantKind.value)))
        return null;
      return constant(Number(constantKind.value), true);
    }
    case 'callExpr': {
      if (exprKind.value.target !== undefined) return null;
      const args = exprKind.value.args.map(compile);
      return args.every((arg) => arg !== null) ? call(exprKind.value.function, args) : null;
    }
    default:
      return null;
  }
}

function constant(value: number, isWhole: boolean): Compiled {
  return { type: 'number', isWhole, run: () => value };
}

function call(name: string, args: readonly Compiled[]): Compiled | null {
  const [first, second, third] = args;
  if (first === undefined) return null;
  if (name === '!_' && first.type === 'bool') return { type: 'bool', run: not(first.run) };
  if (name === '-_' && first.type === 'number')
    return { type: 'number', isWhole: first.isWhole, run: negated(first.run) };
  if (second === undefined) return null;
  if (name === '_?_:_') return third === undefined ? null : choice(first, second, third);
  if (first.type === 'bool' && second.type === 'bool') {
    if (name === '_&&_') return { type: 'bool', run: both(first.run, second.run) };
    if (name === '_||_') return { type: 'bool', run: either(first.run, second.run) };
    return null;
  }
  if (first.type !== 'number' || second.type !== 'number') return null;
  const compare = COMPARISONS[name];
  if (compare !== undefined) return { type: 'bool', run: comparison(first.run, second.run, compare) };
  const compute = ARITHMETIC[name];
  if (compute === undefined || first.isWhole || second.isWhole) return null;
  return { type: 'number', isWhole: false, run: arithmetic(first.run, second.run, compute) };
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '_<_': (a, b) => a < b,
  '_<=_': (a, b) => a <= b,
  '_>_': (a, b) => a > b,
  '_>=_': (a, b) => a >= b,
  '_==_': (a, b) => a === b,
  '_!=_': (a, b) => a !== b,
};
const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '_+_': (a, b) => a + b,
  '_-_': (a, b) => a - b,
  '_*_': (a, b) => a * b,
  '_/_': (a, b) => a / b,
};

function comparison(a: FastNumber, b: FastNumber, compare: (a: number, b: number) => boolean): FastCondition {
  return (inputs) => {
    const left = a(inputs);
    const right = b(inputs);
    return left === null || right === null ? null : compare(left, right);
  };
}

function arithmetic(a: FastNumber, b: FastNumber, compute: (a: number, b: number) => number): FastNumber {
  return (inputs) => {
    const left = a(inputs);
    const right = b(inputs);
    return left === null || right === null ? null : compute(left, right);
  };
}

function negated(a: FastNumber): FastNumber {
  return (inputs) => {
    const value = a(inputs);
    return value === null ? null : -value;
  };
}

function not(a: FastCondition): FastCondition {
  return (inputs) => {
    const holds = a(inputs);
    return holds === null ? null : !holds;
  };
}

function both(a: FastCondition, b: FastCondition): FastCondition {
  return (inputs) => {
    const left = a(inputs);
    if (left === false) return false;
    const right = b(inputs);
    if (right === false) return false;
    return left === null || right === null ? null : true;
  };
}

function either(a: FastCondition, b: FastCondition): FastCondition {
  return (inputs) => {
    const left = a(inputs);
    if (left === true) return true;
    const right = b(inputs);
    if (right === true) return true;
    return left === null || right === null ? null : false;
  };
}

/** Both ways of one type; CEL would take others too, and so does the library. */
function choice(test: Compiled, yes: Compiled, no: Compiled): Compiled | null {
  if (test.type !== 'bool') return null;
  const pick = <T>(a: (inputs: InputValues) => T | null, b: (inputs: InputValues) => T | null) => {
    return (inputs: InputValues): T | null => {
      const holds = test.run(inputs);
      if (holds === null) return null;
      return holds ? a(inputs) : b(inputs);
    };
  };
  if (yes.type === 'bool' && no.type === 'bool') return { type: 'bool', run: pick(yes.run, no.run) };
  if (yes.type !== 'number' || no.type !== 'number' || yes.isWhole !== no.isWhole) return null;
  return { type: 'number', isWhole: yes.isWhole, run: pick(yes.run, no.run) };
}
