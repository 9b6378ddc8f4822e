import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { startCentre } from '../../server/test/start-centre-fixture.ts';
import type { TestCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { CHROMIUM, openBrowser, openPage } from './browser.ts';
import type { WatchedPage } from './browser.ts';

describe.skipIf(CHROMIUM === null)('a wall screen', () => {
  let browser: Browser;
  let centre: TestCentre;
  let wall: WatchedPage;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    wall = await openPage(browser, { width: 1920, height: 1080 });
    await wall.page.goto(centre.signIn!);
    await wall.page.locator('.desk').waitFor();
    await wall.page.goto(`${centre.http}/wall/main/1`);
    await wall.page.locator('.map-box canvas').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('says so in words where it has no figures, and never shows a zero for them', async () => {
    const tiles = wall.page.locator('.kpi-dead');
    await tiles.first().waitFor();
    for (const text of await tiles.locator('strong').allTextContents()) expect(text).toBe('—');
    await wall.page.getByText('Không có sự cố nào đang mở').waitFor();
  });

  test('shows a report within a second or two, most urgent first, and a P1 holds the scene', async () => {
    const body = [
      {
        id: 'w1',
        t: new Date().toISOString(),
        category: 'road-damage',
        title: 'Ổ gà Kha Vạn Cân',
        severity: 3,
        loc: [106.75, 10.84],
      },
      {
        id: 'w2',
        t: new Date().toISOString(),
        category: 'flood',
        title: 'Ngập Nguyễn Hữu Cảnh',
        severity: 1,
        loc: [106.7175, 10.7905],
      },
    ];
    expect((await centre.post('/api/v1/reports', body)).status).toBe(202);
    await wall.page.locator('.incident-row').nth(1).waitFor();
    await expect
      .poll(() => wall.page.locator('.incident-row h3').allTextContents())
      .toEqual(['Ngập Nguyễn Hữu Cảnh', 'Ổ gà Kha Vạn Cân']);
    await wall.page.getByText('Giữ cảnh: P1 chưa xác nhận').waitFor();
    await wall.page.locator('.callout', { hasText: 'Ngập Nguyễn Hữu Cảnh' }).waitFor();
  });

  test('draws a city, not an empty canvas', async () => {
    await expect.poll(() => distinctColours(wall)).toBeGreaterThan(50);
  });

  test('colours a road by its speed over free flow', async () => {
    const { segments } = await centre.get<{ segments: { id: string; freeFlowKmh: number }[] }>(
      '/api/v1/city',
    );
    const readings = segments.slice(0, 900).map(({ id, freeFlowKmh }) => ({
      domain: 'traffic',
      entity: id,
      t: new Date().toISOString(),
      v: { speedKmh: freeFlowKmh * 0.35 },
    }));
    expect((await centre.post('/api/v1/observations', readings)).status).toBe(202);
    await expect.poll(() => slowRoadPixels(wall)).toBeGreaterThan(2_000);
  });

  test('has nothing to press or to type into', async () => {
    await expect.poll(() => wall.page.locator('button, input, select, textarea, a[href]').count()).toBe(0);
  });

  test('axe finds nothing, and nothing was written to the console', async () => {
    expect(await axeViolations(wall.page)).toEqual([]);
    expect(wall.faults).toEqual([]);
  });

  test('adds its traffic lines again after the WebGL context was lost', async () => {
    const { page } = wall;
    await page.evaluate(() => {
      const gl = document.querySelector<HTMLCanvasElement>('.map-box canvas')!.getContext('webgl2')!;
      const lose = gl.getExtension('WEBGL_lose_context')!;
      lose.loseContext();
      return new Promise<void>((restored) => {
        gl.canvas.addEventListener('webglcontextrestored', () => restored(), { once: true });
        setTimeout(() => lose.restoreContext(), 300);
      });
    });
    const restoredMs = performance.now();
    await expect.poll(() => slowRoadPixels(wall)).toBeGreaterThan(2_000);
    const backMs = performance.now() - restoredMs;
    console.info(`map back ${Math.round(backMs)} ms after its context`);
    expect(backMs).toBeLessThan(promisedMs(5_000));
    await expect.poll(() => page.locator('.fault').count()).toBe(0);
  });

  test('says within 6 s that the link is lost, and comes back by itself with the same room', async () => {
    const port = new URL(centre.http).port;
    const { dataDir } = centre;
    await centre.kill();
    const killedMs = performance.now();
    await wall.page.locator('.lost-band').waitFor();
    expect(performance.now() - killedMs).toBeLessThan(promisedMs(6_000));
    await expect.poll(() => wall.page.locator('.wall').getAttribute('class')).toContain('is-lost');
    centre = await startCentre({ dataDir, args: ['--no-simulators', '--port', port] });
    await wall.page.locator('.lost-band').waitFor({ state: 'detached' });
    await expect
      .poll(() => wall.page.locator('.incident-row h3').first().textContent())
      .toBe('Ngập Nguyễn Hữu Cảnh');
  });
});

/** Distinct colours of the photographed map: a blank canvas has one. */
async function distinctColours(wall: WatchedPage): Promise<number> {
  return new Set(await mapPixels(wall)).size;
}

/** Pixels in the orange of "very slow", which nothing else on this map has. */
async function slowRoadPixels(wall: WatchedPage): Promise<number> {
  const isOrange = (pixel: number): boolean =>
    (pixel & 255) > 235 &&
    Math.abs(((pixel >> 8) & 255) - 152) < 16 &&
    Math.abs(((pixel >> 16) & 255) - 56) < 24;
  return (await mapPixels(wall)).filter(isOrange).length;
}

/** The photographed map as ABGR words. */
async function mapPixels({ page }: WatchedPage): Promise<number[]> {
  const png = (await page.locator('.wall-map').screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return [...new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)];
  }, png);
}
