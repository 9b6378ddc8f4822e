/**
 * The conditions of a rule that can be said without writing CEL: comparisons of inputs and numbers, joined by all or any.
 * It reads exactly this part of CEL and refuses the rest (`null`), so that nothing of an expression is ever lost: what it does not
 * read stays text. Numbers keep the characters in which they stood (`0.0`, `1e3`); spaces and needless brackets do not.
 */
export type PlainCondition = Comparison | ConditionGroup;

export interface Comparison {
  kind: 'comparison';
  left: Operand;
  operator: ComparisonOperator;
  right: Operand;
}

export interface ConditionGroup {
  kind: 'group';
  /** All parts hold, or at least one does. */
  join: 'all' | 'any';
  parts: PlainCondition[];
}

/** An input or a number, or one calculation with two of them. */
export interface Operand {
  first: Atom;
  calculation?: { operator: ArithmeticOperator; second: Atom };
}

/** `number`: the characters as CEL reads them. */
export type Atom = { kind: 'input'; name: string } | { kind: 'number'; text: string };

export const COMPARISON_OPERATORS = ['>=', '>', '<=', '<', '==', '!='] as const;
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];
export const ARITHMETIC_OPERATORS = ['+', '-', '*', '/'] as const;
export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];

/** Groups in groups that are read: more than a person follows on a screen. */
const MAX_DEPTH = 4;
const SIGNS = { all: ' && ', any: ' || ' } as const;

/** Reads an expression over the named inputs; null: it holds more than this can say, or names what is no input. */
export function readCondition(text: string, inputs: ReadonlySet<string>): PlainCondition | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const reader = new Reader(tokens, inputs);
  const condition = reader.any(0);
  return condition === null || !reader.isAtEnd() ? null : condition;
}

/** The condition as CEL. Groups in groups stand in brackets. */
export function conditionText(condition: PlainCondition): string {
  if (condition.kind === 'comparison') {
    const { left, operator, right } = condition;
    return `${operandText(left)} ${operator} ${operandText(right)}`;
  }
  return condition.parts
    .map((part) => (part.kind === 'group' ? `(${conditionText(part)})` : conditionText(part)))
    .join(SIGNS[condition.join]);
}

/** A number as it is written into a condition; CEL calculates with doubles only where they have a point. */
export function numberAtom(value: number): Atom {
  const text = String(value);
  return { kind: 'number', text: /^-?\d+$/.test(text) ? `${text}.0` : text };
}

/** What holds just where the condition is known not to (but for 0 / 0, which is no number): the start of a condition to return. */
export function oppositeOf(condition: PlainCondition): PlainCondition {
  if (condition.kind === 'comparison') return { ...condition, operator: OPPOSITE[condition.operator] };
  return {
    ...condition,
    join: condition.join === 'all' ? 'any' : 'all',
    parts: condition.parts.map(oppositeOf),
  };
}

const OPPOSITE: Record<ComparisonOperator, ComparisonOperator> = {
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '==': '!=',
  '!=': '==',
};

/** The condition with another name for an input, wherever it stands. */
export function renamedIn(condition: PlainCondition, from: string, to: string): PlainCondition {
  if (condition.kind === 'group')
    return { ...condition, parts: condition.parts.map((part) => renamedIn(part, from, to)) };
  const atom = (one: Atom): Atom => (one.kind === 'input' && one.name === from ? { ...one, name: to } : one);
  const operand = ({ first, calculation }: Operand): Operand =>
    calculation === undefined
      ? { first: atom(first) }
      : { first: atom(first), calculation: { ...calculation, second: atom(calculation.second) } };
  return { ...condition, left: operand(condition.left), right: operand(condition.right) };
}

function operandText({ first, calculation }: Operand): string {
  const text = atomText(first);
  return calculation === undefined ? text : `${text} ${calculation.operator} ${atomText(calculation.second)}`;
}

function atomText(atom: Atom): string {
  return atom.kind === 'input' ? atom.name : atom.text;
}

const TOKEN =
  /[ \t\n\r]*(?:((?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)(?![\w.])|([A-Za-z_]\w*)|(&&|\|\||[<>=!]=|[<>()+\-*/]))/y;
const SPACE = /[ \t\n\r]*/y;

type Token = { kind: 'number' | 'name' | 'sign'; text: string };

/** Null where a character begins none of the tokens; a comment does not either, since it would be lost. */
function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    if (SPACE.lastIndex === text.length) return tokens;
    if (text.startsWith('//', SPACE.lastIndex)) return null;
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) return null;
    const [, number, name, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign! });
    at = TOKEN.lastIndex;
  }
}

class Reader {
  #at = 0;
  readonly #tokens: readonly Token[];
  readonly #inputs: ReadonlySet<string>;

  constructor(tokens: readonly Token[], inputs: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#inputs = inputs;
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  any(depth: number): PlainCondition | null {
    return this.#joined({ join: 'any', sign: '||', part: () => this.#all(depth) });
  }

  #all(depth: number): PlainCondition | null {
    return this.#joined({ join: 'all', sign: '&&', part: () => this.#part(depth) });
  }

  #joined({
    join,
    sign,
    part,
  }: {
    join: ConditionGroup['join'];
    sign: string;
    part: () => PlainCondition | null;
  }): PlainCondition | null {
    const parts: PlainCondition[] = [];
    do {
      const one = part();
      if (one === null) return null;
      parts.push(one);
    } while (this.#take(sign));
    return parts.length === 1 ? parts[0]! : { kind: 'group', join, parts };
  }

  #part(depth: number): PlainCondition | null {
    if (!this.#take('(')) return this.#comparison();
    if (depth >= MAX_DEPTH) return null;
    const inner = this.any(depth + 1);
    return inner !== null && this.#take(')') ? inner : null;
  }

  #comparison(): Comparison | null {
    const left = this.#operand();
    const operator = COMPARISON_OPERATORS.find((one) => this.#take(one));
    const right = operator === undefined ? null : this.#operand();
    if (left === null || operator === undefined || right === null) return null;
    return { kind: 'comparison', left, operator, right };
  }

  #operand(): Operand | null {
    const first = this.#atom();
    if (first === null) return null;
    const operator = ARITHMETIC_OPERATORS.find((one) => this.#take(one));
    if (operator === undefined) return { first };
    const second = this.#atom();
    return second === null ? null : { first, calculation: { operator, second } };
  }

  #atom(): Atom | null {
    const sign = this.#take('-') ? '-' : '';
    const token = this.#tokens[this.#at];
    if (token?.kind === 'number') {
      this.#at += 1;
      return { kind: 'number', text: sign + token.text };
    }
    if (sign !== '' || token?.kind !== 'name' || !this.#inputs.has(token.text)) return null;
    this.#at += 1;
    return { kind: 'input', name: token.text };
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }
}
