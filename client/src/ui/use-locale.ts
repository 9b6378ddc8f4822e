import { useLingui } from '@lingui/react';
import type { Text } from '@metropane/live-state';
import type { Locale } from './format.ts';

/** The chosen language; a component that calls this renders again when it changes. */
export function useLocale(): Locale {
  return useLingui().i18n.locale === 'en' ? 'en' : 'vi';
}

/** A text from data in the chosen language; the other one when it is empty. */
export function inLocale(text: Text, locale: Locale): string {
  return text[locale] || text[locale === 'vi' ? 'en' : 'vi'];
}
