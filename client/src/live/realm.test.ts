import { expect, test } from 'vitest';
import { realmIn, realmName, withRealm } from './realm.ts';

test('an address without a realm is live; a wrong one is asked for as it stands and never becomes live', () => {
  expect(['', '?receipt=x', '?realm=', '?realm=live'].map(realmIn)).toEqual(['live', 'live', 'live', 'live']);
  expect(realmIn('?a=1&realm=exercise%3Adrill')).toBe('exercise:drill');
  expect(realmIn('?realm=LIVE')).toBe('LIVE');
});

test('a path keeps its question and its fragment, and has its realm once; live has none', () => {
  expect(withRealm('/desk', 'exercise:drill')).toBe('/desk?realm=exercise:drill');
  expect(withRealm('/desk?receipt=a%2Fb&realm=exercise:old#x', 'exercise:drill')).toBe(
    '/desk?receipt=a%2Fb&realm=exercise:drill#x',
  );
  expect(withRealm('/desk?realm=exercise:old', 'live')).toBe('/desk');
  expect(withRealm('/feeds?limit=1', 'x&y')).toBe('/feeds?limit=1&realm=x%26y');
});

test('an exercise is called by its id', () => {
  expect(realmName('exercise:flood-1')).toBe('flood-1');
});
