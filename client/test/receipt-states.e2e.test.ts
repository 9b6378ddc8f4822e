import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openPage } from './browser.ts';
import type { WatchedPage } from './browser.ts';
import { startFixtureScreens } from './fixture-screens.ts';
import type { FixtureScreens } from './fixture-screens.ts';
import type { FixtureServer } from './fixture-server.ts';

const START_MS = Date.UTC(2026, 10, 23, 8, 25);

/** Receipts in every state, over invented answers: without a centre, since a centre that does not add up cannot be had. */
describe.skipIf(CHROMIUM === null)('a receipt', () => {
  let screens: FixtureScreens;
  let browser: Browser;
  let server: FixtureServer;
  let shown: WatchedPage;

  beforeAll(async () => {
    screens = await startFixtureScreens();
    ({ browser, server } = screens);
    shown = await openPage(browser, { width: 1920, height: 1080 });
  });
  afterAll(async () => {
    await screens?.stop();
  });

  async function open(request: string, path = '/desk'): Promise<Page> {
    const { page } = shown;
    await page.goto(`${server.url}${path}?receipt=${encodeURIComponent(request)}`);
    await page.locator('.receipt').waitFor();
    return page;
  }
  const series = (entity: string): string => `series/flood/${entity}/depthM/PT5M/${START_MS}/max`;

  test('that holds shows both proofs, the struck rows and the one that gave the figure', async () => {
    const page = await open(series('PS-07'));
    const check = page.locator('.receipt-check.is-good');
    await check.waitFor();
    await expect.poll(() => check.textContent()).toContain('Nhận 34 = đếm 30 + trễ 1 + trùng 3✓ khớp');
    await expect.poll(() => page.locator('.receipt-rows .is-out').count()).toBe(2);
    await expect
      .poll(() => page.locator('.receipt-rows .is-giver').textContent())
      .toContain('đạt · lớn nhất');
    await expect.poll(() => page.locator('.receipt-gap').textContent()).toContain('18 dòng nữa');
    await expect.poll(() => page.locator('.receipt-note').textContent()).toContain('đã sửa 2 lần');
    await expect
      .poll(() => page.locator('.receipt-facts', { hasText: 'Từ chối' }).textContent())
      .toContain('unknown-unit');
    expect(await axeViolations(page)).toEqual([]);
  });

  test('that does not hold says by how much, in words and not by colour alone', async () => {
    const page = await open(series('off'));
    const check = page.locator('.receipt-check.is-bad');
    await check.waitFor();
    await expect.poll(() => check.textContent()).toContain('Nhận 37 ≠ đếm 30 + trễ 1 + trùng 3✗ lệch 3');
    await expect.poll(() => check.textContent()).toMatch(/Tổng các dòng .* ≠ tổng đã dùng .*✗ không bằng/);
    const note = await page.locator('.receipt-note').textContent();
    expect(note).toContain('chưa chốt');
    expect(note).toContain('không chính xác tuyệt đối');
    expect(await axeViolations(page)).toEqual([]);
  });

  test('of a window without a reading says that, with a dash and never a zero', async () => {
    const page = await open(series('empty'));
    await page.getByText('Không có số đo trong cửa sổ này. Thiếu không phải là 0.').waitFor();
    await expect.poll(() => page.locator('.receipt h2').textContent()).toContain('= —');
    expect(await axeViolations(page)).toEqual([]);
  });

  test('while history is away says that it is on its way back, and that it tries again', async () => {
    const page = await open(series('down'));
    await page.locator('[role=alert]', { hasText: 'Kho lịch sử đang khởi động lại' }).waitFor();
    await expect.poll(() => page.locator('.receipt code').textContent()).toContain('history-unavailable');
    expect(await axeViolations(page)).toEqual([]);
  });

  test('of a figure says why the screen and the raw rows differ', async () => {
    const page = await open('indicator/speed');
    await page.getByText('2 số đo đến trễ: có trong dòng gốc, không vào số đang chạy.').waitFor();
    await expect.poll(() => page.locator('.receipt-note').textContent()).toContain('đã sửa 3 lần');
    await page.getByText('và 100 chuỗi nữa, đều nằm trong các tổng ở đây').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('shows the message of a row with every character as it came', async () => {
    const page = await open(series('PS-07'));
    await page.locator('.receipt-seq').first().click();
    await page.locator('.receipt-payload').waitFor();
    await expect.poll(() => page.locator('.receipt-payload').textContent()).toContain('"depthM": 0.30');
  });

  test('an address that no screen wrote opens nothing', async () => {
    const { page } = shown;
    await page.goto(`${server.url}/desk?receipt=series%2Fflood`);
    await page.locator('.queue-row').first().waitFor();
    await expect.poll(() => page.locator('.receipt').count()).toBe(0);
  });

  test('a wall that nobody points at does not open one, whatever its address says', async () => {
    const { page } = shown;
    await page.goto(`${server.url}/wall/main/1?receipt=${encodeURIComponent('indicator/speed')}`);
    await page.locator('.kpi').first().waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await expect.poll(() => page.locator('.receipt, button').count()).toBe(0);
    const mark = page.locator('.kpi .revised-mark');
    await expect.poll(() => mark.getAttribute('title')).toBe('đã sửa 3 lần sau khi chốt');
  });

  test('wrote nothing to the console', () => {
    // The fixture has no favicon.
    expect(shown.faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });
});
