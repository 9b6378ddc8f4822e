import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markTileOf } from '../../packages/live-state/src/mark-levels.ts';
import { CHROMIUM, openPage } from './browser.ts';
import { fixtureAlarms } from './fixture/fixture-alarms.ts';
import { type FixtureScreens, startFixtureScreens } from './fixture-screens.ts';

const MANY = 400;
const LEVELS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

describe.skipIf(CHROMIUM === null)('what stands on a map', () => {
  let screens: FixtureScreens;
  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  const open = async (path: string): Promise<{ page: Page; close(): Promise<void> }> => {
    const { page, context, faults } = await openPage(screens.browser, { width: 1920, height: 1080 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${screens.server.url}${path}`);
    await page.locator('.map-overlay .marker').first().waitFor();
    const close = async (): Promise<void> => {
      expect(faults).toEqual([]);
      await context.close();
    };
    return { page, close };
  };

  test('marks of a wall that stand for many say how many and how bad the worst is, and hide no legend', async () => {
    const { page, close } = await open(`/wall/main/1?scene=water&still&alarms=${MANY}`);
    await page.locator('.alarm-cluster').first().waitFor();
    const shown = await page.locator('.alarm-cluster').evaluateAll((marks) =>
      marks.map((mark) => ({
        count: Number(mark.querySelector('.num')!.textContent),
        worst: Number(mark.querySelector('.glyph text')!.textContent),
        isPressed: mark.matches('button, a'),
      })),
    );
    expect(shown.every(({ isPressed }) => !isPressed)).toBe(true);
    // One level of the map explains all of them.
    const strangers = LEVELS.map((level) => {
      const groups = groupsOf(level);
      return shown.filter(({ count, worst }) => !groups.has(`${count} × P${worst}`)).length;
    });
    expect(Math.min(...strangers)).toBe(0);
    expect(new Set(shown.map(({ worst }) => worst)).size).toBeGreaterThan(1);
    await page.locator('.wall-area').waitFor();
    await expect.poll(() => coveredMarks(page)).toEqual([]);
    await close();
  });

  test('a window of the desk looks where it was left after a reload, and home at a press', async () => {
    const { page, close } = await open('/desk?still');
    const place = () =>
      page
        .locator('.map-overlay .marker')
        .first()
        .evaluate((mark) => (mark as HTMLElement).style.transform);
    const home = await place();
    const map = page.locator('.map-box canvas');
    await map.press('ArrowRight');
    let moved = home;
    await expect
      .poll(async () => {
        const before = moved;
        moved = await place();
        return moved !== home && moved === before;
      })
      .toBe(true);
    await page.reload();
    await expect.poll(place).toBe(moved);
    await page.locator('#map-home-button').click();
    await expect.poll(place).toBe(home);
    await close();
  });
});

/** `12 × P2` of every tile of a level that holds more than one, worked out from the alarms one by one. */
function groupsOf(level: number): Set<string> {
  const tiles = new Map<string, { count: number; worst: number }>();
  for (const { loc, priority, state } of fixtureAlarms(0, MANY)) {
    // Life-threatening ones stand alone, shelved ones nowhere.
    if (loc === undefined || priority === 1 || state === 'shelved') continue;
    const tile = markTileOf(loc, level);
    const { count, worst } = tiles.get(tile) ?? { count: 0, worst: 9 };
    tiles.set(tile, { count: count + 1, worst: Math.min(worst, priority) });
  }
  return new Set([...tiles.values()].map(({ count, worst }) => `${count} × P${worst}`));
}

/** Marks that lie under, or over, what must be readable. */
function coveredMarks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.city-map .map-tile')].map((tile) =>
      tile.getBoundingClientRect(),
    );
    return [...document.querySelectorAll('.map-overlay :is(.marker, .alarm-mark)')].flatMap((mark) => {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const covering = boxes.filter((box) => x > box.left && x < box.right && y > box.top && y < box.bottom);
      return covering.length > 0 ? [`${mark.className} at ${x}, ${y}`] : [];
    });
  });
}
