import { setupI18n } from '@lingui/core';
import type { I18n } from '@lingui/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { messages as detailEn } from '../locales/en/detail.po';
import { messages as detailVi } from '../locales/vi/detail.po';
import type * as Words from './words.ts';

const html = { lang: '' };
let i18n: I18n;
let words: typeof Words;

beforeEach(async () => {
  vi.stubGlobal('document', { documentElement: html });
  vi.resetModules();
  i18n = setupI18n({ locale: 'vi', messages: { vi: {}, en: {} } });
  vi.doMock('@lingui/core', () => ({ i18n }));
  words = await import('./words.ts');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('@lingui/core');
  vi.doUnmock('../locales/en/messages.po');
  vi.doUnmock('../locales/en/detail.po');
});

/** A word of the desk that differs between the languages. */
const [WORD] = Object.keys(detailVi).filter((id) => String(detailVi[id]) !== String(detailEn[id]));

test('only the language that is shown is brought, and the other with the wish for it', async () => {
  const load = vi.spyOn(i18n, 'load');
  words.startWords('en');
  await words.loadDetailWords();
  expect(load.mock.calls.map(([locale]) => locale)).toEqual(['en']);
  expect(await words.showLocale('vi')).toBe(true);
  expect(load.mock.calls.map(([locale]) => locale)).toEqual(['en', 'vi']);
  expect(i18n.messages[WORD!]).toEqual(detailVi[WORD!]);
  expect(html.lang).toBe('vi');
  load.mockRestore();
});

test('a piece that comes while the language changes has its words in both', async () => {
  words.startWords('vi');
  const change = words.showLocale('en');
  const piece = words.loadDetailWords();
  await Promise.all([change, piece]);
  expect(i18n.locale).toBe('en');
  expect(i18n.messages[WORD!]).toEqual(detailEn[WORD!]);
});

test('of two wishes the last one is shown, whichever words come first', async () => {
  words.startWords('vi');
  await words.loadDetailWords();
  const [first, last] = await Promise.all([words.showLocale('en'), words.showLocale('vi')]);
  expect([first, last]).toEqual([false, true]);
  expect(i18n.locale).toBe('vi');
});

test('without its English words a page is shown in Vietnamese, with all that it asked for', async () => {
  vi.doMock('../locales/en/messages.po', () => {
    throw new Error('away');
  });
  words.startWords('en');
  await Promise.all([words.loadPageWords(), words.loadDetailWords()]);
  expect(i18n.locale).toBe('vi');
  expect(i18n.messages[WORD!]).toEqual(detailVi[WORD!]);
});

test('words that did not come are asked for again, and the language stays', async () => {
  vi.doMock('../locales/en/detail.po', () => {
    throw new Error('away');
  });
  words.startWords('vi');
  await words.loadDetailWords();
  await expect(words.showLocale('en')).rejects.toThrow(/away|mock/);
  expect(i18n.locale).toBe('vi');
  vi.doUnmock('../locales/en/detail.po');
  vi.resetModules();
  expect(await words.showLocale('en')).toBe(true);
});

test('a text that stands in several catalogues says the same in each: the one brought last would change words that are shown', async () => {
  const { messages: first } = await import('../locales/en/first.po');
  const { messages: page } = await import('../locales/en/messages.po');
  const shown = { ...first, ...page };
  const other = Object.keys(detailEn).filter(
    (id) => id in shown && JSON.stringify(shown[id]) !== JSON.stringify(detailEn[id]),
  );
  expect(other.map((id) => [shown[id], detailEn[id]])).toEqual([]);
  expect(Object.keys(detailEn).some((id) => id in shown)).toBe(true);
});
