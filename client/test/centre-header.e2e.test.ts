import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen } from './open-centre-fixture.ts';

const SIZES = [
  [390, 844],
  [1280, 800],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const;

describe.skipIf(CANNOT_RUN)('the top line', () => {
  let browser: Browser;
  let centre: TestCentre;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test.each(SIZES)('of a desk shows the clock and the link at %i × %i', async (width, height) => {
    expect(await faultsAt({ path: '/desk', width, height })).toEqual([]);
  });

  test.each(SIZES.slice(1))('of a wall shows the clock and the link at %i × %i', async (width, height) => {
    expect(await faultsAt({ path: '/wall/main/1', width, height })).toEqual([]);
  });

  /** As the page is, then with the longest words that it may have to show. */
  async function faultsAt({ path, width, height }: { path: string; width: number; height: number }) {
    const { page, context } = await openScreen(browser, centre, { width, height });
    try {
      await page.goto(path);
      await page.locator('.link-tile', { hasText: 'Trực tiếp' }).waitFor();
      const faults = await faultsOfLine(page);
      await fillLine(page);
      return [...faults, ...(await faultsOfLine(page))];
    } finally {
      await context.close();
    }
  }
});

/** The longest words that each part may come to show. */
function fillLine(page: Page): Promise<void> {
  return page.evaluate(() => {
    const say = (selector: string, text: string): void => {
      const part = document.querySelector(selector);
      if (part !== null) part.textContent = text;
    };
    say('.tile-rest', '· 13 mất · 12 im lặng · 10 chưa dùng');
    say('.tile-words', 'Chạm để bật tiếng báo động của bàn này');
    say('.desk-who .clip', 'Nguyễn Thị Hoàng Phương Thảo · supervisor');
    say('.link-tile', 'Kết nối chậm · trễ 17,4 s');
    const tile = document.createElement('span');
    tile.className = 'header-tile is-simulated';
    tile.textContent = 'DỮ LIỆU MÔ PHỎNG';
    document.querySelector('.header-truth, .header-tiles')!.prepend(tile);
  });
}

/** What is not wholly on the screen, what lies on something else, and words that are cut where they must not be. */
function faultsOfLine(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const line = document.querySelector('.desk-bar, .wall-header')!;
    const parts = [...line.querySelectorAll('h1, nav a, .header-tile, .locale-switch, .wall-clock')]
      .map((part) => ({ name: part.className || part.tagName, part, box: part.getBoundingClientRect() }))
      // Pages and tiles of a desk on a phone are a row that scrolls.
      .filter(({ part, box }) => {
        const strip = part.closest('.desk-strip');
        return box.width > 0 && (strip === null || strip.scrollWidth <= strip.clientWidth);
      });
    const faults: string[] = [];
    for (const needed of ['.link-tile', '.wall-clock', '.wall-clock time'])
      if ((line.querySelector(needed)?.getBoundingClientRect().width ?? 0) < 20) faults.push(`no ${needed}`);
    const whole = parts.filter(({ part }) =>
      part.matches('.link-tile, .is-simulated, .wall-clock, .locale-switch'),
    );
    for (const { name, part } of whole)
      if (part.scrollWidth > part.clientWidth + 1) faults.push(`${name} is cut`);
    for (const { name, box } of parts)
      if (box.left < 0 || box.right > innerWidth || box.top < 0) faults.push(`${name} is off the screen`);
    parts.forEach((one, i) => {
      for (const other of parts.slice(i + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 0.5 && down > 0.5) faults.push(`${one.name} lies on ${other.name}`);
      }
    });
    return faults;
  });
}
