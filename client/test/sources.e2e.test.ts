import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen, type Screen } from './open-centre-fixture.ts';

const MINUTE_MS = 60_000;

describe.skipIf(CANNOT_RUN)('the sources page of a real centre', () => {
  let browser: Browser;
  let centre: TestCentre;
  let screen: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    const nowMs = Date.now();
    // Ten good devices, one whose clock lags by 90 s, one whose runs 20 s ahead.
    for (let round = 0; round < 4; round++) {
      const items = Array.from({ length: 10 }, (_, i) =>
        level(`d${i}`, nowMs - 4_000 + round * 1_000 + i, 1 + round / 10),
      );
      items.push(level('slow-clock', nowMs - 90_000 + round * 1_000, 2 + round));
      items.push(level('fast-clock', nowMs + 20_000 + round * 1_000, 3 + round));
      await post(items, { duplicate: 0, late: 0, rejected: 0 });
    }
    // A repeated one, one that comes ten minutes after the device has gone on, three that are refused.
    await post([level('d1', nowMs - 3_999, 1)], { duplicate: 1, late: 0, rejected: 0 });
    await post([level('d0', nowMs - 10 * MINUTE_MS, 1)], { duplicate: 0, late: 1, rejected: 0 });
    await post(
      [
        { ...level('d2', nowMs, 1), v: { levelM: 'high' } },
        { ...level('d3', nowMs, 1), t: 'yesterday' },
        level('d4', nowMs + 10 * MINUTE_MS, 1),
      ],
      { duplicate: 0, late: 0, rejected: 3 },
    );
    screen = await openScreen(browser, centre);
    await screen.page.goto('/desk/sources');
    await screen.page.locator('[data-feed=http]').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('the law of each feed is shown and holds', async () => {
    const row = screen.page.locator('.feed-table tr', { has: screen.page.locator('[data-feed=http]') });
    await row.locator('.feed-law', { hasText: '53 = 48 + 1 + 1 + 3' }).waitFor();
    await expect.poll(() => row.locator('.equation-ok').count()).toBe(1);
    const { items } = await centre.get<{ items: { id: string; received: number }[] }>('/api/v1/feeds');
    expect(items.find(({ id }) => id === 'http')?.received).toBe(53);
  });

  test('keys choose a feed, and its detail names the late reading and the clocks that are wrong', async () => {
    const { page } = screen;
    await page.keyboard.press('/');
    await page.keyboard.type('http');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/sources/http');
    const detail = page.locator('.feed-detail');
    await detail.locator('.lateness').waitFor();
    await expect
      .poll(() => detail.locator('.lateness').getAttribute('aria-label'))
      .toContain('cho phép tới 2,1 ph');
    // Four came from the clock that runs ahead; the one that is ten minutes old lies beyond the allowed lateness.
    expect(await bucket(page, '< 0')).toBe('4');
    expect(
      await detail
        .locator('.lag-beyond')
        .evaluateAll((bars) => bars.filter((bar) => bar.getAttribute('height') !== '0').length),
    ).toBe(1);
    const skews = detail.locator('.feed-part', { hasText: 'Lệch đồng hồ' }).locator('tbody tr');
    await expect.poll(() => skews.first().textContent()).toMatch(/slow-clock.*\+8[0-9] s.*chậm hơn/);
    await expect.poll(() => skews.nth(1).textContent()).toMatch(/fast-clock.*−2[0-9] s.*chạy trước/);
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/sources');
    await page.locator('.feed-detail').waitFor({ state: 'detached' });
  });

  test('what was refused is listed by code, with the message, its reason and the next one', async () => {
    const { page } = screen;
    await page.locator('button.reject-line').nth(1).waitFor();
    await page.locator('button.reject-line', { hasText: 'future' }).click();
    const sample = page.locator('.reject-sample');
    await sample.locator('.sample-text', { hasText: '"d4"' }).waitFor();
    await expect.poll(() => sample.locator('.sample-text').textContent()).not.toContain('"d2"');
    await sample.getByRole('button', { name: 'Phát lại' }).click();
    await sample.getByText(/vẫn từ chối|đã phát lại/).waitFor();
    await page
      .locator('.reject-part', { hasText: 'theo nguồn' })
      .locator('.reject-line', { hasText: 'http' })
      .waitFor();
  });

  test('[ and ] walk through the samples', async () => {
    const { page } = screen;
    const place = page.locator('.reject-sample .panel-sub');
    // The replayed message was refused again: a second sample, and the one that was read stays in view.
    await place.filter({ hasText: '2 / 2' }).waitFor();
    await page.keyboard.press('[');
    await place.filter({ hasText: '1 / 2' }).waitFor();
    await page.keyboard.press(']');
    await place.filter({ hasText: '2 / 2' }).waitFor();
    await expect.poll(() => page.locator('.reject-sample .sample-text').textContent()).toContain('"d4"');
  });

  test('a filter that finds nothing says so, and "all" brings everything back', async () => {
    const { page } = screen;
    await page.locator('#feed-search').fill('');
    await page.getByRole('button', { name: /^Lệch/ }).click();
    await page.getByText('Không nguồn nào như vậy.').waitFor();
    await expect.poll(() => page.locator('.feed-table tbody tr').count()).toBe(0);
    await page.getByRole('button', { name: /^Tất cả/ }).click();
    await page.locator('[data-feed=http]').waitFor();
  });

  test('axe finds nothing on the page with a feed open, wide and narrow, and nothing was written to the console', async () => {
    const { page } = screen;
    await page.goto('/desk/sources/http');
    await page.locator('.feed-detail .lateness').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.feed-detail').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(screen.faults).toEqual([]);
  });

  test('a wall with a pointer shows the same of a feed as a receipt', async () => {
    const wall = await openScreen(browser, centre);
    await wall.page.goto('/wall/main/1');
    await wall.page.locator('.feed-row').first().waitFor();
    await wall.page.mouse.move(300, 900);
    const row = wall.page.locator('.feed-row', { has: wall.page.getByText('http', { exact: true }) });
    await row.locator('.figure-button').click();
    await wall.page.locator('.receipt .lateness').waitFor();
    expect(await axeViolations(wall.page)).toEqual([]);
    await wall.context.close();
  });

  /** Posts observations and throws when they did not end as they should. */
  async function post(
    items: object[],
    wanted: { duplicate: number; late: number; rejected: number },
  ): Promise<void> {
    const answer = await centre.post('/api/v1/observations', items);
    const body = await answer.text();
    const { duplicate, late, rejected } = JSON.parse(body) as Record<'duplicate' | 'late', number> & {
      rejected: unknown[];
    };
    const isAsWanted =
      duplicate === wanted.duplicate && late === wanted.late && rejected.length === wanted.rejected;
    if (!isAsWanted) throw new Error(`wanted ${JSON.stringify(wanted)}, got ${body}`);
  }
});

function level(
  entity: string,
  tMs: number,
  levelM: number,
): { domain: string; entity: string; t: string; v: object } {
  return { domain: 'river', entity, t: new Date(tMs).toISOString(), v: { levelM } };
}

/** The count of the bar whose words are these. */
function bucket(page: Page, words: string): Promise<string | undefined> {
  return page
    .locator('.lateness g title')
    .evaluateAll(
      (titles, wanted) =>
        titles.find((title) => title.textContent!.startsWith(`${wanted}:`))?.textContent!.split(': ')[1],
      words,
    );
}
