import { expect, test } from 'vitest';
import { LONGEST_SEARCH, queueWishIn, withQueueWish } from './queue-wish.ts';

const NOTHING = { search: '', groups: new Set(), isMine: false };

test('a wish reads back from the address as it was, and takes no other part of it', () => {
  const wish = {
    search: 'ưu tiên:1-2 vùng:binhthanh & cháy+nổ #3',
    groups: new Set(['unacknowledged', 'returned'] as const),
    isMine: true,
  };
  const question = withQueueWish('view=map&realm=exercise:x', wish);
  expect(queueWishIn(question)).toEqual(wish);
  expect(new URLSearchParams(question).get('view')).toBe('map');
  expect(new URLSearchParams(question).get('realm')).toBe('exercise:x');
});

test('no wish leaves nothing in the address', () => {
  const before = withQueueWish('view=map', { search: 'a', groups: new Set(['open']), isMine: true });
  expect(withQueueWish(before, queueWishIn(''))).toBe('view=map');
  expect(queueWishIn('')).toEqual(NOTHING);
});

test('an address that somebody wrote by hand hides nothing by what it says wrongly', () => {
  expect(queueWishIn('groups=all,,OPEN,%00&mine=yes&find=')).toEqual(NOTHING);
  expect(queueWishIn('groups=open,open,x').groups).toEqual(new Set(['open']));
  expect(queueWishIn(`find=${'a'.repeat(9_999)}`).search).toHaveLength(LONGEST_SEARCH);
});
