import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre } from '../../server/test/start-centre-fixture.ts';
import type { TestCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openBrowser, openPage, willHoldRequests } from './browser.ts';
import type { WatchedPage } from './browser.ts';

interface Incident {
  id: string;
  state: string;
  revision: number;
  timeline: { kind: string; text?: string }[];
}

describe.skipIf(CHROMIUM === null)('an operator at a desk', () => {
  let browser: Browser;
  let centre: TestCentre;
  let desk: WatchedPage;
  let ids: string[];

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    await report(centre, 'r1', { title: 'Cháy nhà xưởng – Vĩnh Lộc', category: 'fire', severity: 1 });
    await report(centre, 'r2', {
      title: '<img src=x onerror="document.title=1">Ổ gà',
      category: 'road-damage',
      severity: 3,
    });
    ids = (await centre.get<{ items: Incident[] }>('/api/v1/incidents')).items.map(({ id }) => id).sort();
    desk = await openPage(browser, { width: 1920, height: 1080 });
    await willHoldRequests(desk.context);
    await desk.page.goto(centre.signIn!);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('the sign-in link lands on the desk once, and leaves the address bar', async () => {
    await desk.page.getByText('Cháy nhà xưởng').first().waitFor();
    await expect.poll(() => new URL(desk.page.url()).pathname).toBe('/desk');
    expect(desk.page.url()).not.toContain('#');
    const second = await openPage(browser, { width: 1280, height: 800 });
    await second.page.goto(centre.signIn!);
    await second.page.getByText('Liên kết đăng nhập này không dùng được nữa').waitFor();
    await second.context.close();
  });

  test('a title from outside is text, whatever it contains', async () => {
    await desk.page.getByText('<img src=x onerror').first().waitFor();
    expect(await desk.page.title()).toBe('Metropane');
    await expect.poll(() => desk.page.locator('.queue img').count()).toBe(0);
  });

  test('N goes to the unacknowledged one and A acknowledges it: two keys', async () => {
    await desk.page.keyboard.press('n');
    await desk.page.getByRole('heading', { name: 'Cháy nhà xưởng' }).waitFor();
    await desk.page.keyboard.press('a');
    await desk.page.locator('.queue-row.is-first', { hasText: 'Đã xác nhận' }).waitFor();
    expect((await centre.get<Incident>(`/api/v1/incidents/${ids[0]}`)).state).toBe('acknowledged');
  });

  test('a note is sent with Ctrl+Enter, says that it is being saved, and stands in the timeline', async () => {
    const { page } = desk;
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    await page.route('**/actions', async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press('t');
    await page.keyboard.type('Đã gọi đội 3');
    await page.keyboard.press('Control+Enter');
    await page.locator('.note-box').getByText('đang lưu…').waitFor();
    await expect.poll(() => page.locator('#note').inputValue()).toBe('Đã gọi đội 3');
    release();
    await page.locator('.timeline').getByText('Đã gọi đội 3').waitFor();
    await expect.poll(() => page.locator('#note').inputValue()).toBe('');
    await page.unroute('**/actions');
  });

  test('after a conflict the typed words stay and the present state is shown', async () => {
    const { page } = desk;
    await page.route(
      '**/actions',
      async (route) => {
        const before = await centre.get<Incident>(`/api/v1/incidents/${ids[0]}`);
        const act = { action: 'claim', expectedRevision: before.revision };
        await centre.post(`/api/v1/incidents/${ids[0]}/actions`, act);
        await route.continue();
      },
      { times: 1 },
    );
    await page.fill('#note', 'Chữ không được mất');
    await page.press('#note', 'Control+Enter');
    await page.getByText('người khác vừa đổi sự cố này').waitFor();
    await expect.poll(() => page.locator('#note').inputValue()).toBe('Chữ không được mất');
    await page.getByRole('button', { name: 'Vẫn gửi' }).click();
    await page.locator('.timeline').getByText('Chữ không được mất').waitFor();
  });

  test('no single key closes an incident', async () => {
    const { page } = desk;
    await page.keyboard.press('Escape');
    await page.locator('.desk-bar .wall-clock').click();
    for (const key of 'bdefghilmopqrsuvwxyz'.split('')) await page.keyboard.press(key);
    expect((await centre.get<Incident>(`/api/v1/incidents/${ids[0]}`)).state).not.toBe('closed');
  });

  test('English is complete and is kept for the next visit', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('next unacknowledged').waitFor();
    await page.reload();
    await page.getByText('next unacknowledged').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  });

  test('axe finds nothing, and nothing was written to the console', async () => {
    expect(await axeViolations(desk.page)).toEqual([]);
    expect(desk.faults).toEqual([]);
  });

  test('a phone of 390 px needs no sideways scrolling', async () => {
    await desk.page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/desk', `/desk/${ids[0]}`]) {
      await desk.page.goto(`${centre.http}${path}`);
      await desk.page.locator('.desk-main').waitFor();
      const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
    expect(await axeViolations(desk.page)).toEqual([]);
  });
});

async function report(centre: TestCentre, id: string, fields: object): Promise<void> {
  const body = { id, t: new Date().toISOString(), loc: [106.7, 10.78], ...fields };
  const answer = await centre.post('/api/v1/reports', body);
  expect(answer.status, await answer.text()).toBe(202);
}
