/** A centre that is replaced by another build under open pages: each loads itself anew once, when nobody works on it, and is where it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen, openWall, postReport, type Screen } from './open-centre-fixture.ts';

const TITLE = 'Cây đổ trước trường học';
const SMALL = { width: 1280, height: 720 };

describe.skipIf(CANNOT_RUN)('another build under open pages', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-build-'));
  let browser: Browser;
  let centre: TestCentre;
  let desk: Screen;
  let writer: Screen;
  let wall: Screen;

  /** The same centre at the same address, as another build. */
  const replaceBy = async (build: string): Promise<void> => {
    const { port } = new URL(centre.http);
    await centre.stop();
    centre = await startCentre({
      ...{ dataDir, args: ['--no-simulators', '--port', port] },
      env: { METROPANE_BUILD: build },
    });
  };
  const openCounted = async (): Promise<Screen> => {
    const screen = await openScreen(browser, centre, SMALL);
    await screen.context.addInitScript(() =>
      sessionStorage.setItem('loads', String(Number(sessionStorage.getItem('loads') ?? 0) + 1)),
    );
    return screen;
  };

  beforeAll(async () => {
    browser = await openBrowser();
    centre = await startCentre({ dataDir, env: { METROPANE_BUILD: 'first' } });
    await postReport(centre, { id: 'b1', title: TITLE, category: 'tree-fall', severity: 3 });
    [desk, writer, wall] = [await openCounted(), await openCounted(), await openCounted()];
    for (const { page } of [desk, writer]) {
      await page.goto('/desk');
      await page.locator('.queue-row', { hasText: TITLE }).click();
      await page.locator('.detail-head', { hasText: TITLE }).waitFor();
    }
    await openWall(wall);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  test('a desk at rest loads itself anew and is where it was; one where somebody writes waits for the end of it', async () => {
    const { page } = desk;
    await page.locator('#note').fill('đã gọi cây xanh');
    await page.keyboard.press('Escape');
    await page.keyboard.press('l');
    const tails = page.getByRole('checkbox', { name: /^Vệt 5 phút/ });
    await tails.check();
    const address = page.url();
    await writer.page.locator('#note').blur();
    await writer.page.keyboard.press('g');
    const field = writer.page.locator('.act-form input').last();
    await field.fill('đang gõ dở');
    // Out of the field, and still not sent: nobody but this page has the words.
    await field.blur();
    await replaceBy('second');
    await expect.poll(() => loadsOf(page)).toBe(2);
    expect(page.url()).toBe(address);
    await page.locator('.detail-head', { hasText: TITLE }).waitFor();
    await expect.poll(() => page.locator('#note').inputValue()).toBe('đã gọi cây xanh');
    await page.keyboard.press('l');
    await expect.poll(() => tails.isChecked()).toBe(true);

    // It heard of it at the same time, and tells who sits there.
    await writer.page.locator('.new-build-tile').waitFor();
    expect([await loadsOf(writer.page), await field.inputValue()]).toEqual([1, 'đang gõ dở']);
    await field.press('Escape');
    await expect.poll(() => loadsOf(writer.page)).toBe(2);
    await writer.page.locator('.detail-head', { hasText: TITLE }).waitFor();
    await expect.poll(() => writer.page.locator('.new-build-tile').count()).toBe(0);
  });

  test('a wall comes back by itself with its scene', async () => {
    const scene = await sceneOf(wall.page);
    await expect.poll(() => loadsOf(wall.page)).toBe(2);
    await wall.page.locator('.strip', { hasText: 'second' }).waitFor();
    expect(await sceneOf(wall.page)).toBe(scene);
  });

  test('an old build that comes back at once makes no page blink; who asks for it need not wait', async () => {
    await replaceBy('first');
    await writer.page.locator('.new-build-tile').waitFor();
    await wall.page.locator('.strip', { hasText: 'first' }).waitFor();
    expect(await Promise.all([desk, writer, wall].map(({ page }) => loadsOf(page)))).toEqual([2, 2, 2]);
    await writer.page.locator('.new-build-tile').click();
    await expect.poll(() => loadsOf(writer.page)).toBe(3);
  });

  test('wrote nothing to the console', () => {
    expect([desk, writer, wall].flatMap(({ faults }) => faults)).toEqual([]);
  });
});

/** 0 while the page is being replaced. */
async function loadsOf(page: Page): Promise<number> {
  try {
    return await page.evaluate(() => Number(sessionStorage.getItem('loads')));
  } catch {
    // Between two documents there is nobody to ask.
    return 0;
  }
}

async function sceneOf(page: Page): Promise<string | null> {
  return page.locator('main.wall-main').getAttribute('data-scene');
}
