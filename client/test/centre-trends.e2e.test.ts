import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen, type Screen } from './open-centre-fixture.ts';

/** Trends and systems of a real centre that was told one gauge of the last hour. */
describe.skipIf(CANNOT_RUN)('trends and systems', () => {
  let centre: TestCentre;
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    screen = await openScreen(browser, centre);
    const now = Math.floor(Date.now() / 60_000) * 60_000;
    const levels = Array.from({ length: 60 }, (_, i) => ({
      ...{ domain: 'river', entity: 'phu-an', t: new Date(now - (60 - i) * 60_000).toISOString() },
      v: { levelM: i / 100 },
    }));
    const answer = await centre.post('/api/v1/observations', levels);
    if (answer.status !== 202) throw new Error(`levels: ${answer.status} ${await answer.text()}`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('one cursor for all charts, history and back by keys, a table that a person may open', async () => {
    const { page, faults } = screen;
    await page.goto('/desk/trends/trend%2Fphu-an');
    const large = page.locator('.trend-large');
    await large.locator('canvas').waitFor();
    // Three days are needed before anything is called usual.
    await large.getByText('chưa đủ ngày để biết thường ngày: 0/').waitFor();
    await large.getByRole('slider').press('ArrowLeft');
    const cards = await page.locator('.trend-card').count();
    await expect.poll(() => page.locator('.trend-card .trend-cursor').count()).toBe(cards);
    await page.getByRole('button', { name: 'Sớm hơn' }).click();
    await page.getByText('Xu hướng · lịch sử').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Xu hướng · trực tiếp').waitFor();
    await large.locator('canvas').waitFor();
    const download = page.waitForEvent('download');
    await large.getByRole('slider').press('c');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^metropane-trend-phu-an-.*\.csv$/);
    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
    expect(lines[0]).toContain('start_utc,end_utc,start_local');
    // The last value of each of the twelve windows or thirteen that the hour touches.
    const told = lines.filter((line) => /PT5M,0\.\d+,[1-5],/.test(line));
    expect(told.length).toBeGreaterThanOrEqual(12);
    const picture = page.waitForEvent('download');
    await large.getByRole('slider').press('p');
    const png = await readFile(await (await picture).path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(await axeViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('the thirteen systems say that nothing was heard of them, and invent nothing', async () => {
    const { page, faults } = screen;
    await page.goto('/desk/systems/petitions');
    await page.locator('.system-detail dl').first().waitFor();
    await expect.poll(() => page.locator('.system-card').count()).toBe(13);
    await page.locator('[data-system=petitions]').getByText('chưa kết nối').waitFor();
    expect(await page.locator('[data-system=petitions] .system-value').allInnerTexts()).toEqual(
      (await page.locator('[data-system=petitions] .system-value').allInnerTexts()).map(() => '—'),
    );
    expect(await axeViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
