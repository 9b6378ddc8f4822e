import { expect, test } from 'vitest';
import { isKept, LONGEST_NAME, MOST_VIEWS, VIEWS, withoutView, withView } from './saved-views.ts';
import type { SavedView } from './saved-views.ts';

const view = (name: string, href = '/desk'): SavedView => ({ name, href });

test('a view is kept under its name, trimmed; a name that was there gets the new address', () => {
  const first = withView([], view(' Ngập tuần này ', '/desk/compare?domain=flood&days=7'))!;
  expect(first).toEqual([view('Ngập tuần này', '/desk/compare?domain=flood&days=7')]);
  const second = withView(first, view('Ngập tuần này', '/desk/areas'))!;
  expect(second).toEqual([view('Ngập tuần này', '/desk/areas')]);
  expect(withoutView(second, 'Ngập tuần này')).toEqual([]);
  expect([isKept(second[0]!, second), isKept(second[0]!, first), isKept(second[0]!, null)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('neither an exercise nor another site is kept', () => {
  expect(withView([], view('a', '/desk/areas/26743?period=30d&realm=exercise%3Ax#at'))).toEqual([
    view('a', '/desk/areas/26743?period=30d'),
  ]);
  for (const href of [
    'https://example.org/desk',
    '//example.org/desk',
    '/wall/main/1',
    '/deskx',
    '/desk/\\example.org',
    '/desk/a b',
    'javascript:alert(1)',
    `/desk?q=${'x'.repeat(2_000)}`,
  ])
    expect(withView([], view('b', href)), href).toBeNull();
  expect(withView([], view('  '))).toBeNull();
});

test('what is no view is left out, and a list has an end', () => {
  for (const value of [null, 3, {}, [null, 3, { name: 'x' }, { name: 'x', href: '//evil' }]])
    expect(VIEWS.read(value)).toEqual([]);
  expect(VIEWS.read([view('a'), view('a', '/desk/rules')])).toEqual([view('a')]);
  const full = Array.from({ length: MOST_VIEWS }, (_, i) => view(`n${i}`));
  expect(withView(full, view('one more'))).toBeNull();
  expect(withView(full, view('n3', '/desk/rules'))).toHaveLength(MOST_VIEWS);
  expect(withView([], view('x'.repeat(200)))![0]!.name).toHaveLength(LONGEST_NAME);
});

test('two windows lose nothing: the union, less what one of them took away', () => {
  const base = [view('kept'), view('gone here'), view('gone there'), view('moved there')];
  const mine = [view('kept'), view('gone there'), view('moved there'), view('new here')];
  const theirs = [
    ...[view('kept'), view('gone here'), view('moved there', '/desk/areas'), view('new there')],
  ];
  const merged = VIEWS.merge({ base, mine, theirs });
  expect(merged.map(({ name, href }) => `${name} ${href}`).toSorted()).toEqual([
    'kept /desk',
    'moved there /desk/areas',
    'new here /desk',
    'new there /desk',
  ]);
});

test('of one name with two new addresses both stay; what was changed outlives that it was taken away', () => {
  const both = VIEWS.merge({
    base: [view('a')],
    mine: [view('a', '/desk/rules')],
    theirs: [view('a', '/desk/areas')],
  });
  expect(both).toEqual([view('a', '/desk/rules'), view('a (2)', '/desk/areas')]);
  expect(VIEWS.merge({ base: [view('a')], mine: [], theirs: [view('a', '/desk/areas')] })).toEqual([
    view('a', '/desk/areas'),
  ]);
  expect(VIEWS.merge({ base: [view('a')], mine: [view('a', '/desk/rules')], theirs: [] })).toEqual([
    view('a', '/desk/rules'),
  ]);
  const long = 'x'.repeat(LONGEST_NAME);
  const names = VIEWS.merge({
    base: [],
    mine: [view(long, '/desk/rules')],
    theirs: [view(long, '/desk/areas')],
  }).map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
  expect(Math.max(...names.map((name) => name.length))).toBe(LONGEST_NAME);
});

test('the centre gets no more than it takes; the rest stays here', () => {
  const many = Array.from({ length: MOST_VIEWS + 3 }, (_, i) => view(`n${i}`));
  expect(VIEWS.sent(many)).toHaveLength(MOST_VIEWS);
});
