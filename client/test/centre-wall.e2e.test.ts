import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { acknowledge } from './desk-acts-fixture.ts';
import {
  CANNOT_RUN,
  type Screen,
  axeUndecided,
  kpi,
  openScreen,
  openWall,
  photograph,
  pixelsNear,
  postReading,
  postReport,
  timeOfText,
} from './open-centre-fixture.ts';

interface City {
  segments: { id: string; points: [number, number][]; freeFlowKmh: number }[];
}

const WATER = '#0f3049';
const JAMMED = '#ff4d57';
const NORMAL_ROAD = '#2f5f82';
/** The dots' blue at their 70 % over the dark ground. */
const VEHICLE = '#8da8c0';
const MIDDLE = [106.695, 10.788] as const;

describe.skipIf(CANNOT_RUN)('the wall of a real centre', () => {
  let browser: Browser;
  let centre: TestCentre;
  let wall: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    wall = await openScreen(browser, centre);
    await openWall(wall);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('shows a reading within 2 s, and its alarm level with it', async () => {
    const tile = kpi(wall.page, 'Mực nước Phú An');
    await tile.getByText('Chưa có nguồn dữ liệu').waitFor();
    const shownAt = timeOfText(wall.page, '.kpi-row', '1,21');
    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1.21 } });
    const answeredMs = Date.now();
    const delayMs = (await shownAt) - answeredMs;
    console.info(`reading → figure: ${Math.round(delayMs)} ms after its 202`);
    expect(delayMs).toBeLessThan(promisedMs(2_000));
    await expect.poll(() => tile.getAttribute('class')).not.toMatch(/kpi-p/);
    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1.53 } });
    await tile.locator('strong', { hasText: '1,53' }).waitFor();
    await expect.poll(() => tile.getAttribute('class')).toContain('kpi-p2');
  });

  test('draws the map: water, and the names of wards in letters that the bundled font has', async () => {
    const { page } = wall;
    await expect
      .poll(async () => pixelsNear(await photograph(page, '.map-box'), WATER, 6))
      .toBeGreaterThan(2_000);
    const photo = await photograph(page, '.map-box');
    expect(photo.size).toBeGreaterThan(300);
    // Ward names are the only light grey of the map while there is no incident and no vehicle.
    expect(pixelsNear(photo, '#a9b9c9', 30)).toBeGreaterThan(1_500);
    const fonts = await page.evaluate(() => ({
      hasVietnamese: [...document.fonts].some(
        (face) =>
          /Be Vietnam Pro/.test(face.family) && face.status === 'loaded' && /1EA0/i.test(face.unicodeRange),
      ),
      isReady: document.fonts.check('600 14px "Be Vietnam Pro"', 'ĐIỆN HỒNG ƯỚC LỰỢNG Ậ Ỵ'),
    }));
    expect(fonts).toEqual({ hasVietnamese: true, isReady: true });
  });

  test('recolours road stretches after new speeds: no value → normal → jammed', async () => {
    const { page } = wall;
    const { segments } = await centre.get<City>('/api/v1/city');
    const near = segments.filter(({ points }) => farFromMiddle(points[0]!) < 0.03).slice(0, 600);
    expect(near.length).toBeGreaterThan(50);
    const before = await photograph(page, '.map-box');
    await postSpeeds(centre, near, 0.95);
    await expect
      .poll(async () => pixelsNear(await photograph(page, '.map-box'), NORMAL_ROAD))
      .toBeGreaterThan(pixelsNear(before, NORMAL_ROAD) + 2_000);
    expect(pixelsNear(before, JAMMED)).toBeLessThan(600);
    await postSpeeds(centre, near, 0.1);
    await expect
      .poll(async () => pixelsNear(await photograph(page, '.map-box'), JAMMED))
      .toBeGreaterThan(pixelsNear(before, JAMMED) + 2_000);
    await kpi(page, 'Tốc độ giao thông TB').locator('strong', { hasText: ',' }).waitFor();
  });

  test('draws vehicles where they report themselves, and counts them', async () => {
    const { page } = wall;
    const before = pixelsNear(await photograph(page, '.map-box'), VEHICLE, 12);
    const t = new Date().toISOString();
    const buses = Array.from({ length: 400 }, (_, i) => ({
      domain: 'transit',
      entity: `bus-${i}`,
      t,
      v: { delayS: i },
      loc: [MIDDLE[0] - 0.04 + (i % 20) * 0.004, MIDDLE[1] - 0.03 + Math.floor(i / 20) * 0.003],
    }));
    expect((await centre.post('/api/v1/observations', buses)).status).toBe(202);
    await page.locator('.map-vehicles', { hasText: '400 xe' }).waitFor();
    await expect
      .poll(async () => pixelsNear(await photograph(page, '.map-box'), VEHICLE, 12))
      .toBeGreaterThan(before + 200);
  });

  test('shows a P1 report first in the list and as a call-out on the map', async () => {
    const { page } = wall;
    await postReport(centre, {
      id: 'p3',
      title: 'Ổ gà Kha Vạn Cân',
      category: 'road-damage',
      severity: 3,
      loc: [106.72, 10.8],
    });
    await page.locator('.incident-row', { hasText: 'Kha Vạn Cân' }).waitFor();
    const shownAt = timeOfText(page, '.incident-rows', 'Cháy kho hàng Tân Thuận');
    await postReport(centre, {
      id: 'p1',
      title: 'Cháy kho hàng Tân Thuận',
      category: 'fire',
      severity: 1,
      loc: [106.71, 10.775],
    });
    const answeredMs = Date.now();
    const delayMs = (await shownAt) - answeredMs;
    console.info(`P1 report → wall: ${Math.round(delayMs)} ms after its 202`);
    expect(delayMs).toBeLessThan(promisedMs(1_000));
    await page.locator('.callout h3', { hasText: 'Cháy kho hàng Tân Thuận' }).waitFor();
    await expect
      .poll(() => page.locator('.incident-row h3').first().textContent())
      .toBe('Cháy kho hàng Tân Thuận');
    await page.locator('.strip', { hasText: 'Giữ cảnh: P1 chưa xác nhận' }).waitFor();
    await acknowledge(centre, 'Cháy kho hàng Tân Thuận');
    await page.locator('.wall-main[data-scene="overview"]').waitFor();
  });

  test('paints every chart that it has data for', async () => {
    const { page } = wall;
    await page.locator('.tide .echart').waitFor();
    await expect
      .poll(() =>
        page.evaluate(
          () =>
            [...document.querySelectorAll('.echart')].filter((each) => each.querySelector('canvas') === null)
              .length,
        ),
      )
      .toBe(0);
    // A canvas is there before its turn to be painted comes.
    await expect.poll(async () => (await photograph(page, '.tide .echart')).size).toBeGreaterThan(20);
  });

  test('passes axe, and wrote nothing to the console', async () => {
    expect(await axeViolations(wall.page)).toEqual([]);
    console.info('axe cannot decide on the wall:', await axeUndecided(wall.page));
    expect(wall.faults).toEqual([]);
  });
});

function farFromMiddle([lon, lat]: readonly [number, number]): number {
  return Math.hypot(lon - MIDDLE[0], lat - MIDDLE[1]);
}

/** One speed for every stretch, as a part of its free flow. */
async function postSpeeds(centre: TestCentre, segments: City['segments'], part: number): Promise<void> {
  const t = new Date().toISOString();
  const items = segments.map(({ id, freeFlowKmh }) => ({
    domain: 'traffic',
    entity: id,
    t,
    v: { speedKmh: freeFlowKmh * part },
  }));
  const answer = await centre.post('/api/v1/observations', items);
  expect(answer.status, await answer.clone().text()).toBe(202);
  expect(((await answer.json()) as { accepted: number }).accepted).toBe(items.length);
}
