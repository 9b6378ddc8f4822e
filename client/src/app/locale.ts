import { i18n } from '@lingui/core';
import { messages as en } from '../locales/en/messages.po';
import { messages as vi } from '../locales/vi/messages.po';
import type { Locale } from '../ui/format.ts';

const KEY = 'metropane.locale';

/** Vietnamese unless this browser chose English before. */
export function startLocale(): void {
  i18n.load({ en, vi });
  chooseLocale(storedLocale());
}

/** Shows the page in `locale` and keeps the choice for this browser. */
export function chooseLocale(locale: Locale): void {
  i18n.activate(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(KEY, locale);
  } catch (error) {
    // A kiosk may forbid storage: the choice then lasts as long as the page.
    if (!(error instanceof DOMException)) throw error;
  }
}

function storedLocale(): Locale {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'vi';
  } catch (error) {
    if (error instanceof DOMException) return 'vi';
    throw error;
  }
}
