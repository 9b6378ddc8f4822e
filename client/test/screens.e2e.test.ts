import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openPage } from './browser.ts';
import type { WatchedPage } from './browser.ts';
import { startFixtureScreens } from './fixture-screens.ts';
import type { FixtureScreens } from './fixture-screens.ts';
import type { FixtureServer } from './fixture-server.ts';

/** What `wallUnit` computes the characters of a wall from: its smallest text and that of level 1, of 1920 pixels. */
const SMALLEST_PX = 11;
const LEVEL_1_PX = 13.5;

/** The screens over invented figures in every state, without a centre. */
describe.skipIf(CHROMIUM === null)('a screen full of figures', () => {
  let screens: FixtureScreens;
  let browser: Browser;
  let server: FixtureServer;

  beforeAll(async () => {
    screens = await startFixtureScreens();
    ({ browser, server } = screens);
  });
  afterAll(async () => {
    await screens?.stop();
  });

  async function openWall(width: number, height: number, search = ''): Promise<WatchedPage> {
    const wall = await openPage(browser, { width, height });
    await wall.page.goto(`${server.url}/wall/main/1${search}`);
    await wall.page.locator('.echart canvas').nth(2).waitFor();
    await wall.page.locator('.map-box canvas').waitFor();
    return wall;
  }

  test('a 4K wall is the same picture as a 1080p one, twice as large', async () => {
    const boxes: { name: string; x: number; y: number; width: number; height: number }[][] = [];
    for (const [width, height] of [
      [1920, 1080],
      [3840, 2160],
    ] as const) {
      const { page, context } = await openWall(width, height);
      boxes.push(
        await page.evaluate(() =>
          [...document.querySelectorAll('.panel, .kpi, .strip, .wall-header, .map-legend')].map((element) => {
            const { x, y, width: wide, height: high } = element.getBoundingClientRect();
            return { name: element.className, x, y, width: wide, height: high };
          }),
        ),
      );
      await context.close();
    }
    const [small, large] = boxes as [(typeof boxes)[0], (typeof boxes)[0]];
    expect(small.length).toBeGreaterThan(15);
    for (const [i, box] of small.entries()) {
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs(large[i]![side] - box[side] * 2), `${box.name} ${side}`).toBeLessThan(2.5);
      }
    }
  });

  test('each state of a figure looks like itself: hatched when stale, hidden when dead, said when without a source', async () => {
    const { page, faults, context } = await openWall(1920, 1080);
    const tile = (name: string) => page.locator('.kpi', { hasText: name });
    await expect.poll(() => tile('Phụ tải điện').getAttribute('class')).toBe('kpi ');
    await expect.poll(() => tile('Tốc độ giao thông TB').getAttribute('class')).toContain('kpi-p2');
    await expect.poll(() => tile('AQI trung bình').getAttribute('class')).toContain('kpi-stale');
    await expect.poll(() => tile('AQI trung bình').locator('strong').textContent()).toBe('92');
    await expect.poll(() => tile('Xe buýt đúng giờ').locator('strong').textContent()).toBe('—');
    await expect.poll(() => tile('Xe buýt đúng giờ').textContent()).toContain('Không có dữ liệu từ');
    await expect.poll(() => tile('Thiết bị trực tuyến').textContent()).toContain('Chưa có nguồn dữ liệu');
    await expect.poll(() => page.locator('.feed-row.is-troubled', { hasText: '+ 3 ?' }).count()).toBe(1);
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });

  test('no text of the wall is cut off unless it says so with an ellipsis, and none is smaller than what its sizes are computed from', async () => {
    const { page, context } = await openWall(1920, 1080);
    expect(await smallerThan(page, '.wall', SMALLEST_PX)).toEqual([]);
    expect(await smallerThan(page, '.incident-row h3, .kpi strong', LEVEL_1_PX)).toEqual([]);
    const cut = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          '.wall h1, .wall h2, .wall b, .wall strong, .wall dd, .header-tile',
        ),
      ]
        .filter((element) => element.closest('.clip') === null)
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        .map((element) => element.textContent),
    );
    expect(cut).toEqual([]);
    await context.close();
  });

  test('figures that do not touch incidents do not touch the incident list', async () => {
    const { page, context } = await openWall(1920, 1080);
    await page.waitForTimeout(500);
    const changes = await page.evaluate(async () => {
      const seen: string[] = [];
      const observer = new MutationObserver((records) => {
        for (const { target, type } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          // The running clocks of the rows are the only thing that may change.
          if (element?.closest('time, .fresh') === null) seen.push(`${type} ${element?.className ?? ''}`);
        }
      });
      const list = document.querySelector('.incidents')!;
      observer.observe(list, { subtree: true, childList: true, characterData: true, attributes: true });
      await new Promise((done) => setTimeout(done, 4_000));
      observer.disconnect();
      return seen;
    });
    expect(changes).toEqual([]);
    await context.close();
  });

  test('a lost link: all grey but the clock, which runs on, and the band with its own clock', async () => {
    const { page, context } = await openWall(1920, 1080, '?lost');
    await page.locator('.lost-band').waitFor();
    const filters = await page.evaluate(() =>
      ['.kpi-row', '.wall-main', '.strip', '.wall-clock', '.lost-band'].map(
        (selector) => getComputedStyle(document.querySelector(selector)!).filter,
      ),
    );
    expect(filters).toEqual([...Array(3).fill('grayscale(1) brightness(0.62)'), 'none', 'none']);
    const clock = await page.locator('.wall-clock time').textContent();
    await expect.poll(() => page.locator('.wall-clock time').textContent()).not.toBe(clock);
    await expect.poll(() => page.locator('.lost-band').textContent()).toMatch(/MẤT KẾT NỐI 00:\d\d/);
    await context.close();
  });
});

/** Words in these parts whose letters are smaller, as `class size words`; a digit inside a drawn glyph has the size of the glyph. */
function smallerThan(page: Page, parts: string, leastPx: number): Promise<string[]> {
  return page.evaluate(
    ([selector, least]) => {
      const found: string[] = [];
      for (const part of document.querySelectorAll(selector)) {
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const element = node.parentElement!;
          if (node.textContent!.trim() === '' || !element.checkVisibility()) continue;
          if (element.closest('svg, .sr-only, script, style') !== null) continue;
          const size = Number.parseFloat(getComputedStyle(element).fontSize);
          if (size < least - 0.01) found.push(`${element.className} ${size} ${node.textContent}`);
        }
      }
      return found;
    },
    [parts, leastPx] as const,
  );
}
