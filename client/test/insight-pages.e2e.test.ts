import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, type WatchedPage } from './browser.ts';
import { type FixtureScreens, openDeskPage, startFixtureScreens } from './fixture-screens.ts';

const PAGES = {
  incident: '/desk/incidents/SC-000412',
  areas: '/desk/areas?period=30d',
  area: '/desk/areas/26743?show=acknowledged',
  agencies: '/desk/agencies',
  compare: '/desk/compare?domain=air&metric=pm25UgM3&entity=hcmc-1',
} as const;
const DESK = [1920, 1080] as const;
const PHONE = [390, 844] as const;

/** What a supervisor compares, over invented answers. */
describe.skipIf(CHROMIUM === null)('the pages that compare', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  const open = (path: string, size: readonly [number, number] = DESK): Promise<WatchedPage> =>
    openDeskPage(screens, path, size);

  // Each page where it is tightest; axe takes seconds for each.
  test.each([
    ['incident', DESK],
    ['incident', PHONE],
    ['areas', PHONE],
    ['area', DESK],
    ['agencies', PHONE],
    ['compare', PHONE],
  ] as const)('%s: no violation of WCAG, no sideways scroll', async (name, size) => {
    const { page, faults, context } = await open(PAGES[name], size);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(faults).toEqual([]);
    await context.close();
  });

  test('what is unusual has its receipt, and what is too few has no rank', async () => {
    const { page, context } = await open(PAGES.incident);
    const ranked = page.locator('.surprise-list > li');
    await expect.poll(() => ranked.count()).toBe(2);
    await expect.poll(() => page.locator('.surprise-others li').count()).toBe(1);
    await ranked.first().getByRole('button').click();
    await page.getByRole('dialog').waitFor();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('receipt'))
      .toContain('series/flood/nguyen-huu-canh/depthCm/PT5M');
    await context.close();
  });

  test('one cursor goes through all lines of a panel by key, is said in words, and leaves with the focus', async () => {
    const { page, context } = await open(PAGES.incident);
    const lines = page.locator('.surprise-spark [role=slider]');
    const count = await lines.count();
    expect(count).toBeGreaterThanOrEqual(2);
    await lines.first().focus();
    await page.keyboard.press('ArrowLeft');
    const newest = await lines.first().getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    const before = await lines.first().getAttribute('aria-valuetext');
    expect(before).toMatch(/^\d\d:\d\d: .+/);
    expect(before).not.toBe(newest);
    await expect.poll(() => page.locator('.surprise-pointed').count()).toBe(count);
    await expect.poll(() => page.locator('.surprise-spark .step-cursor').count()).toBe(count);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.surprise-pointed').count()).toBe(0);
    await context.close();
  });

  test('a comparison is read bin by bin and saved with its source, zone and unit', async () => {
    const { page, context } = await open(PAGES.compare);
    await page.locator('.compare-chart [role=slider]').focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('.compare-pointed').textContent()).toContain('µg/m³');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Lưu CSV: Hai kỳ cạnh nhau' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^metropane-compare-air-hcmc-1-pm25UgM3-.*\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('Asia/Ho_Chi_Minh,air hcmc-1 pm25UgM3,µg/m³,PT1H,mean');
    await context.close();
  });

  test('wards side by side are saved as a picture and as every figure with its n', async () => {
    const { page, context } = await open(PAGES.areas);
    const save = async (name: string): Promise<{ file: string; bytes: Buffer }> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      return { file: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const table = await save('Lưu CSV: Đúng hạn theo số vụ');
    expect(table.file).toMatch(/^metropane-in-time-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.csv$/);
    const [head, city, ...wards] = table.bytes.toString('utf8').trimEnd().split('\r\n');
    expect(head).toContain('acknowledged_decided,acknowledged_in_time,acknowledged_share');
    expect(city).toContain('Thành phố Mẫu,422,357,2');
    expect(wards).toHaveLength(await page.locator('.groups-table tbody tr:not(.is-city)').count());
    const picture = await save('Lưu ảnh PNG: Đúng hạn theo số vụ');
    expect(picture.bytes.readUInt32BE(16)).toBeGreaterThan(1_900);
    await context.close();
  });

  test('the period and what is shown stand in the address, and a saved view opens them again', async () => {
    const { page, context } = await open(PAGES.areas);
    await page.getByRole('button', { name: '90 ngày' }).click();
    await page.waitForFunction(() => location.search.includes('period=90d'));
    await keep(page, 'Quý này');
    await page.getByRole('link', { name: 'Đơn vị', exact: true }).click();
    await page.waitForFunction(() => location.pathname === '/desk/agencies');
    await page.locator('.desk-who').click();
    await page.getByRole('link', { name: 'Quý này' }).click();
    await page.waitForFunction(
      () => location.pathname === '/desk/areas' && location.search.includes('period=90d'),
    );
    await expect
      .poll(() => page.getByRole('button', { name: '90 ngày' }).getAttribute('aria-pressed'))
      .toBe('true');
    await context.close();
  });
});

async function keep(page: Page, name: string): Promise<void> {
  await page.locator('.desk-who').click();
  await page.getByLabel('Tên cảnh nhìn').fill(name);
  await page.getByRole('button', { name: 'Lưu cảnh nhìn' }).click();
  await page.getByRole('link', { name }).waitFor();
  await page.locator('.desk-who').click();
}
