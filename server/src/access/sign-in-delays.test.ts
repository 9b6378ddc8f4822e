import { expect, test } from 'vitest';
import { SignInDelays } from './sign-in-delays.ts';

const make = () => {
  const clock = { ms: 1_000_000, nowMs: () => clock.ms };
  return { clock, delays: new SignInDelays(clock) };
};
const fail = (delays: SignInDelays, n: number): void => {
  for (let i = 0; i < n; i++) delays.failed('lan', '10.0.0.1');
};

test('five failures are free, then the wait doubles from one second to a quarter of an hour', () => {
  const { clock, delays } = make();
  fail(delays, 4);
  expect(delays.waitMs('lan', '10.0.0.1')).toBe(0);
  const waits = Array.from({ length: 14 }, () => {
    delays.failed('lan', '10.0.0.1');
    const waitMs = delays.waitMs('lan', '10.0.0.1');
    clock.ms += waitMs;
    expect(delays.waitMs('lan', '10.0.0.1')).toBe(0);
    return waitMs / 1_000;
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
});

test('who fails elsewhere locks nobody out; only many failures from everywhere make an account wait', () => {
  const { delays } = make();
  fail(delays, 20);
  expect(delays.waitMs('lan', '10.0.0.2')).toBe(0);
  for (let i = 0; i < 30; i++) delays.failed('lan', `10.1.0.${i}`);
  expect(delays.waitMs('lan', '10.0.0.2')).toBeGreaterThan(0);
  expect(delays.waitMs('minh', '10.0.0.2')).toBe(0);
});

test('one address that tries many accounts waits, a control room behind it that signs in does not', () => {
  const { delays } = make();
  for (let i = 0; i < 200; i++) {
    delays.failed(`operator-${i}`, '10.0.0.9');
    delays.succeeded(`operator-${i}`, '10.0.0.9');
  }
  expect(delays.waitMs('lan', '10.0.0.9')).toBe(0);
  for (let i = 0; i < 30; i++) delays.failed(`guess-${i}`, '10.0.0.9');
  expect(delays.waitMs('lan', '10.0.0.9')).toBeGreaterThan(0);
});

test('the right password forgives, an attempt that was not looked at does not count, a quiet day forgets', () => {
  const { clock, delays } = make();
  fail(delays, 12);
  delays.succeeded('lan', '10.0.0.1');
  expect(delays.waitMs('lan', '10.0.0.1')).toBe(0);
  for (let i = 0; i < 40; i++) {
    delays.failed('minh', '10.0.0.3');
    delays.undone('minh', '10.0.0.3');
  }
  expect(delays.waitMs('minh', '10.0.0.3')).toBe(0);
  fail(delays, 8);
  clock.ms += 25 * 3_600_000;
  delays.failed('lan', '10.0.0.1');
  expect(delays.waitMs('lan', '10.0.0.1')).toBe(0);
});

test('a flood of made-up names is kept within bounds, and what was tried last still waits', () => {
  const { delays } = make();
  for (let i = 0; i < 60_000; i++) delays.failed(`name-${i}`, `2001:db8::${i}`);
  fail(delays, 6);
  expect(delays.waitMs('lan', '10.0.0.1')).toBeGreaterThan(0);
  expect(delays.keys).toBeLessThanOrEqual(50_000);
});
