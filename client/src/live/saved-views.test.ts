import { beforeEach, expect, test, vi } from 'vitest';
import {
  forgetView,
  LONGEST_NAME,
  MOST_VIEWS,
  onViewsChanged,
  readViews,
  savedViews,
  saveView,
} from './saved-views.ts';

const storage = new Map<string, string>();
beforeEach(() => {
  storage.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, text: string) => void storage.set(key, text),
  });
});

test('a view comes back by its name for who kept it, and for nobody else', () => {
  expect(saveView('Lan', { name: ' Ngập tuần này ', href: '/desk/compare?domain=flood&days=7' })).toBe(true);
  expect(savedViews('Lan')).toEqual([{ name: 'Ngập tuần này', href: '/desk/compare?domain=flood&days=7' }]);
  expect(savedViews('Minh')).toEqual([]);
  expect(readViews(storage.get('metropane.views.Lan')!)).toEqual(savedViews('Lan'));
  saveView('Lan', { name: 'Ngập tuần này', href: '/desk/areas' });
  expect(savedViews('Lan')).toEqual([{ name: 'Ngập tuần này', href: '/desk/areas' }]);
  forgetView('Lan', 'Ngập tuần này');
  expect(savedViews('Lan')).toEqual([]);
});

test('neither an exercise nor another site is kept', () => {
  saveView('Hoa', { name: 'a', href: '/desk/areas/26743?period=30d&realm=exercise%3Ax#at' });
  expect(savedViews('Hoa')).toEqual([{ name: 'a', href: '/desk/areas/26743?period=30d' }]);
  for (const href of [
    'https://example.org/desk',
    '//example.org/desk',
    '/wall/main/1',
    '/deskx',
    'javascript:alert(1)',
  ])
    expect(saveView('Hoa', { name: 'b', href })).toBe(false);
  expect(saveView('Hoa', { name: '  ', href: '/desk' })).toBe(false);
  expect(savedViews('Hoa')).toHaveLength(1);
});

test('what is no view is left out, and a list has an end', () => {
  for (const text of [null, '', '{', 'null', '{}', '[null, 3, {"name":"x"}, {"name":"x","href":"//evil"}]'])
    expect(readViews(text)).toEqual([]);
  for (let i = 0; i < MOST_VIEWS; i++) saveView('Nam', { name: `n${i}`, href: '/desk' });
  expect(saveView('Nam', { name: 'one more', href: '/desk' })).toBe(false);
  expect(saveView('Nam', { name: 'n3', href: '/desk/rules' })).toBe(true);
  forgetView('Nam', 'n0');
  expect(saveView('Nam', { name: 'x'.repeat(200), href: '/desk' })).toBe(true);
  expect(savedViews('Nam').at(-1)!.name).toHaveLength(LONGEST_NAME);
});

test('who listens hears of each change until it stops', () => {
  const heard = vi.fn<() => void>();
  const stop = onViewsChanged(heard);
  saveView('An', { name: 'a', href: '/desk' });
  stop();
  saveView('An', { name: 'b', href: '/desk' });
  expect(heard).toHaveBeenCalledTimes(1);
});
