import type { Rng } from '@metropane/base';
import {
  ARITHMETIC_OPERATORS,
  type Atom,
  COMPARISON_OPERATORS,
  conditionText,
  numberAtom,
  type Operand,
  oppositeOf,
  type PlainCondition,
  readCondition,
  renamedIn,
} from '@metropane/city';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { compileExpression, type Condition } from './compile-expression.ts';
import type { InputValues } from './fast-expression.ts';

const INPUTS = ['level', 'limit', 'rise_1'];
const NAMES = new Set(INPUTS);
const NUMBERS = ['0', '15', '0.0', '2.50', '.5', '1e3', '-4', '-0.05', '1.5E-2'];

test('what is written is read again as the same condition', () => {
  forSeeds('condition-tree', 500, (rng) => {
    const condition = arbitraryCondition(rng, 0);
    expect(readCondition(conditionText(condition), NAMES)).toEqual(condition);
  });
});

test('what was read and written decides as CEL decides the text that stood there, also where values are missing', () => {
  forSeeds('condition-text', 200, (rng) => {
    const text = spaced(rng, conditionText(arbitraryCondition(rng, 0)));
    const condition = readCondition(text, NAMES);
    if (condition === null) throw new Error(`not read: ${text}`);
    expectSame(rng, { one: compiled(text), other: compiled(conditionText(condition)), text });
  });
});

test('the opposite holds where the condition is known not to hold, and nowhere else', () => {
  forSeeds('condition-opposite', 300, (rng) => {
    const condition = arbitraryCondition(rng, 0);
    // 0 / 0 is no number: neither smaller than anything nor not smaller.
    if (conditionText(condition).includes('/')) return;
    const one = compiled(conditionText(condition));
    const other = compiled(conditionText(oppositeOf(condition)));
    for (let i = 0; i < 10; i++) {
      const values = arbitraryValues(rng);
      const holds = one.testByLibrary(values);
      expect(other.testByLibrary(values)).toBe(holds === null ? null : !holds);
    }
  });
});

test('a renamed input stands under its new name everywhere, and nothing else moves', () => {
  forSeeds('condition-rename', 200, (rng) => {
    const condition = arbitraryCondition(rng, 0);
    const renamed = renamedIn(condition, 'level', 'depth');
    expect(conditionText(renamed)).toBe(conditionText(condition).replaceAll(/\blevel\b/g, 'depth'));
  });
});

test.each([
  'level',
  'level > limit > 3',
  '!(level > 3)',
  'level > 3 ? level < 9 : limit > 1',
  '[level, limit].exists(x, x > 3.0)',
  'level > 3 // a remark that would be lost',
  'level + limit + rise_1 > 3.0',
  '(level + limit) > 3.0',
  'levels > 3',
  'level > 3u',
  'level > 0x1F',
  'level > 1.2.3',
  'level > -limit',
  'level > "3"',
  'level >> 3',
  'level > 3 &&',
  '',
  '((((((level > 3))))))',
])('%s is left to the text', (text) => {
  expect(readCondition(text, NAMES)).toBeNull();
});

test('the numbers of a text keep their characters, and a new one is a double where it is calculated with', () => {
  expect(conditionText(readCondition('rise_1==0.0&&(level<limit - 0.050)', NAMES)!)).toBe(
    'rise_1 == 0.0 && level < limit - 0.050',
  );
  expect([numberAtom(3), numberAtom(-2), numberAtom(0.25), numberAtom(1e21)]).toEqual(
    ['3.0', '-2.0', '0.25', '1e+21'].map((text) => ({ kind: 'number', text })),
  );
});

function compiled(text: string): Condition {
  const checked = compileExpression(text, { field: 'when', inputs: INPUTS });
  if (!checked.ok) throw new Error(`${text}: ${checked.fault.message}`);
  return checked.value;
}

function expectSame(
  rng: Rng,
  { one, other, text }: { one: Condition; other: Condition; text: string },
): void {
  for (let i = 0; i < 10; i++) {
    const values = arbitraryValues(rng);
    expect(other.testByLibrary(values), text).toBe(one.testByLibrary(values));
  }
}

function arbitraryValues(rng: Rng): InputValues {
  const values = [null, 0, 15, -4, 0.5, 1_000, 7.25];
  return Object.fromEntries(INPUTS.map((name) => [name, values[rng.int(values.length)]!]));
}

function arbitraryCondition(rng: Rng, depth: number): PlainCondition {
  if (depth === 3 || rng.int(3) === 0) {
    const operator = COMPARISON_OPERATORS[rng.int(COMPARISON_OPERATORS.length)]!;
    return { kind: 'comparison', left: arbitraryOperand(rng), operator, right: arbitraryOperand(rng) };
  }
  const join = rng.int(2) === 0 ? 'all' : 'any';
  const parts = Array.from({ length: 2 + rng.int(3) }, () => arbitraryCondition(rng, depth + 1));
  return { kind: 'group', join, parts };
}

/** Calculations are of doubles, as a rule must write them. */
function arbitraryOperand(rng: Rng): Operand {
  if (rng.int(2) === 0) return { first: arbitraryAtom(rng, NUMBERS) };
  const doubles = NUMBERS.filter((text) => /[.e]/i.test(text));
  const operator = ARITHMETIC_OPERATORS[rng.int(ARITHMETIC_OPERATORS.length)]!;
  return {
    first: arbitraryAtom(rng, doubles),
    calculation: { operator, second: arbitraryAtom(rng, doubles) },
  };
}

function arbitraryAtom(rng: Rng, numbers: readonly string[]): Atom {
  if (rng.int(2) === 0) return { kind: 'input', name: INPUTS[rng.int(INPUTS.length)]! };
  return { kind: 'number', text: numbers[rng.int(numbers.length)]! };
}

/** Spaces, lines and needless brackets as people write them. */
function spaced(rng: Rng, text: string): string {
  const loose = text.replaceAll(' ', () => ['', ' ', '  ', '\n'][rng.int(4)]!);
  // `a - -4` without spaces is another token.
  const safe = readCondition(loose, NAMES) === null ? text : loose;
  return rng.int(4) === 0 ? `(${safe})` : safe;
}
