import { expect, test } from 'vitest';
import { assert, AssertionError, err, grownColumn, ok, RingBuffer } from './index.ts';
import type { Result } from './index.ts';

test('assert throws with the values that broke it, -0 included', () => {
  expect(() => assert(true, 'fine')).not.toThrow();
  expect(() => assert(false, 'broken', { n: -0, text: 'a"b', list: [1, 2] })).toThrow(
    new AssertionError('broken', { n: -0, text: 'a"b', list: [1, 2] }),
  );
  expect(new AssertionError('broken', { n: -0, text: 'x' }).message).toBe('broken (n=-0, text="x")');
});

test('assert shows values that JSON cannot', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(new AssertionError('broken', { loop, big: 10n, nothing: undefined }).message).toMatch(
    /loop=<unprintable: .*circular.*big=10, nothing=undefined/s,
  );
});

test('a result narrows to its value or to its code', () => {
  const results: Result<number, 'too-large' | 'empty'>[] = [
    ok(3),
    err('too-large', 'at most 9, got 12'),
    err('empty'),
  ];
  expect(results.map((result) => (result.ok ? result.value : `${result.code}: ${result.message}`))).toEqual([
    3,
    'too-large: at most 9, got 12',
    'empty: empty',
  ]);
});

test('a ring keeps the newest items and hands back what it dropped', () => {
  const ring = new RingBuffer<number>(3);
  expect([1, 2, 3, 4, 5].map((item) => ring.push(item))).toEqual([undefined, undefined, undefined, 1, 2]);
  expect(ring.toArray()).toEqual([3, 4, 5]);
  expect([ring.at(0), ring.at(-1), ring.at(3), ring.at(-4)]).toEqual([3, 5, undefined, undefined]);
  expect(ring.shift()).toBe(3);
  ring.push(6);
  expect([...ring]).toEqual([4, 5, 6]);
  ring.clear();
  expect([ring.size, ring.shift()]).toEqual([0, undefined]);
  expect(() => new RingBuffer(0)).toThrow(AssertionError);
});

test('a grown column keeps its kind and content', () => {
  const column = grownColumn(Uint32Array.of(7, 8), 4);
  expect(column).toEqual(Uint32Array.of(7, 8, 0, 0));
  expect(() => grownColumn(column, 3)).toThrow(AssertionError);
});
