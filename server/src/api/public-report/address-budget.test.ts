import { expect, test } from 'vitest';
import { AddressBudget } from './address-budget.ts';

test('five reports of one address in ten minutes, then it waits and may again', () => {
  let nowMs = 1_000_000;
  const budget = new AddressBudget(() => nowMs);
  for (let i = 0; i < 5; i++) expect(budget.take('203.0.113.7')).toBe(0);
  expect(budget.take('203.0.113.7')).toBeGreaterThan(0);
  expect(budget.take('203.0.113.8')).toBe(0);
  nowMs += 600_000;
  expect(budget.take('203.0.113.7')).toBe(0);
});

test('addresses of one IPv6 network are one caller, other networks are others', () => {
  const budget = new AddressBudget(() => 0);
  for (let i = 1; i <= 5; i++) expect(budget.take(`2001:db8:1:2::${i}`)).toBe(0);
  expect(budget.take('2001:db8:1:2:aaaa::1')).toBeGreaterThan(0);
  expect(budget.take('2001:db8:1:3::1')).toBe(0);
});

test('all addresses together have a bound', () => {
  const budget = new AddressBudget(() => 0);
  let taken = 0;
  for (let i = 0; i < 2_000; i++) if (budget.take(`10.0.${i >> 8}.${i & 255}`) === 0) taken += 1;
  expect(taken).toBe(600);
});
