import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen, openWall, postReport } from './open-centre-fixture.ts';

const TITLE = 'Cháy tàu cá ở cảng Bến Đầm';

describe.skipIf(CANNOT_RUN)('parts of the city that the main view leaves out', () => {
  let browser: Browser;
  let centre: TestCentre;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    await postReport(centre, {
      id: 'far-out',
      title: TITLE,
      category: 'fire',
      severity: 1,
      loc: [106.606, 8.683],
    });
    // Until somebody has acknowledged it the wall itself flies there, and its inset would say the same twice.
    const { items } = await centre.get<{ items: { id: string; revision: number }[] }>('/api/v1/incidents');
    const [{ id, revision }] = items as [(typeof items)[number]];
    const seen = { action: 'acknowledge', actionId: 'seen', expectedRevision: revision };
    const { status } = await centre.post(`/api/v1/incidents/${id}/actions`, seen);
    if (status !== 200) throw new Error(`not acknowledged: ${status}`);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('a P1 at Côn Đảo is marked in the inset of the wall, on the islands that are drawn there', async () => {
    const wall = await openScreen(browser, centre);
    await openWall(wall);
    const inset = wall.page.locator('.map-inset', { hasText: 'Côn Đảo' }).locator('.inset-frame');
    await inset.locator('.marker-p1').waitFor();
    await expect.poll(() => wall.page.locator('.map-inset .marker').count()).toBe(1);
    await expect
      .poll(() => wall.page.locator('.map-inset figcaption').allTextContents())
      .toEqual(['Toàn thành phố', 'Côn Đảo']);
    const middle = await inset.evaluate((frame) => {
      const [box, mark] = [frame, frame.querySelector('.marker')!].map((each) =>
        each.getBoundingClientRect(),
      );
      return [
        (mark!.x + mark!.width / 2 - box!.x) / box!.width,
        (mark!.y + mark!.height / 2 - box!.y) / box!.height,
      ];
    });
    // 106.606 of 106.52…106.72 and 8.683 of 8.6…8.79, in a frame that is a little wider than the islands.
    expect(Math.abs(middle[0]! - 0.44)).toBeLessThan(0.02);
    expect(Math.abs(middle[1]! - 0.56)).toBeLessThan(0.02);
    // Land and what is round it: neither an empty picture nor one colour all over.
    await expect.poll(() => inset.locator('canvas').evaluate(commonestShare)).toBeLessThan(0.97);
    expect(await inset.locator('canvas').evaluate(commonestShare)).toBeGreaterThan(0.3);
    await expect.poll(() => wall.page.locator('.inset-studio').count()).toBe(0);
    expect(wall.faults).toEqual([]);
    await wall.context.close();
  });

  test('at a desk it is opened there, by a click and by Enter', async () => {
    const desk = await openScreen(browser, centre);
    const { page } = desk;
    for (const open of ['click', 'Enter'] as const) {
      await page.goto('/desk');
      const mark = page
        .locator('.map-inset', { hasText: 'Côn Đảo' })
        .getByRole('button', { name: `Ưu tiên 1: ${TITLE}` });
      await mark.waitFor();
      if (open === 'click') await mark.click();
      else await mark.press('Enter');
      await page.locator('.detail', { hasText: TITLE }).waitFor();
      await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/desk\/SC-/);
    }
    expect(await axeViolations(page)).toEqual([]);
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  });
});

/** The share of the picture's commonest colour. */
function commonestShare(canvas: Element): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const data = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data.buffer;
  const counts = new Map<number, number>();
  for (const pixel of new Uint32Array(data)) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return Math.max(...counts.values()) / (width * height);
}
