/**
 * The words of the screens in the language that is shown. Those of the first page of all are part of it (`locale.ts`); these are brought
 * beside the pieces that draw them, and a piece is drawn only when its words are there: a word that is missing is shown as its number.
 */
import { i18n } from '@lingui/core';
import type { Messages } from '@lingui/core';
import type { Locale } from '../ui/format.ts';

/** `page`: of every page after the first. `detail`: of what is opened on demand, the desk among it. */
type Catalogue = 'page' | 'detail';

const BRING: Record<Catalogue, Record<Locale, () => Promise<{ messages: Messages }>>> = {
  page: { vi: () => import('../locales/vi/messages.po'), en: () => import('../locales/en/messages.po') },
  detail: { vi: () => import('../locales/vi/detail.po'), en: () => import('../locales/en/detail.po') },
};
/** What a change of the language must bring before it is shown. */
const wanted = new Set<Catalogue>();
const brought = new Map<string, Promise<void>>();
/** The language that will be shown when its words are there; the one that is shown while nobody asked for another. */
let aimed: Locale = 'vi';

/** Before anything is drawn: the few words of the first page are here, and nothing else is wanted yet. */
export function startWords(locale: Locale): void {
  aimed = locale;
  activate(locale);
}

/** Brings what every page after the first stands on. Without its English words it still shows its figures, in Vietnamese. */
export async function loadPageWords(): Promise<void> {
  try {
    await load('page');
  } catch (error) {
    if (aimed === 'vi') throw error;
    await showLocale('vi');
  }
}

/** Brings the words of receipts, of the desk and of its pages. Wait for it before the first of them is drawn. */
export function loadDetailWords(): Promise<void> {
  return load('detail');
}

/** Shows the page in another language, as soon as all its words are there; false when yet another was asked for meanwhile. */
export async function showLocale(locale: Locale): Promise<boolean> {
  const shown = aimed;
  aimed = locale;
  try {
    await Promise.all(Array.from(wanted, (catalogue) => bring(catalogue, locale)));
  } catch (error) {
    if (aimed === locale) aimed = shown;
    throw error;
  }
  if (aimed !== locale) return false;
  activate(locale);
  return true;
}

function activate(locale: Locale): void {
  i18n.activate(locale);
  document.documentElement.lang = locale;
}

async function load(catalogue: Catalogue): Promise<void> {
  wanted.add(catalogue);
  // The language may change while a piece is on its way: it is drawn in one of the two.
  const shown: Locale = i18n.locale === 'en' ? 'en' : 'vi';
  await Promise.all(Array.from(new Set([shown, aimed]), (locale) => bring(catalogue, locale)));
}

function bring(catalogue: Catalogue, locale: Locale): Promise<void> {
  const key = `${catalogue} ${locale}`;
  const running = brought.get(key) ?? fetchWords(catalogue, locale);
  brought.set(key, running);
  // The next try may reach the server.
  running.catch(() => brought.delete(key));
  return running;
}

async function fetchWords(catalogue: Catalogue, locale: Locale): Promise<void> {
  i18n.load(locale, (await BRING[catalogue][locale]()).messages);
}
