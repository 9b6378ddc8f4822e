/** An exercise on real screens: its banner on every page, nothing of it on a live one, and no act that leaves it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen, postReport, type Screen } from './open-centre-fixture.ts';

const DRILL = 'exercise:drill';
const BANNER = 'DIỄN TẬP – KHÔNG PHẢI SỰ KIỆN THẬT';
const DRILL_TITLE = 'Cháy giả định ở kho';
const LIVE_TITLE = 'Ngập thật ở hầm';
/** The exercise plays an evening of next spring. */
const AT = '2027-03-01T19:30:00+07:00';

describe.skipIf(CANNOT_RUN)('an exercise beside the live room', () => {
  let browser: Browser;
  let centre: TestCentre;
  let token = '';
  const screens: Screen[] = [];

  const open = async (width = 1920, height = 1080): Promise<Page> => {
    const screen = await openScreen(browser, centre, { width, height });
    screens.push(screen);
    return screen.page;
  };

  /** A page that nobody looks at any more draws its map all the same. */
  const closeAll = async (): Promise<void> => {
    for (const { context } of screens) await context.close();
  };

  afterEach(closeAll);
  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    token = simulatorToken(centre);
    await postReport(centre, { id: 'live-1', title: LIVE_TITLE, category: 'flood', loc: [106.7, 10.77] });
    await reportToDrill(centre, token, { id: 'drill-1', title: DRILL_TITLE, t: AT });
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('every page of the exercise has the banner with its own time, and not one incident of the live room', async () => {
    for (const [path, width, height] of [
      ['/wall/main/1', 1920, 1080],
      ['/desk', 1920, 1080],
      ['/desk/sources', 1920, 1080],
      ['/desk', 390, 844],
      ['/wall/main', 1920, 1080],
    ] as const) {
      const page = await open(width, height);
      await page.goto(`${path}?realm=${DRILL}`);
      const banner = page.locator('.exercise-banner');
      await banner.getByText(BANNER).waitFor();
      if (path !== '/wall/main') await banner.getByText('19:30:00 01/03/2027').waitFor();
      expect(await page.title(), path).toContain('DIỄN TẬP');
      const place = (await banner.boundingBox())!;
      expect([place.x, place.y, place.width], path).toEqual([0, 0, width]);
      // Nothing lies over it, in its middle and at its ends.
      const onTop = await page.evaluate(
        ([w, h]) =>
          [4, w! / 2, w! - 4].map(
            (x) => document.elementFromPoint(x, h! / 2)?.closest('.exercise-banner') !== null,
          ),
        [width, place.height],
      );
      expect(onTop, path).toEqual([true, true, true]);
      // A wall wanders by a pixel through the day and has no scrollbars; every other page fits.
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        `${path} ${width}`,
      ).toBeLessThanOrEqual(path.startsWith('/wall') ? 1 : 0);
      if (path === '/wall/main/1' || path === '/desk') {
        await page.getByText(DRILL_TITLE).first().waitFor();
        expect(await page.getByText(LIVE_TITLE).count(), path).toBe(0);
        expect(await axeViolations(page), path).toEqual([]);
      }
      await closeAll();
    }
  });

  test('a live page has no banner and nothing of the exercise, before and after something happens there', async () => {
    const wall = await open();
    await wall.goto('/wall/main/1');
    await wall.getByText(LIVE_TITLE).first().waitFor();
    const drillWall = await open();
    await drillWall.goto(`/wall/main/1?realm=${DRILL}`);
    await reportToDrill(centre, token, {
      ...{ id: 'drill-2', title: 'Ngập giả định', t: AT },
      ...{ category: 'flood', loc: [106.6, 10.85] },
    });
    await drillWall.getByText('Ngập giả định').first().waitFor();
    await expect.poll(() => wall.getByText('giả định').count()).toBe(0);
    await expect.poll(() => wall.locator('.exercise-banner, .exercise-frame').count()).toBe(0);
    expect(await wall.title()).not.toContain('DIỄN TẬP');
  });

  test('an act at the desk of the exercise stays in it, and every step of the page does too', async () => {
    const page = await open();
    await page.goto(`/desk?realm=${DRILL}`);
    await page.locator('.queue-row', { hasText: DRILL_TITLE }).click();
    await page.waitForURL(/\/desk\/SC-\d+\?realm=exercise:drill$/);
    const id = /SC-\d+/.exec(page.url())![0];
    await page.keyboard.press('a');
    await page.locator('.detail-head', { hasText: 'Đã xác nhận' }).waitFor();
    const stateIn = async (realm: string): Promise<string> =>
      (await centre.get<{ state: string }>(`/api/v1/incidents/${id}?realm=${realm}`)).state;
    // The first incident of each room has the same name: the act must have hit the right one.
    expect([await stateIn(DRILL), await stateIn('live')]).toEqual(['acknowledged', 'new']);
    await page.getByRole('button', { name: 'Thêm' }).click();
    await page.locator('.nav-more').getByRole('link', { name: 'Nguồn dữ liệu' }).click();
    await page.waitForURL(`${centre.http}/desk/sources?realm=${DRILL}`);
    await page.reload();
    await page.getByText(BANNER).waitFor();
    await page.locator('.nav-more > button').click();
    await expect
      .poll(() => page.getByRole('link', { name: 'Màn hình tường', exact: true }).getAttribute('href'))
      .toBe(`/wall/main/1?realm=${DRILL}`);
  });

  test('a receipt, which lies over the page, says itself that it is of an exercise', async () => {
    const page = await open(390, 844);
    await page.goto(`/desk/sources?realm=${DRILL}&receipt=feed/mqtt`);
    await page.locator('dialog.receipt .is-exercise').getByText(BANNER).waitFor();
    const [banner, dialog] = await Promise.all(
      ['.exercise-banner', 'dialog.receipt'].map((part) => page.locator(part).boundingBox()),
    );
    expect(dialog!.y).toBeGreaterThanOrEqual(banner!.y + banner!.height);
  });

  test('on paper the banner is there too, on top, with a border that needs no coloured ink', async () => {
    const page = await open();
    await page.goto(`/desk?realm=${DRILL}`);
    await page.getByText(BANNER).waitFor();
    await page.emulateMedia({ media: 'print' });
    const style = await page.locator('.exercise-banner').evaluate((banner) => {
      const { position, borderTopWidth, display } = getComputedStyle(banner);
      return { position, borderTopWidth, display };
    });
    expect(style).toEqual({ position: 'fixed', borderTopWidth: '2px', display: 'flex' });
  });

  test('from the live desk one opens an exercise, leaves it and, sure of it, ends it', async () => {
    const page = await open();
    await page.goto('/desk');
    await page.getByRole('button', { name: 'Diễn tập' }).click();
    await page.getByRole('link', { name: 'Vào' }).click();
    await page.waitForURL(`${centre.http}/desk?realm=${DRILL}`);
    await page.getByRole('link', { name: 'Rời diễn tập' }).click();
    await page.waitForURL(`${centre.http}/desk`);
    await page.getByText(LIVE_TITLE).first().waitFor();
    await expect.poll(() => page.locator('.exercise-banner').count()).toBe(0);
    await page.getByRole('button', { name: 'Diễn tập' }).click();
    await page.getByRole('button', { name: 'Kết thúc' }).click();
    await page.getByRole('button', { name: 'Xoá hết, chắc chắn?' }).click();
    await page.getByText('đã kết thúc').waitFor();
    const gone = await open();
    await gone.goto(`/desk?realm=${DRILL}`);
    await gone.getByRole('heading', { name: 'Diễn tập này chưa mở' }).waitFor();
    await gone.getByText(BANNER).waitFor();
    await page.getByRole('button', { name: 'Mở lại' }).click();
    await page.waitForURL(`${centre.http}/desk?realm=${DRILL}`);
    await page.getByText('giờ diễn tập chưa chạy').waitFor();
    await expect.poll(() => page.getByText(DRILL_TITLE).count()).toBe(0);
  });

  test('wrote nothing to the console that is not a refusal it was asked for', () => {
    const refused = /status of 410/;
    expect(screens.flatMap(({ faults }) => faults).filter((fault) => !refused.test(fault))).toEqual([]);
  });
});

function simulatorToken({ dataDir }: TestCentre): string {
  const admin = fileURLToPath(new URL('../../server/src/operations/admin.ts', import.meta.url));
  const args = [admin, 'token', 'create', '--role', 'simulator', '--data', dataDir, '--json'];
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { secret: string })
    .secret;
}

/** By the simulator's own token: where the report goes is decided by nothing else. */
async function reportToDrill(
  { http }: TestCentre,
  token: string,
  report: { id: string; title: string; t: string; category?: string; loc?: number[] },
): Promise<void> {
  const answer = await fetch(`${http}/api/v1/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ category: 'fire', loc: [106.71, 10.78], ...report }),
  });
  if (answer.status !== 202) throw new Error(`not taken: ${answer.status} ${await answer.text()}`);
}
