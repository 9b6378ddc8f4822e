import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openPage } from './browser.ts';
import { startFixtureScreens } from './fixture-screens.ts';
import type { FixtureScreens } from './fixture-screens.ts';

/** Every task of a desk, by keyboard alone, over invented alarms and incidents in every state. */
describe.skipIf(CHROMIUM === null)('a desk without a mouse', () => {
  let screens: FixtureScreens;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    screens = await startFixtureScreens();
    ({ browser } = screens);
    const opened = await openPage(browser, { width: 1920, height: 1080 });
    ({ page, faults } = opened);
    await page.goto(`${screens.server.url}/desk`);
    await page.locator('.queue-row').nth(3).waitFor();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  const heading = (name: string) => page.locator('.detail h2', { hasText: name });
  const keys = async (...names: string[]): Promise<void> => {
    for (const name of names) await page.keyboard.press(name);
  };

  test('N is the most urgent that waits, then the next; A acknowledges, and says that it is being saved', async () => {
    await keys('n');
    await heading('Cháy nhà xưởng').waitFor();
    await keys('n');
    await heading('Mất nguồn tủ bơm').waitFor();
    await keys('a');
    await page.locator('.queue-row.is-first', { hasText: 'đang lưu…' }).waitFor();
    await page.locator('.queue-row.is-first', { hasText: 'Đang theo dõi' }).waitFor();
    await expect.poll(() => page.locator('.detail .act-bar').textContent()).not.toContain('Xác nhận');
  });

  test('H shelves with a reason and a time, and the row says until when', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('đến cam bien on');
    await keys('Enter');
    await heading('Cảm biến ồn').waitFor();
    await keys('h');
    await page.keyboard.type('thay micro');
    await keys('Enter');
    await page.locator('.alarm-facts', { hasText: 'thay micro' }).waitFor();
    await expect.poll(() => page.locator('.alarm-detail .detail-head').textContent()).toContain('Đã gác');
  });

  test('the command line says what Enter will do, and does it', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('gác ap luc 2h vì súc rửa');
    await expect
      .poll(() => page.locator('#command-echo').textContent())
      .toMatch(/Gác “Áp lực nước thấp – Khánh Hội” đến \d\d:\d\d, lý do: súc rửa/);
    await keys('Enter');
    await heading('Áp lực nước thấp').waitFor();
    await page.locator('.alarm-facts', { hasText: 'súc rửa' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('gác 2h');
    await expect.poll(() => page.locator('#command-echo').textContent()).toContain('Vì sao?');
    await keys('Enter');
    await expect.poll(() => page.locator('#command').inputValue()).toBe('gác 2h');
    await keys('Escape');
  });

  test('an incident: alarms unfold, X ends the step, a note goes with Ctrl+Enter, G asks for the agency', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('SC-000412');
    await keys('Enter');
    await heading('Ngập 0,45 m').waitFor();
    await page.locator('.queue-child').nth(3).waitFor();
    await keys('ArrowLeft');
    await page.locator('.queue-child').waitFor({ state: 'detached' });
    await keys('ArrowRight');
    await page.locator('.queue-child').first().waitFor();
    await keys('s');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('sop');
    await keys('x');
    await page.locator('.sop-step.is-current', { hasText: 'Báo cáo lãnh đạo ca' }).waitFor();
    await keys('t');
    await page.keyboard.type('Đã gọi trực bơm');
    await page.keyboard.press('Control+Enter');
    await page.locator('.timeline', { hasText: 'Đã gọi trực bơm' }).waitFor();
    await keys('Escape', 'g');
    await page.locator('.act-form', { hasText: 'Giao cho đơn vị' }).waitFor();
    await keys('Escape');
    await page.locator('.act-form').waitFor({ state: 'detached' });
  });

  test('closing takes two steps, and the first sends nothing', async () => {
    await keys('Shift+E');
    await page.locator('.act-form', { hasText: 'bước 2 trên 2' }).waitFor();
    await keys('Enter');
    await page.locator('.act-form').waitFor();
    await keys('Escape');
    await expect.poll(() => page.locator('.detail-head').textContent()).toContain('Đã giao việc');
  });

  test('many are acknowledged at once, not before five seconds, and can be taken back until then', async () => {
    await keys('Shift+A');
    await page.locator('.undo-bar', { hasText: 'chưa gửi, còn' }).waitFor();
    const waiting = await page.locator('.queue-row', { hasText: 'chưa gửi, còn' }).count();
    expect(waiting).toBeGreaterThan(1);
    await keys('u');
    await page.locator('.undo-bar').waitFor({ state: 'detached' });
    await page.waitForTimeout(6_000);
    await expect
      .poll(() => page.locator('.queue-chip', { hasText: 'Chưa XN' }).textContent())
      .not.toContain(' 0');
    await keys('n', 'Space', 'Shift+A');
    await page.locator('.undo-bar').waitFor();
    await page.locator('.undo-bar').waitFor({ state: 'detached' });
  });

  test('without a link an act is kept and said to be unsent; it survives a reload and goes out by itself', async () => {
    const setOffline = (isOffline: boolean): Promise<void> =>
      page.evaluate(
        (yes) => void (document.documentElement.dataset['offline'] = yes ? 'yes' : 'no'),
        isOffline,
      );
    await page.goto(`${screens.server.url}/desk/SC-000414`);
    await heading('Ùn tắc').waitFor();
    await setOffline(true);
    await keys('t');
    await page.keyboard.type('Giữ giùm tôi');
    await page.keyboard.press('Control+Enter');
    await page.locator('.act-problem', { hasText: 'chưa gửi (mất kết nối)' }).waitFor();
    await expect.poll(() => page.locator('.act-problem').textContent()).toContain('Giữ giùm tôi');
    await page.locator('.undo-bar.is-unsent').waitFor();
    await expect.poll(() => page.locator('.timeline').textContent()).not.toContain('Giữ giùm tôi');
    await page.reload();
    await page.locator('.timeline', { hasText: 'Giữ giùm tôi' }).waitFor();
    await expect.poll(() => page.locator('.undo-bar').count()).toBe(0);
  });

  test('a conflict shows what the centre has, through whom, and the words that were not saved', async () => {
    await keys('Escape', 't');
    await page.keyboard.type('xung đột');
    await page.keyboard.press('Control+Enter');
    const problem = page.locator('.act-problem', { hasText: 'người khác vừa đổi sự cố này' });
    await problem.waitFor();
    await expect.poll(() => problem.textContent()).toMatch(/bản 9.*Bàn 4.*xung đột/);
    await expect.poll(() => page.locator('#note').inputValue()).toBe('xung đột');
    await page.getByRole('button', { name: 'Bỏ qua' }).click();
  });

  test('? lists the keys, and closing it gives the desk back', async () => {
    await keys('Escape', '?');
    await page.locator('.keys-help[open]').waitFor();
    await keys('Escape');
    await page.locator('.keys-help').waitFor({ state: 'detached' });
    await keys('o');
    await page.waitForURL('**/desk/incidents/SC-000414');
    await page.locator('.time-cursor-area').waitFor();
    const before = await page.locator('.time-cursor b').textContent();
    await page.locator('.time-cursor-area').focus();
    await keys('ArrowLeft', 'ArrowLeft');
    await expect.poll(() => page.locator('.time-cursor b').textContent()).not.toBe(before);
  });

  test('ten thousand alarms: few rows on the page, all of them in the lane, and no P1 out of sight', async () => {
    await page.goto(`${screens.server.url}/desk?alarms=10000`);
    await page.locator('.queue-row').nth(5).waitFor();
    await expect.poll(() => page.locator('.queue-item').count()).toBeLessThan(60);
    expect(Number(await page.locator('.scroll-lane').getAttribute('data-ticks'))).toBeGreaterThan(10_000);
    await page.locator('#queue-search').fill('ưu tiên:4');
    await page.locator('.queue-pinned', { hasText: 'P1 chưa xác nhận' }).waitFor();
    await page.locator('#queue-search').press('Escape');
    await keys('n');
    await page.locator('.detail.detail-p1').waitFor();
  });

  test('a filter says what it hides, and outlives a choice, a reload and a way there and back', async () => {
    await page.goto(`${screens.server.url}/desk`);
    await page.locator('.queue-chip', { hasText: 'Đã XN' }).click();
    await page.locator('#queue-search').fill('tan binh');
    const told = page.locator('.queue-filtered', { hasText: 'P1, P2 chưa xác nhận' });
    await told.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.waitForURL(/find=tan/);
    await page.locator('.queue-row-main').first().click();
    await page.waitForURL(/\/desk\/SC-.*find=tan/);
    await page.reload();
    await told.waitFor();
    expect(await page.locator('#queue-search').inputValue()).toBe('tan binh');
    await page.getByRole('link', { name: 'Sự cố', exact: true }).click();
    await page.locator('.register-row').first().waitFor();
    await page.goBack();
    await told.waitFor();
    const groups = page.locator('.queue-group');
    await expect.poll(() => groups.count()).toBe(1);
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await expect.poll(() => groups.count()).toBeGreaterThan(1);
    await expect.poll(() => told.count()).toBe(0);
    expect(new URL(page.url()).search).not.toContain('find');
  });

  test('the register orders by its heads and is the same after a reload', async () => {
    await page.goto(`${screens.server.url}/desk/incidents`);
    const head = page.getByRole('columnheader', { name: 'Mở lúc' });
    await head.getByRole('button').click();
    const first = () => page.locator('.register-row .register-id').first().textContent();
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
    const oldest = await first();
    await head.getByRole('button').click();
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(first).not.toBe(oldest);
    const newest = await first();
    expect(await axeViolations(page)).toEqual([]);
    await page.reload();
    await expect.poll(first).toBe(newest);
  });

  test('a date is written in the words of the page, by hand or from a month', async () => {
    await page.goto(`${screens.server.url}/desk/compare?domain=air&metric=pm25UgM3&entity=hcmc-1`);
    const field = page.getByRole('textbox', { name: 'Từ ngày' });
    await field.fill('31/02/2026');
    await field.blur();
    await page.getByRole('alert').getByText('Viết như dd/mm/yyyy').waitFor();
    await field.fill('2026-11-16');
    await page.waitForURL(/from=2026-11-16/);
    await field.press('ArrowUp');
    // The caret stands at the end, in the year.
    await expect.poll(() => field.inputValue()).toBe('16/11/2027');
    await field.fill('9/11/2026');
    await page.getByRole('button', { name: 'Chọn ngày từ lịch' }).click();
    await page.locator('.civil-month [data-day="2026-11-09"]:focus').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await keys('ArrowRight', 'ArrowDown', 'Enter');
    await page.waitForURL(/from=2026-11-17/);
    expect(await field.inputValue()).toBe('17/11/2026');
  });

  test('axe finds nothing in either theme, and nothing was written to the console', async () => {
    for (const theme of ['dark', 'light']) {
      for (const path of ['/desk/SC-000412', `/desk/${'4'.padStart(32, '0')}`, '/desk/incidents/SC-000412']) {
        await page.goto(`${screens.server.url}${path}?theme=${theme}`);
        await page.locator('.detail h2, .incident-title h2').first().waitFor();
        expect(await axeViolations(page), `${theme} ${path}`).toEqual([]);
      }
    }
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });
});
