import { expect, test } from 'vitest';

import { isTopicFilter, matchesTopicFilter } from './topic-filter.ts';

test.each([
  ['a/b', 'a/b', true],
  ['a/b', 'a/b/c', false],
  ['a/b', 'a', false],
  ['a/+', 'a/b', true],
  ['a/+', 'a/', true],
  ['a/+', 'a', false],
  ['a/+', 'a/b/c', false],
  ['+/b/#', 'a/b', true],
  ['+/b/#', 'a/b/c/d', true],
  ['a/#', 'a', true],
  ['a/#', 'ab', false],
  ['#', 'a/b', true],
  ['#', '$SYS/x', false],
  ['+/x', '$SYS/x', false],
  ['$SYS/#', '$SYS/x', true],
  ['/hfp/v2/journey/ongoing/vp/#', '/hfp/v2/journey/ongoing/vp/bus/0018/01029', true],
  ['/hfp/v2/journey/+/vp/#', '/hfp/v2/journey/ongoing/dep/bus', false],
  ['+/+', '/a', true],
] as const)('%s takes %s: %s', (filter, topic, wanted) => {
  expect(matchesTopicFilter(filter, topic)).toBe(wanted);
});

test.each([
  ['a/b', true],
  ['#', true],
  ['+/+/#', true],
  ['/a', true],
  ['', false],
  ['a/#/b', false],
  ['a#', false],
  ['a/b+', false],
  ['a\u0000', false],
] as const)('%j is a filter: %s', (filter, wanted) => {
  expect(isTopicFilter(filter)).toBe(wanted);
});
