import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, HOSTILE, type Screen, openScreen, openWall, postReport } from './open-centre-fixture.ts';

/** What the hostile text would leave behind if any part of it were taken as HTML. */
const INJECTED = 'img, b:text-is("Ngập"), [onerror]';

describe.skipIf(CANNOT_RUN)('text from outside that is HTML', () => {
  let browser: Browser;
  let centre: TestCentre;
  let id: string;
  const screens: Screen[] = [];

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    await postReport(centre, {
      id: 'hostile',
      title: HOSTILE,
      description: `mô tả ${HOSTILE}`,
      category: 'fire',
      severity: 1,
      loc: [106.7, 10.78],
    });
    const { items } = await centre.get<{ items: { id: string; revision: number }[] }>('/api/v1/incidents');
    id = items[0]!.id;
    const note = { action: 'note', text: `ghi chú ${HOSTILE}`, expectedRevision: items[0]!.revision };
    const answer = await centre.post(`/api/v1/incidents/${id}/actions`, note);
    if (!answer.ok) throw new Error(await answer.text());
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('is text in the list and in the call-out of the wall', async () => {
    const screen = await openScreen(browser, centre);
    screens.push(screen);
    await openWall(screen);
    await screen.page.locator('.incident-row h3', { hasText: HOSTILE }).waitFor();
    await screen.page.locator('.callout h3', { hasText: HOSTILE }).waitFor();
    await expect.poll(() => screen.page.locator(INJECTED).count()).toBe(0);
  });

  test('is text in the queue, the head, the description, the timeline and the marker of a desk', async () => {
    const screen = await openScreen(browser, centre);
    screens.push(screen);
    const { page } = screen;
    await page.goto(`/desk/${id}`);
    await page.locator('.queue-row strong', { hasText: HOSTILE }).waitFor();
    await page.getByRole('heading', { name: HOSTILE }).waitFor();
    await page.locator('.detail-text', { hasText: `mô tả ${HOSTILE}` }).waitFor();
    await page.locator('.timeline q', { hasText: `ghi chú ${HOSTILE}` }).waitFor();
    await page.locator('.marker[aria-label*="<b>Ngập</b>"]').waitFor();
    await expect.poll(() => page.locator(INJECTED).count()).toBe(0);
  });

  test('is text when a person searches for it, and in an address that a person was sent', async () => {
    const { page } = screens[1]!;
    await page.locator('#queue-search').fill(HOSTILE);
    await page.locator('.queue-row strong', { hasText: HOSTILE }).waitFor();
    const address = '<img src onerror>';
    await page.goto(`/desk/${encodeURIComponent(address)}`);
    await page.getByText(`Không có sự cố ${address}`).waitFor();
    await expect.poll(() => page.locator(INJECTED).count()).toBe(0);
  });

  test('ran nothing: no dialog, no violation of the CSP, no error in any console', () => {
    expect(screens).toHaveLength(2);
    expect(screens.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
