import type { GeofenceRecord } from '@metropane/live-state';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { openDeskMap } from './desk-map-fixture.ts';
import { CANNOT_RUN, postReading, postReport } from './open-centre-fixture.ts';
import type { Screen } from './open-centre-fixture.ts';

describe.skipIf(CANNOT_RUN)('fences drawn at a desk', () => {
  let browser: Browser;
  let centre: TestCentre;
  let desk: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    desk = await openDeskMap(browser, centre);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  async function fences(): Promise<GeofenceRecord[]> {
    return (await centre.get<{ items: GeofenceRecord[] }>('/api/v1/geofences')).items;
  }

  test('a fence is drawn with keys alone, and is the centre’s before it is shown', async () => {
    const { page } = desk;
    await page.locator('[data-tool=fences]').press('Enter');
    await page.getByRole('button', { name: 'Vẽ vùng mới' }).press('Enter');
    const status = page.locator('.fence-form [role=status]');
    const map = page.locator('.map-box canvas');
    await map.press('Enter');
    for (const arrow of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      await map.press(arrow);
      await map.press('Enter');
    }
    await expect.poll(() => status.textContent()).toMatch(/^4 điểm · \d+(,\d+)? (ha|km²)$/);
    await map.press('Backspace');
    await expect.poll(() => status.textContent()).toMatch(/^3 điểm · /);
    const save = page.getByRole('button', { name: 'Lưu vùng' });
    await expect.poll(() => save.isDisabled()).toBe(true);
    await map.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('fence-name');
    await page.keyboard.type('Bến Bạch Đằng');
    await page.getByLabel('Lý do').fill('Bắn pháo hoa');
    expect((await axeViolations(page)).filter((each) => /fence|map-/.test(each))).toEqual([]);
    expect(await fences()).toEqual([]);
    await save.press('Enter');
    const row = page.locator('.fence-row', { hasText: 'Bến Bạch Đằng' });
    await row.waitFor();
    const [fence] = await fences();
    expect(fence).toMatchObject({
      name: 'Bến Bạch Đằng',
      purpose: 'Bắn pháo hoa',
      kind: 'watch',
      revision: 1,
    });
    expect(fence!.ring).toHaveLength(3);
  });

  test('it tells what lies inside now, and goes there', async () => {
    const { page } = desk;
    const [{ ring }] = (await fences()) as [GeofenceRecord];
    const middle = [0, 1].map((axis) => ring.reduce((sum, point) => sum + point[axis]!, 0) / ring.length);
    const inside = page.locator('.fence-inside');
    await inside.getByText('0 sự cố đang mở').waitFor();
    await postReport(centre, { id: 'fire', title: 'Cháy quán', category: 'fire', severity: 3, loc: middle });
    await postReport(centre, { id: 'far', title: 'Cháy nơi khác', category: 'fire', loc: [106.5, 10.9] });
    await postReading(centre, { domain: 'transit', entity: 'bus-1', v: { speedKmh: 20 }, loc: middle });
    await inside.getByText('1 sự cố đang mở').waitFor();
    await inside
      .locator('li', { hasText: 'Xe buýt' })
      .getByText(/^1 điểm · mới nhất/)
      .waitFor();
    expect((await axeViolations(page)).filter((each) => /fence|map-/.test(each))).toEqual([]);
    await inside.getByRole('button', { name: 'Cháy quán' }).press('Enter');
    await page.locator('.detail', { hasText: 'Trong vùng vẽ tay: Bến Bạch Đằng' }).waitFor();
    expect(desk.faults).toEqual([]);
  });

  test('somebody else’s change is told, and neither is lost', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'Sửa', exact: true }).press('Enter');
    await page.getByLabel('Tên', { exact: true }).fill('Bến của tôi');
    const [{ id, ...present }] = (await fences()) as [GeofenceRecord];
    const fence = { ...present, name: 'Bến của họ' };
    await centre.post(`/api/v1/geofences/${id}/actions`, { action: 'change', expectedRevision: 1, fence });
    await page.getByRole('button', { name: 'Lưu vùng' }).press('Enter');
    await page.getByText(/vừa lưu bản 2/).waitFor();
    expect((await fences())[0]).toMatchObject({ name: 'Bến của họ', revision: 2 });
    await page.getByRole('button', { name: 'Dùng bản của tôi, đè lên bản đó' }).press('Enter');
    await page.getByRole('button', { name: 'Lưu vùng' }).press('Enter');
    await page.locator('.fence-row', { hasText: 'Bến của tôi' }).waitFor();
    expect((await fences())[0]).toMatchObject({ name: 'Bến của tôi', revision: 3 });
    // The 409 is the browser's word about the answer that was asked for.
    expect(desk.faults.filter((fault) => !fault.includes('409'))).toEqual([]);
  });
});
