/** What a person keeps of the desk follows them to another browser, and says so while the centre does not have it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser, willHoldRequests } from './browser.ts';
import { CANNOT_RUN, openScreen, type Screen } from './open-centre-fixture.ts';

const SIZE = { width: 1920, height: 1080 };
const ONLY_HERE = 'chỉ trong trình duyệt này';

describe.skipIf(CANNOT_RUN)('settings of a person', () => {
  let browser: Browser;
  let centre: TestCentre;
  let here: Screen;
  let there: Screen;

  beforeAll(async () => {
    browser = await openBrowser();
    centre = await startCentre();
    [here, there] = [await openScreen(browser, centre, SIZE), await openScreen(browser, centre, SIZE)];
    await willHoldRequests(here.context);
    await here.page.goto('/desk');
    await here.page.locator('.desk-main').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('views and the layout of the desk are there in another browser', async () => {
    const { page } = here;
    expect(await columnsOf(page)).toEqual(['desk-left', 'desk-map', 'desk-empty']);
    await page.locator('.desk-who').click();
    await page.getByRole('textbox', { name: 'Tên cảnh nhìn' }).fill('Ban dem');
    await page.getByRole('button', { name: 'Lưu cảnh nhìn' }).click();
    await page.getByText('Bố trí bàn trực').click();
    await page.getByRole('button', { name: 'Hàng đợi sang phải' }).click();
    await page.getByRole('checkbox', { name: 'Chỉ số báo động' }).uncheck();
    expect(await columnsOf(page)).toEqual(['desk-map', 'desk-left', 'desk-empty']);
    expect(await axeViolations(page)).toEqual([]);
    // Kept by the centre, not only here.
    await expect
      .poll(async () => Object.keys((await settingsOf(here)).items).toSorted())
      .toEqual(['layout', 'views']);
    await page.locator('.saved-views', { hasText: 'Ban dem' }).waitFor();
    await expect.poll(() => page.getByText(ONLY_HERE).count()).toBe(0);

    await there.page.goto('/desk');
    await there.page.locator('.desk-main').waitFor();
    await expect.poll(() => columnsOf(there.page)).toEqual(['desk-map', 'desk-left', 'desk-empty']);
    await expect.poll(() => there.page.locator('.desk-stats').count()).toBe(0);
    await there.page.locator('.desk-who').click();
    await there.page.locator('.saved-views').getByRole('link', { name: 'Ban dem' }).waitFor();
  });

  test('what the centre does not have is marked; both windows end with everything', async () => {
    const { page } = here;
    await here.context.route('**/api/v1/me/settings/**', (route) => route.abort());
    await page.getByRole('textbox', { name: 'Tên cảnh nhìn' }).fill('Trong ham');
    await page.getByRole('button', { name: 'Lưu cảnh nhìn' }).click();
    await page.locator('.saved-views li', { hasText: 'Trong ham' }).getByText(ONLY_HERE).waitFor();
    await there.page.getByRole('textbox', { name: 'Tên cảnh nhìn' }).fill('Ban ngay');
    await there.page.getByRole('button', { name: 'Lưu cảnh nhìn' }).click();
    await expect.poll(async () => namesIn(await settingsOf(there))).toEqual(['Ban dem', 'Ban ngay']);
    await here.context.unroute('**/api/v1/me/settings/**');
    // The page that was cut off starts anew; what it kept is still there, and now goes to the centre.
    await page.reload();
    await expect
      .poll(async () => namesIn(await settingsOf(here)))
      .toEqual(['Ban dem', 'Ban ngay', 'Trong ham']);
  });

  test('one press gives the usual desk back', async () => {
    const { page } = here;
    await page.goto('/desk');
    await page.locator('.desk-who').click();
    await page.getByText('Bố trí bàn trực').click();
    await page.getByRole('checkbox', { name: 'Bản đồ', exact: true }).uncheck();
    await expect.poll(() => columnsOf(page)).toEqual(['desk-left', 'desk-empty']);
    await page.getByRole('button', { name: 'Về bố trí mặc định' }).click();
    await expect.poll(() => columnsOf(page)).toEqual(['desk-left', 'desk-map', 'desk-empty']);
    await page.locator('.desk-stats').waitFor();
  });

  test('wrote nothing to the console but what was cut off', () => {
    const cut = /Failed to load resource: net::ERR_FAILED/;
    expect([here, there].flatMap(({ faults }) => faults).filter((fault) => !cut.test(fault))).toEqual([]);
  });
});

interface Settings {
  items: { views?: { value: { name: string }[] } };
}

async function settingsOf({ context }: Screen): Promise<Settings> {
  return (await (await context.request.get('/api/v1/me/settings')).json()) as Settings;
}

function namesIn({ items }: Settings): string[] {
  return (items.views?.value ?? []).map(({ name }) => name).toSorted();
}

/** The columns of the desk as they are seen, from left to right. */
async function columnsOf(page: Page): Promise<string[]> {
  return page.locator('.desk-main').evaluate((main) =>
    Array.from(main.children)
      .filter((child) => !child.classList.contains('column-edge'))
      .map((child) => ({
        left: child.getBoundingClientRect().left,
        name: child.classList.item(child.classList.length - 1)!,
      }))
      .sort((a, b) => a.left - b.left)
      .map(({ name }) => name),
  );
}
