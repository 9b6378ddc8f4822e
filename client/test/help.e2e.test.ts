import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openPage } from './browser.ts';
import { type FixtureScreens, startFixtureScreens } from './fixture-screens.ts';

describe.skipIf(CHROMIUM === null)('help and the round over the desk', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  test('a first visit covers nothing; F1 helps with the page, and the dot is gone for good', async () => {
    const { page, context, faults } = await openPage(screens.browser, { width: 1920, height: 1080 });
    await page.goto(`${screens.server.url}/desk/alarms`);
    await page.locator('.help-new').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('F1');
    const help = page.locator('dialog.help');
    await help.getByText('một người có trả lời kịp').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.help-button').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('.help-new').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the round goes to the desk, by keys alone, points at what it means, and ends', async () => {
    const { page, context } = await openPage(screens.browser, { width: 1920, height: 1080 });
    await page.goto(`${screens.server.url}/desk/alarms`);
    await page.locator('.help-button').waitFor({ state: 'attached' });
    await page.keyboard.press('F1');
    await page.getByRole('button', { name: 'Đi một vòng quanh bàn trực' }).press('Enter');
    const card = page.locator('.tour-card');
    await card.getByText('1 / 5').waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/desk');
    await page.locator('.tour-frame').waitFor();
    const [frame, queue] = await Promise.all([
      page.locator('.tour-frame').boundingBox(),
      page.locator('.desk-left').boundingBox(),
    ]);
    expect(Math.abs(frame!.x - queue!.x)).toBeLessThan(4);
    await page.keyboard.press('ArrowRight');
    await card.getByText('2 / 5').waitFor();
    await page.keyboard.press('ArrowLeft');
    await card.getByText('1 / 5').waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await context.close();
  });
});
