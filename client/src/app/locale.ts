import { i18n } from '@lingui/core';
import { keepText, keptText } from '../live/kept-text.ts';
import { messages as en } from '../locales/en/first.po';
import { messages as vi } from '../locales/vi/first.po';
import type { Locale } from '../ui/format.ts';
import { showLocale, startWords } from './words.ts';

const KEY = 'metropane.locale';

/** Vietnamese unless this browser chose English before. The first page has its few words in both: it waits for none. */
export function startLocale(): void {
  i18n.load({ en, vi });
  startWords(keptText(KEY) === 'en' ? 'en' : 'vi');
}

/** Shows the page in `locale` and keeps the choice for this browser. */
export async function chooseLocale(locale: Locale): Promise<void> {
  if (await showLocale(locale)) keepText(KEY, locale);
}
