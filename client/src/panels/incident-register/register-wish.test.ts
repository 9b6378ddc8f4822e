import { expect, test } from 'vitest';
import { registerPath, registerWishIn, withRegisterWish } from './register-wish.ts';

const OPEN = { phase: 'open', priorities: new Set(), category: '', search: '', sort: null };

test('the register of an address is the same again', () => {
  const wish = {
    phase: 'all' as const,
    priorities: new Set([1, 3] as const),
    category: 'flood',
    search: 'ngập & mưa',
    sort: { column: 'opened' as const, isDown: true },
  };
  const question = withRegisterWish('realm=exercise:x', wish);
  expect(registerWishIn(question)).toEqual(wish);
  expect(question).toContain('realm=exercise');
  expect(withRegisterWish(question, registerWishIn(''))).toBe('realm=exercise%3Ax');
});

test('an address without a word of it, or with wrong ones, shows everything that is open', () => {
  for (const question of ['', 'phase=none&priority=5,x&sort=--id&find=', 'sort=toString'])
    expect(registerWishIn(question)).toEqual(OPEN);
});

test('the centre is asked for what is wished', () => {
  const path = registerPath(registerWishIn('phase=closed&priority=2,1&find=+a+'), {
    limit: 200,
    cursor: null,
  });
  expect(path).toBe('/incidents?limit=200&phase=closed&priority=1%2C2&q=a');
});
