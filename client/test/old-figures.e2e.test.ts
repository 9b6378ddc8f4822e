import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openPage } from './browser.ts';
import { type FixtureScreens, startFixtureScreens } from './fixture-screens.ts';

const HOUR_MS = 3_600_000;
const DAYS_MS = 240 * HOUR_MS;
/** What was measured: on walls by its place, at a desk whatever has a receipt. */
const FIGURES = '.kpi strong, .corridor strong, .tide-value, .figure-button';

interface Figure {
  readonly what: string;
  readonly text: string;
  /** Whether it, or the panel that it stands in, says that it is old. */
  readonly isMarked: boolean;
}

/** The feeds stop and the link is well: nothing that was measured passes for fresh, on whatever page it stands. */
describe.skipIf(CHROMIUM === null)('figures whose feeds have stopped', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  async function openAged(path: string, agedMs: number): Promise<Page> {
    const { page } = await openPage(screens.browser, { width: 1920, height: 1080 });
    await page.goto(`${screens.server.url}${path}${path.includes('?') ? '&' : '?'}still&agedMs=${agedMs}`);
    await page.locator(FIGURES).first().waitFor();
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
    return page;
  }

  test('on a wall with fresh figures hardly one is marked: the marks below mean something', async () => {
    const page = await openAged('/wall/main/1', 0);
    const figures = await figuresOf(page);
    const shown = figures.filter(({ text }) => /\d/.test(text));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter(({ isMarked }) => isMarked).length).toBeLessThan(shown.length / 3);
    await page.context().close();
  });

  test.each(['/wall/main/1', '/desk/SC-000412'])(
    '%s: after three hours all that still has a value is marked as old',
    async (path) => {
      const page = await openAged(path, 3 * HOUR_MS);
      expect(unmarked(await figuresOf(page))).toEqual([]);
      await page.context().close();
    },
  );

  test.each(['/wall/main/1', '/desk/SC-000412'])(
    '%s: after ten days no value is left, nothing is called unusual, and times have their day',
    async (path) => {
      const page = await openAged(path, DAYS_MS);
      const figures = await figuresOf(page);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.filter(({ text }) => /\d/.test(text))).toEqual([]);
      const said = await page.evaluate(() =>
        [...document.querySelectorAll('.kpi, .corridors .panel-head, .tide .panel-head, .detail, .timeline')]
          .map((part) => (part as HTMLElement).innerText)
          .join('\n'),
      );
      expect(said).not.toMatch(/(cao|thấp|chậm|nhanh) hơn (thường ngày|mọi khi)/);
      expect(said).toMatch(/1[23]\/11 \d\d:\d\d/);
      expect(said).not.toMatch(/Không có dữ liệu từ \d\d:/);
      await page.context().close();
    },
  );
});

function unmarked(figures: readonly Figure[]): string[] {
  return figures
    .filter(({ text, isMarked }) => /\d/.test(text) && !isMarked)
    .map(({ what, text }) => `${what}: ${text}`);
}

function figuresOf(page: Page): Promise<Figure[]> {
  return page.evaluate(
    (figures) =>
      [...document.querySelectorAll<HTMLElement>(figures)].map((figure) => {
        const part = figure.closest('.kpi, .corridor, .nearby-tile') ?? figure.closest('.panel');
        const old = '.fresh-stale, .fresh-dead, .hatched';
        const isMarked =
          part?.matches('.corridor-old') === true || (part?.querySelector(old) ?? null) !== null;
        const clone = figure.cloneNode(true) as HTMLElement;
        for (const hidden of clone.querySelectorAll('.sr-only')) hidden.remove();
        const name = part?.querySelector('h2, h3, figcaption')?.textContent ?? '';
        return { what: figure.dataset['receipt'] ?? name, text: clone.textContent.trim(), isMarked };
      }),
    FIGURES,
  );
}
