import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openPage } from './browser.ts';
import { fixtureGround } from './fixture/fixture-ground.ts';
import { startFixtureScreens } from './fixture-screens.ts';
import type { FixtureScreens } from './fixture-screens.ts';
import type { FixtureServer } from './fixture-server.ts';

const TILES = '**/api/v1/base-map/fixture.pmtiles';

describe.skipIf(CHROMIUM === null)('themes and the ground of the map', () => {
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

  /** The mean lightness of the map's own picture, 0 to 1. */
  async function mapLightness(page: Page): Promise<number> {
    const png = await page.locator('.map-box canvas').screenshot();
    return page.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(64, 64).getContext('2d')!;
      context.drawImage(image, 0, 0, 64, 64);
      const { data: pixels } = context.getImageData(0, 0, 64, 64);
      let sum = 0;
      for (let i = 0; i < pixels.length; i += 4) sum += pixels[i]! + pixels[i + 1]! + pixels[i + 2]!;
      return sum / (64 * 64 * 3 * 255);
    }, png.toString('base64'));
  }

  test.each(['/wall/main/1', '/desk', '/desk/sources'])('%s by day is accessible', async (path) => {
    const { page, context } = await openPage(browser, { width: 1920, height: 1080 });
    await page.goto(`${server.url}${path}?theme=light`);
    await page.locator('.wall, .desk, .sources').first().waitFor();
    await page.locator('.echart canvas, .queue-rows, .feed-table').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });

  test('the switch at a desk goes dark, light, high contrast, as the machine; the browser keeps it; an address overrules it', async () => {
    const { page, context } = await openPage(browser, { width: 1920, height: 1080 });
    const shown = (): Promise<string | undefined> =>
      page.evaluate(() => document.documentElement.dataset['theme']);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`${server.url}/desk`);
    const button = page.locator('.theme-switch');
    await button.waitFor();
    expect(await shown()).toBe('dark');
    await button.press('Enter');
    expect(await shown()).toBe('light');
    await page.reload();
    await button.waitFor();
    expect(await shown()).toBe('light');
    await button.press('Enter');
    expect(await shown()).toBe('contrast');
    await button.press('Enter');
    expect(await shown()).toBe('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(shown).toBe('dark');
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await expect.poll(shown).toBe('contrast');
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
    await page.goto(`${server.url}/desk?theme=light`);
    await button.waitFor();
    expect(await shown()).toBe('light');
    await context.close();
  });

  test('map and charts change with the page, without a new map', async () => {
    const { page, context } = await openPage(browser, { width: 1280, height: 800 });
    await page.goto(`${server.url}/desk`);
    await page.locator('.map-box canvas').waitFor();
    await expect.poll(() => mapLightness(page)).toBeLessThan(0.25);
    await page.evaluate(() => document.querySelector('.map-box canvas')!.setAttribute('data-first', 'yes'));
    await page.locator('.theme-switch').click();
    await expect.poll(() => mapLightness(page)).toBeGreaterThan(0.6);
    await expect.poll(() => page.locator('.map-box canvas').getAttribute('data-first')).toBe('yes');
    await context.close();
  });

  test('tiles that cannot be had are said, asked for again, and the mark goes when they come', async () => {
    const { page, context } = await openPage(browser, { width: 1280, height: 800 });
    await page.route(TILES, (route) => route.abort());
    await page.goto(`${server.url}/desk`);
    const mark = page.locator('.map-fault', { hasText: 'Bản đồ nền không tải được' });
    await mark.waitFor();
    await page.unroute(TILES);
    await expect.poll(() => mark.count()).toBe(0);
    await context.close();
  });

  test.each([
    { kind: 'style', url: '/api/v1/base-map/none.json' },
    { kind: 'pmtiles', url: '/api/v1/base-map/none.pmtiles' },
  ])('another map that cannot be had ($kind) is replaced by the own one, visibly', async (external) => {
    const { page, context } = await openPage(browser, { width: 1280, height: 800 });
    const ground = fixtureGround();
    await page.route('**/api/v1/city', (route) =>
      route.fulfill({ json: { ...ground, baseMap: { ...ground.baseMap, external } } }),
    );
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${server.url}/desk`);
    await page.locator('.map-fault', { hasText: 'Không có bản đồ ngoài' }).waitFor();
    await expect.poll(() => asked).toContain(ground.baseMap.tiles);
    expect(asked).toContain(external.url);
    await context.close();
  });

  test('a style of another map is drawn with its attribution as plain words', async () => {
    const { page, context } = await openPage(browser, { width: 1280, height: 800 });
    const ground = fixtureGround();
    const external = { kind: 'style', url: '/api/v1/base-map/city-style.json' };
    const style = {
      version: 8,
      sources: {
        none: {
          type: 'geojson',
          data: { type: 'FeatureCollection', features: [] },
          attribution: '<b>© Ai đó</b>',
        },
      },
      layers: [{ id: 'all-red', type: 'background', paint: { 'background-color': '#ff0000' } }],
    };
    await page.route('**/api/v1/city', (route) =>
      route.fulfill({ json: { ...ground, baseMap: { ...ground.baseMap, external } } }),
    );
    await page.route(`**${external.url}`, (route) => route.fulfill({ json: style }));
    await page.goto(`${server.url}/desk`);
    await page.locator('.map-notes', { hasText: '© Ai đó' }).waitFor();
    await expect.poll(() => page.locator('.map-notes b').count()).toBe(0);
    await expect.poll(() => page.locator('.map-fault').count()).toBe(0);
    await expect.poll(() => mapLightness(page)).toBeGreaterThan(0.28);
    await context.close();
  });
});
