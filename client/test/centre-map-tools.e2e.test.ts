import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { openDeskMap } from './desk-map-fixture.ts';
import { CANNOT_RUN, photograph, pixelsNear, postReading } from './open-centre-fixture.ts';
import type { Screen } from './open-centre-fixture.ts';

/** Three bands of haze over land by night: what 60 µg/m³ looks like. */
const HAZE = '#625a4b';
const STATIONS = ['le-duan', 'le-huu-kieu', 'thu-duc'];

describe.skipIf(CANNOT_RUN)('the tools of a map at a desk', () => {
  let browser: Browser;
  let centre: TestCentre;
  let desk: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    for (const entity of STATIONS.slice(0, 2))
      await postReading(centre, { domain: 'air', entity, v: { pm25UgM3: 60 } });
    desk = await openDeskMap(browser, centre);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('layers open with a key; bands wait for enough sensors, say of how many they are, and are drawn', async () => {
    const { page } = desk;
    await page.keyboard.press('l');
    const manager = page.locator('#map-layers');
    await manager.getByText('Bụi mịn PM2.5, đẳng vùng').click();
    await manager.getByText('2 trạm có số đo trong 30 phút qua; cần ít nhất 3, nên không vẽ.').waitFor();
    await expect
      .poll(() => manager.locator('li', { hasText: 'Không khí' }).locator('.map-hint').textContent())
      .toMatch(/^2 điểm · mới nhất \d\d:\d\d:\d\d · cũ nhất \d\d:\d\d$/);
    expect(pixelsNear(await photograph(page, '.desk-map'), HAZE, 4)).toBeLessThan(1_000);
    await postReading(centre, { domain: 'air', entity: STATIONS[2]!, v: { pm25UgM3: 0 } });
    await manager.getByText(/^Số đo mới nhất của 3\/\d+ trạm/).waitFor();
    await expect
      .poll(async () => pixelsNear(await photograph(page, '.desk-map'), HAZE, 4))
      .toBeGreaterThan(20_000);
    expect((await axeViolations(page)).filter((each) => each.includes('map-'))).toEqual([]);
    expect(desk.faults).toEqual([]);
  });

  test('what was chosen is kept for this person; Escape closes and gives the focus back', async () => {
    const { page } = desk;
    const manager = page.locator('#map-layers');
    await manager.getByRole('checkbox', { name: 'Giao thông', exact: true }).uncheck();
    await page.keyboard.press('Escape');
    await expect.poll(() => manager.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('map-layers-button');
    await page.reload();
    await page.locator('#map-layers-button', { hasText: 'ẩn 1' }).waitFor();
    await page.getByRole('heading', { name: 'Bụi mịn PM2.5, đẳng vùng' }).waitFor();
    await page.keyboard.press('l');
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'Giao thông', exact: true }).isChecked())
      .toBe(false);
    await page.keyboard.press('Escape');
  });

  test('a distance and an area are measured with the keyboard alone', async () => {
    const { page } = desk;
    await page.locator('[data-tool=measure]').press('Enter');
    const add = page.getByRole('button', { name: 'Thêm điểm ở tâm' });
    const length = page.locator('.map-figures dd').first();
    await add.press('Enter');
    await expect.poll(() => length.textContent()).toBe('—');
    const map = page.locator('.map-box canvas');
    for (const arrow of ['ArrowRight', 'ArrowDown']) {
      await map.press(arrow);
      await add.press('Enter');
    }
    await expect.poll(() => length.textContent()).toMatch(/^\d+(,\d+)? (m|km)$/);
    await expect.poll(() => page.locator('.map-figures dd').nth(2).textContent()).toMatch(/ (m²|ha|km²)$/);
    await page.getByRole('button', { name: 'Xóa' }).click();
    await expect.poll(() => length.textContent()).toBe('—');
    expect(desk.faults).toEqual([]);
  });

  test('D tilts the map with its towers and lays it flat again; what is drawn beside the map goes with it', async () => {
    const { page } = desk;
    const body = {
      id: 'tilt',
      t: new Date().toISOString(),
      category: 'road-damage',
      title: 'Ổ gà',
      severity: 3,
    };
    expect((await centre.post('/api/v1/reports', [{ ...body, loc: [106.71, 10.83] }])).status).toBe(202);
    const marker = page.locator('.map-overlay .marker').first();
    const place = () => marker.evaluate((element) => (element as HTMLElement).style.transform);
    const tilt = page.locator('#map-tilt-button');
    await marker.waitFor();
    const flat = await place();
    await page.locator('.queue-row').first().focus();
    await page.keyboard.press('d');
    await expect.poll(() => tilt.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(place).not.toBe(flat);
    await page.keyboard.press('d');
    await expect.poll(place).toBe(flat);
    await expect.poll(() => tilt.getAttribute('aria-pressed')).toBe('false');
    expect(desk.faults).toEqual([]);
  });
});
