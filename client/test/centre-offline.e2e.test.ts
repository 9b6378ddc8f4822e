import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import {
  CANNOT_RUN,
  type Line,
  openLine,
  openScreen,
  postReport,
  type Screen,
} from './open-centre-fixture.ts';

describe.skipIf(CANNOT_RUN)('a page that is opened while the centre is away', () => {
  let browser: Browser;
  let centre: TestCentre;
  let line: Line;
  let screen: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    line = await openLine(centre.http);
    browser = await openBrowser();
    await postReport(centre, { id: 'o1', title: 'Ngập Bến Nghé', category: 'flood', severity: 1 });
    screen = await openScreen(browser, centre, {
      width: 1280,
      height: 800,
      http: line.http,
      keepsShell: true,
    });
    await screen.page.goto('/desk');
    await screen.page.locator('.queue-row').first().waitFor();
    await screen.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await centre?.stop();
  });

  test('the browser keeps the page and its pieces, and no answer of the centre', async () => {
    const kept = await keptPaths(screen.page);
    expect(kept).toContain('/');
    expect(kept.some((path) => /^\/assets\/.*\.js$/.test(path))).toBe(true);
    expect(
      kept.filter((path) => !/^\/(?:$|assets\/|icons\/|favicon\.svg$|manifest\.webmanifest$)/.test(path)),
    ).toEqual([]);
  });

  test('it says since when nothing was heard, shows no figure, and counts the acts that wait', async () => {
    const { page } = screen;
    await page.locator('.queue-row').first().click();
    line.cut();
    await page.keyboard.press('a');
    await expect.poll(() => keptActs(page)).toBe(1);
    await page.reload();
    const notice = page.locator('main.notice[role=alert]');
    await notice.waitFor();
    await expect
      .poll(() => notice.textContent())
      .toMatch(/Lần cuối nghe trung tâm: \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/);
    await expect.poll(() => notice.textContent()).toContain('1 thao tác của bàn này chưa gửi');
    await expect.poll(() => page.locator('.queue-row, .kpi, .map-box').count()).toBe(0);
    expect(await keptActs(page)).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
  });

  test('when the centre is back the page opens by itself and sends what waited', async () => {
    const { page } = screen;
    line.mend();
    await page.locator('.queue-row').first().waitFor({ timeout: 40_000 });
    await expect.poll(() => keptActs(page)).toBe(0);
    const { items } = await centre.get<{ items: { title: string; acknowledgedBy?: string }[] }>(
      '/api/v1/incidents',
    );
    expect(items.find(({ title }) => title === 'Ngập Bến Nghé')?.acknowledgedBy).toBeDefined();
  });

  test('it can be installed: a manifest with icons that exist', async () => {
    const { page } = screen;
    const answer = await page.request.get('/manifest.webmanifest');
    expect(answer.headers()['content-type']).toContain('manifest+json');
    const { icons, start_url: start } = (await answer.json()) as {
      icons: { src: string }[];
      start_url: string;
    };
    expect(start).toBe('/desk');
    expect(icons.length).toBeGreaterThan(2);
    for (const { src } of icons) expect((await page.request.get(src)).status(), src).toBe(200);
    expect(screen.faults).toEqual([]);
  });
});

function keptPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
}

function keptActs(page: Page): Promise<number> {
  return page.evaluate(
    () => Object.keys(localStorage).filter((key) => key.startsWith('metropane.act.live.')).length,
  );
}
