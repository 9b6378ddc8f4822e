import type { Page } from 'playwright-core';
import { type WatchedPage, openPage } from './browser.ts';
import type { FixtureScreens } from './fixture-screens.ts';

/** Every page over invented figures: visual tests, layouts and contrast go through this list. A new page is one line here. */
export const FIXTURE_PAGES = {
  wall: { path: '/wall/main/1', ready: '.map-box canvas' },
  desk: { path: '/desk', ready: '.queue-row' },
  'desk-incident': { path: '/desk/SC-000412', ready: '.detail-head h2' },
  incident: { path: '/desk/incidents/SC-000412', ready: 'main h2' },
  sources: { path: '/desk/sources', ready: '.feed-table tbody tr' },
  shift: { path: '/desk/shift/water', ready: 'main :is(h2, h3)' },
  roster: { path: '/desk/shift/supervisor?role=supervisor', ready: 'main :is(h2, h3)' },
  handover: { path: '/desk/handover/BG-000040', ready: '.signature' },
  performance: { path: '/desk/alarms', ready: '.performance-panel' },
  rules: { path: '/desk/rules/flood-depth?role=supervisor', ready: '.rule-head' },
  'sign-in': { path: '/desk?signedout', ready: 'main h1' },
  gallery: { path: '/gallery', ready: '[data-piece=SystemsPanel]' },
} as const satisfies Readonly<Record<string, { path: string; ready: string }>>;
export type FixturePage = keyof typeof FIXTURE_PAGES;

export interface View {
  readonly size: readonly [width: number, height: number];
  readonly theme?: string;
}

/** Opens a page whose time stands still, and waits until its words, fonts and answers are there. */
export async function openStill(
  { browser, server }: FixtureScreens,
  name: FixturePage,
  { size: [width, height], theme = 'dark' }: View,
): Promise<WatchedPage> {
  const watched = await openPage(browser, { width, height });
  const { path, ready } = FIXTURE_PAGES[name];
  await watched.page.emulateMedia({ reducedMotion: 'reduce' });
  await watched.page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}still&theme=${theme}`);
  await watched.page.locator(ready).first().waitFor({ state: 'attached' });
  await settle(watched.page);
  return watched;
}

/** The words and colours of a page that is open already. */
export async function showPage(page: Page, locale: 'vi' | 'en', theme: string): Promise<void> {
  await page.evaluate(
    ([toLocale, toTheme]) =>
      (globalThis as unknown as { showPage(locale: string, theme: string): Promise<void> }).showPage(
        toLocale!,
        toTheme!,
      ),
    [locale, theme],
  );
  await settle(page);
}

async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
