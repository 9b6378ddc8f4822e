import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, type Screen, openScreen, openWall, postReport } from './open-centre-fixture.ts';

/** Letters that only Vietnamese has: none of the program's own words may contain one in English. */
const VIETNAMESE = /[ăđơưạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/i;

describe.skipIf(CANNOT_RUN)('the desk for people on the way and for guests', () => {
  let browser: Browser;
  let centre: TestCentre;
  let phone: Screen;
  let guest: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    await postReport(centre, {
      id: 'e1',
      title: 'Cháy nhà dân Bến Nghé',
      category: 'fire',
      severity: 1,
      loc: [106.703, 10.776],
    });
    phone = await openScreen(browser, centre, { width: 390, height: 844 });
    guest = await openScreen(browser, centre, { width: 1280, height: 800 });
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('a phone shows the list first, opens and leaves an incident, and never scrolls sideways', async () => {
    const { page } = phone;
    await page.goto('/desk');
    await page.locator('.queue-row', { hasText: 'Cháy nhà dân' }).waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('.queue-row', { hasText: 'Cháy nhà dân' }).click();
    await page.getByRole('heading', { level: 2, name: 'Cháy nhà dân Bến Nghé' }).waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Về danh sách' }).click();
    await page.locator('.queue-row').first().waitFor();
    expect(page.url()).toBe(`${centre.http}/desk`);
  });

  test('English shows English at the desk: no Vietnamese word of the program is left', async () => {
    const { page } = guest;
    await page.goto('/desk');
    await page.locator('.queue-row').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('.detail-head', { hasText: 'Unacknowledged' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    const words = await wordsOfProgram(page);
    expect(words.length).toBeGreaterThan(40);
    expect(words.filter((word) => VIETNAMESE.test(word))).toEqual([]);
  });

  test('the choice holds for the wall of the same browser, too', async () => {
    const { page } = guest;
    await openWall(guest);
    await page.getByRole('heading', { name: 'Mean traffic speed' }).waitFor();
    expect((await wordsOfProgram(page)).filter((word) => VIETNAMESE.test(word))).toEqual([]);
  });

  test('wrote nothing to the console', () => {
    expect([...phone.faults, ...guest.faults]).toEqual([]);
  });
});

/** Pixels by which the page is wider than the screen. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Visible texts and labels, without what people, places and the other language's button are called. */
function wordsOfProgram(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names =
      'h1, strong, q, textarea, .detail-head h2, .detail-head p, .incident-text, .wall-incident h3, .nearby-tile h3, .marker, .callout, .corridor, [lang="vi"], .map-box';
    const words: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const isName = node.parentElement!.closest(names) !== null;
      if (!isName && node.parentElement!.checkVisibility()) words.push(node.textContent!);
    }
    for (const each of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      if (each.closest(names) !== null) continue;
      for (const attribute of ['aria-label', 'placeholder', 'title'])
        words.push(each.getAttribute(attribute) ?? '');
    }
    return words.filter((word) => word.trim() !== '');
  });
}
