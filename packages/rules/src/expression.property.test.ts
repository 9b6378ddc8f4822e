import { forSeeds } from '@metropane/testing';
import type { Rng } from '@metropane/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileExpression } from './compile-expression.ts';

const INPUTS = ['a', 'b', 'c'];
const VALUES = [null, -2, -0, 0, 0.5, 1, 2, 1e9, Number.MAX_VALUE];

function number(rng: Rng, depth: number): string {
  if (depth === 0 || rng.int(3) === 0)
    return rng.int(2) === 0 ? INPUTS[rng.int(3)]! : ['0.0', '1.0', '0.5', '-2.0'][rng.int(4)]!;
  if (rng.int(8) === 0)
    return `(${bool(rng, depth - 1)} ? ${number(rng, depth - 1)} : ${number(rng, depth - 1)})`;
  if (rng.int(8) === 0) return `(-${number(rng, depth - 1)})`;
  return `(${number(rng, depth - 1)} ${['+', '-', '*', '/'][rng.int(4)]!} ${number(rng, depth - 1)})`;
}

function bool(rng: Rng, depth: number): string {
  if (depth === 0 || rng.int(3) === 0) {
    // A whole number may be compared with, not calculated with.
    const right = rng.int(3) === 0 ? String(rng.int(4) - 1) : number(rng, Math.max(0, depth - 1));
    return `(${number(rng, Math.max(0, depth - 1))} ${['<', '<=', '>', '>=', '==', '!='][rng.int(6)]!} ${right})`;
  }
  if (rng.int(5) === 0) return `!${bool(rng, depth - 1)}`;
  if (rng.int(8) === 0) return ['true', 'false'][rng.int(2)]!;
  if (rng.int(8) === 0)
    return `(${bool(rng, depth - 1)} ? ${bool(rng, depth - 1)} : ${bool(rng, depth - 1)})`;
  return `(${bool(rng, depth - 1)} ${['&&', '||'][rng.int(2)]!} ${bool(rng, depth - 1)})`;
}

test('the quick way decides as the library does, missing values included', () => {
  let unknown = 0;
  let quick = 0;
  forSeeds('quick-or-library', 400, (rng) => {
    const text = bool(rng, 4);
    const compiled = compileExpression(text, { field: 'when', inputs: INPUTS });
    if (!compiled.ok) throw new Error(`${text}: ${compiled.fault.message}`);
    const { test: byQuick, testByLibrary } = compiled.value;
    if (byQuick !== testByLibrary) quick += 1;
    for (let i = 0; i < 40; i++) {
      const inputs = Object.fromEntries(INPUTS.map((name) => [name, VALUES[rng.int(VALUES.length)]!]));
      const expected = testByLibrary(inputs);
      if (expected === null) unknown += 1;
      expect(byQuick(inputs), `${text} of ${JSON.stringify(inputs)}`).toBe(expected);
    }
  });
  expect(quick).toBeGreaterThan(350);
  expect(unknown).toBeGreaterThan(500);
});

test('no text at all makes the compiler throw', () => {
  const pieces = fc.constantFrom(
    'a',
    'b',
    'zz',
    '1',
    '2.0',
    '"x"',
    '(',
    ')',
    '[',
    ']',
    '.',
    ',',
    '?',
    ':',
    '&&',
    '||',
    '!',
    '>',
    '==',
    '+',
    '/',
    'exists',
    'map',
    'int',
    'v',
    '\n',
    '//',
    '{',
    '}',
    '@',
    'null',
    'in',
    'has',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const compiled = compileExpression(parts.join(' '), { field: 'when', inputs: INPUTS });
      expect(typeof compiled.ok).toBe('boolean');
    }),
    { numRuns: 2_000 },
  );
});
