import { i18n } from '@lingui/core';
import { messages as vi } from '../locales/vi/messages.po';
import type { Locale } from '../ui/format.ts';
import { keepText, keptText } from '../live/kept-text.ts';

const KEY = 'metropane.locale';

/** Vietnamese unless this browser chose English before. Resolves when the first word can be drawn. */
export async function startLocale(): Promise<void> {
  i18n.load({ vi });
  i18n.activate('vi');
  await chooseLocale(keptText(KEY) === 'en' ? 'en' : 'vi');
}

/** Shows the page in `locale` and keeps the choice for this browser. English comes when it is asked for: few screens need it. */
export async function chooseLocale(locale: Locale): Promise<void> {
  if (locale === 'en') i18n.load({ en: (await import('../locales/en/messages.po')).messages });
  i18n.activate(locale);
  document.documentElement.lang = locale;
  keepText(KEY, locale);
}
