import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from './browser.ts';
import { FIXTURE_PAGES, type FixturePage, isWall, openStill, type View } from './fixture-pages.ts';
import { type FixtureScreens, startFixtureScreens } from './fixture-screens.ts';

const PHONE: View['size'] = [390, 844];
const TABLET: View['size'] = [768, 1024];
/** A thumb: 44 px a side (WCAG 2.5.5, SCREENS). */
const TARGET_PX = 44;
/** SCREENS: body text 15, nothing below 12. */
const SMALLEST_LETTERS_PX = 12;
const EVERYTHING = (Object.keys(FIXTURE_PAGES) as FixturePage[]).filter(
  (name) => !isWall(name) && !['gallery', 'starting', 'wall-code'].includes(name),
);
/** What officers open on the way; the long battery holds every page in the hand. */
const FEW: readonly FixturePage[] = [
  ...(['desk', 'desk-incident', 'incident', 'incidents', 'sources', 'shift', 'roster'] as const),
  ...(['handover', 'performance', 'rules', 'systems', 'sign-in'] as const),
];
const PAGES = process.env.METROPANE_TEST_FULL === '1' ? EVERYTHING : FEW;

/** Officers on the way: every page of the desk on a phone and on a tablet. */
describe.skipIf(CHROMIUM === null)('a page in the hand', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  test.each(PAGES)('%s: fits, and a thumb finds everything', async (name) => {
    const { page, context } = await openStill(screens, name, { size: PHONE });
    for (const size of [PHONE, TABLET]) {
      await page.setViewportSize({ width: size[0], height: size[1] });
      expect(await sideways(page), `${name} ${size[0]} scrolls sideways`).toBeLessThanOrEqual(0);
      expect(await smallTargets(page, TARGET_PX), `${name} ${size[0]} targets`).toEqual([]);
      expect(await smallLetters(page, SMALLEST_LETTERS_PX), `${name} ${size[0]} letters`).toEqual([]);
    }
    await context.close();
  });

  test('on a phone an alarm is opened, acknowledged and left again with the thumb alone', async () => {
    const { page, context } = await openStill(screens, 'desk', { size: PHONE });
    await page.locator('.queue-row', { hasText: 'Cháy nhà xưởng' }).first().click();
    const acknowledge = page.getByRole('button', { name: /^Xác nhận/ }).first();
    await acknowledge.click();
    await page.getByRole('button', { name: 'Về danh sách' }).click();
    await page.locator('.queue-row').first().waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/desk');
    await context.close();
  });
});

function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/**
 * What can be pressed and is smaller than a thumb, as `name width×height`. Links inside a sentence and pins of a map are excepted, as in
 * WCAG 2.5.5; a box that a label of full size presses counts as large as its label.
 */
function smallTargets(page: Page, leastPx: number): Promise<string[]> {
  return page.evaluate((least) => {
    const targets =
      'button, a[href], input, select, textarea, summary, [role=tab], [role=option], [tabindex="0"]';
    return [...document.querySelectorAll<HTMLElement>(targets)].flatMap((element) => {
      if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) return [];
      if (element.closest('.map-box, .marker, .alarm-mark, .sr-only, p, code, [inert]') !== null) return [];
      if (element.matches(':disabled, [tabindex="-1"]:not(button)')) return [];
      const pressed = element.matches('[type=checkbox], [type=radio]')
        ? (element.closest('label') ?? element)
        : element;
      // A link whose ::after lies over its whole row is as large as the row.
      const cover = getComputedStyle(pressed, '::after');
      const { width, height } =
        cover.position === 'absolute' && cover.content === '""'
          ? { width: Number.parseFloat(cover.width), height: Number.parseFloat(cover.height) }
          : pressed.getBoundingClientRect();
      if (width === 0 || (width >= least - 0.5 && height >= least - 0.5)) return [];
      // A wide list that scrolls by itself is no target.
      if (element.matches('[tabindex="0"]') && height >= least && width >= least) return [];
      const name = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 24);
      return [
        `${element.tagName.toLowerCase()}.${element.className} "${name}" ${Math.round(width)}×${Math.round(height)}`,
      ];
    });
  }, leastPx);
}

function smallLetters(page: Page, leastPx: number): Promise<string[]> {
  return page.evaluate((least) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement!;
      if (node.textContent!.trim() === '' || !element.checkVisibility()) continue;
      // Digits inside a drawn glyph have its size, and the map draws its own letters.
      if (element.closest('svg, .map-box, .sr-only, script, style, .keycap') !== null) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (size < least) found.add(`${element.tagName.toLowerCase()}.${element.className} ${size}`);
    }
    return [...found];
  }, leastPx);
}
