import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from './browser.ts';
import type { WatchedPage } from './browser.ts';
import { openStill } from './fixture-pages.ts';
import type { FixturePage } from './fixture-pages.ts';
import { startFixtureScreens } from './fixture-screens.ts';
import type { FixtureScreens } from './fixture-screens.ts';

/** Charts in every state that they can be in, and the way from each to the history of a stretch and back. Over invented figures. */
describe.skipIf(CHROMIUM === null)('a chart', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  const open = (name: FixturePage): Promise<WatchedPage> => openStill(screens, name, { size: [1920, 1080] });

  test('says what it waits for, what failed, that there is nothing, and what is missing: never an empty frame', async () => {
    const { page, context } = await open('gallery');
    const sample = (piece: string, state: string): Locator =>
      page.locator(`[data-piece=${piece}] [data-state=${state}]`).first();
    const said: [string, string, string][] = [
      ['TrendCard', 'loading', 'Đang hỏi trung tâm…'],
      ['TrendCard', 'error', 'Chưa lấy được số liệu: unreachable'],
      ['TrendCard', 'empty', 'Không có số liệu trong khoảng này.'],
      ['TrendCard', 'partial', 'thiếu 11 cửa sổ, 1 đoạn không đủ số đo'],
      ['CalendarPanel', 'loading', 'Đang hỏi trung tâm…'],
      ['CalendarPanel', 'error', 'Chưa lấy được số liệu: unreachable'],
      ['CalendarPanel', 'empty', 'Không có giờ nào có số đo.'],
      ['CalendarPanel', 'no-source', 'Chỉ số này không có giá trị theo giờ.'],
      ['NearbyTile', 'loading', 'đang hỏi…'],
      ['NearbyTile', 'error', 'unreachable'],
      ['NearbyTile', 'chosen', '1,49 m'],
      ['NearbyTile', 'partial', 'không có số đo'],
      ['CorridorPanel', 'loading', 'Đang chờ số liệu từ trung tâm…'],
      ['CorridorPanel', 'empty', 'Chưa có trục đường nào được khai báo.'],
    ];
    for (const [piece, state, words] of said)
      await expect
        .poll(() => sample(piece, state).textContent(), { message: `${piece} ${state}` })
        .toContain(words);
    // What is not known is drawn nowhere, and no file of it can be asked for.
    expect(await sample('NearbyTile', 'empty').locator('.step-slider').count()).toBe(0);
    expect(await sample('TrendCard', 'empty').locator('canvas').count()).toBe(0);
    expect(await sample('TrendCard', 'empty').locator('.chart-exports button:disabled').count()).toBe(2);
    await expect
      .poll(() => sample('CalendarPanel', 'partial').locator('td.is-partial').count())
      .toBeGreaterThan(5);
    await context.close();
  });

  test('that is short of room is fewer charts, the most urgent, and says how many are missing', async () => {
    const { page, context } = await open('gallery');
    const panel = page.locator('[data-piece=CorridorPanel] [data-state=usual]');
    await expect.poll(() => panel.nth(0).locator('.corridor').count()).toBe(6);
    await expect.poll(() => panel.nth(1).locator('.corridor').count()).toBe(2);
    await expect.poll(() => panel.nth(1).innerText()).toContain('và 4 trục khác');
    expect(await panel.nth(1).innerText()).toContain('Nguyễn Hữu Cảnh');
    const letters = panel.locator('.corridor text').first();
    expect(await letters.evaluate((text) => text.getBoundingClientRect().height)).toBeGreaterThan(11);
    await context.close();
  });

  test('leads to the history of a stretch that is dragged over or chosen by keys, and Back leads back', async () => {
    const { page, context, faults } = await open('desk-incident');
    const slider = page.locator('.nearby-tile').getByRole('slider').first();
    await slider.focus();
    for (const key of ['ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key);
    await expect.poll(() => page.locator('.nearby-tile .step-drag').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.step-drag').count()).toBe(0);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await expectHistory(page);
    await page.goBack();
    await slider.waitFor();
    await drag(page, slider);
    await expectHistory(page);
    const before = page.url();
    // Closer again on the page of history itself, which is one step more.
    await page.locator('.trend-large canvas').waitFor();
    await drag(page, page.locator('.trend-large .trend-overlay'));
    await expect.poll(() => page.url()).not.toBe(before);
    await page.goBack();
    await expect.poll(() => page.url()).toBe(before);
    await page.goBack();
    await slider.waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('of the load of alarms zooms its page to the stretch, and Back leads out again', async () => {
    const { page, context, faults } = await open('performance');
    const before = page.url();
    await drag(page, page.getByRole('slider').first());
    await expect.poll(() => page.url()).toContain('period=free');
    await page.getByRole('button', { name: 'Tự chọn', pressed: true }).waitFor();
    await page.goBack();
    await expect.poll(() => page.url()).toBe(before);
    await page.getByRole('button', { name: '24 giờ', pressed: true }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('of one system points at the same period in all others', async () => {
    const { page, context } = await open('systems');
    const cards = page.locator('.system-card');
    const first = cards.getByRole('slider').first();
    await first.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const drawn = await cards.getByRole('slider').count();
    expect(drawn).toBeGreaterThan(8);
    await expect.poll(() => cards.locator('.step-cursor').count()).toBe(drawn);
    await expect.poll(() => cards.locator('.period-words', { hasText: '2026-W45' }).count()).toBe(drawn);
    await context.close();
  });

  async function expectHistory(page: Page): Promise<void> {
    await page.getByText('Xu hướng · lịch sử').waitFor();
    const url = new URL(page.url());
    expect(decodeURIComponent(url.pathname)).toMatch(/^\/desk\/trends\/series\//);
    const length = Date.parse(url.searchParams.get('to')!) - Date.parse(url.searchParams.get('from')!);
    expect(length).toBeGreaterThan(0);
  }

  /** From a third to two thirds of it. */
  async function drag(page: Page, plot: Locator): Promise<void> {
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width / 3, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, y);
    await page.mouse.move(box.x + (box.width * 2) / 3, y);
    await page.mouse.up();
  }
});
