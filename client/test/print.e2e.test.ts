import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from './browser.ts';
import { type FixturePage, openStill } from './fixture-pages.ts';
import { type FixtureScreens, startFixtureScreens } from './fixture-screens.ts';

/** What is printed at a desk, and words of its last part: paper must not end where the screen does. */
const PAPERS: readonly (readonly [FixturePage, last: string])[] = [
  ['performance', '.performance-panel'],
  ['shift', '.brief-part'],
  ['handover', '.sheet-foot'],
  ['incident', 'main section'],
];

describe.skipIf(CHROMIUM === null)('a page on paper', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  test.each(PAPERS)('%s is white, whole, and without what only a screen can do', async (name, last) => {
    const { page, context } = await openStill(screens, name, { size: [1280, 800] });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
    await expect.poll(() => page.locator('.desk-bar nav').isVisible()).toBe(false);
    const cut = await page.evaluate((selector) => {
      const element = [...document.querySelectorAll<HTMLElement>(selector)].at(-1)!;
      const cutting: string[] = [];
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        const isCut = getComputedStyle(up).overflowY !== 'visible' && up.scrollHeight > up.clientHeight + 1;
        if (isCut && up !== document.documentElement) cutting.push(`${up.tagName}.${up.className}`);
      }
      return cutting;
    }, last);
    expect(cut).toEqual([]);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await context.close();
  });
});
