import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser, willHoldRequests } from './browser.ts';
import {
  CANNOT_RUN,
  type Screen,
  axeUndecided,
  openScreen,
  postReading,
  postReport,
} from './open-centre-fixture.ts';

interface Incident {
  id: string;
  title: string;
  state: string;
  revision: number;
  timeline: { kind: string; text?: string; actor: string }[];
}

describe.skipIf(CANNOT_RUN)('two desks of a real centre', () => {
  let browser: Browser;
  let centre: TestCentre;
  let desk: Screen;
  let other: Screen;
  let fireId: string;
  let floodId: string;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    await postReport(centre, {
      id: 'd1',
      title: 'Cháy nhà dân Bến Nghé',
      category: 'fire',
      severity: 1,
      loc: [106.703, 10.776],
    });
    await postReport(centre, {
      id: 'd2',
      title: 'Ngập Nguyễn Hữu Cảnh',
      category: 'flood',
      severity: 2,
      loc: [106.7175, 10.7905],
    });
    await postReport(centre, {
      id: 'd3',
      title: 'Ổ gà Kha Vạn Cân',
      category: 'road-damage',
      severity: 4,
      loc: [106.75, 10.84],
    });
    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1.37 } });
    await postReading(centre, { domain: 'air', entity: 'le-duan', v: { pm25UgM3: 47 } });
    const { items } = await centre.get<{ items: Incident[] }>('/api/v1/incidents');
    fireId = items.find(({ title }) => title.startsWith('Cháy'))!.id;
    floodId = items.find(({ title }) => title.startsWith('Ngập'))!.id;
    desk = await openScreen(browser, centre, { width: 1280, height: 800 });
    other = await openScreen(browser, centre, { width: 1280, height: 800 });
    for (const { page, context } of [desk, other]) {
      await willHoldRequests(context);
      await page.goto('/desk');
      await page.locator('.queue-row').nth(2).waitFor();
    }
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('J and K walk the queue, most urgent first, and stop at its ends', async () => {
    const { page } = desk;
    const open = (title: string): Promise<void> =>
      page.getByRole('heading', { level: 2, name: title }).waitFor();
    await page.keyboard.press('j');
    await open('Cháy nhà dân Bến Nghé');
    expect(page.url()).toBe(`${centre.http}/desk/${fireId}`);
    await page.keyboard.press('j');
    await open('Ngập Nguyễn Hữu Cảnh');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await open('Ổ gà Kha Vạn Cân');
    for (let i = 0; i < 4; i++) await page.keyboard.press('k');
    await open('Cháy nhà dân Bến Nghé');
  });

  test('the map goes to the chosen incident, and its mark with it', async () => {
    const { page } = desk;
    await page.goto(`/desk/${floodId}`);
    const offMiddle = async (): Promise<number> => {
      const [mark, map] = await Promise.all([
        page.locator('.marker.is-selected').boundingBox(),
        page.locator('.map-box').boundingBox(),
      ]);
      if (mark === null || map === null) return Number.POSITIVE_INFINITY;
      const x = mark.x + mark.width / 2 - (map.x + map.width / 2);
      const y = mark.y + mark.height / 2 - (map.y + map.height / 2);
      return Math.hypot(x, y);
    };
    await expect.poll(offMiddle).toBeLessThan(12);
    await page.locator('.queue-row', { hasText: 'Cháy nhà dân' }).click();
    await page.getByRole('heading', { level: 2, name: 'Cháy nhà dân Bến Nghé' }).waitFor();
    await expect.poll(offMiddle).toBeLessThan(12);
  });

  test('A acknowledges: "đang lưu…" until the centre answered, then at every desk', async () => {
    const { page } = desk;
    const release = await holdActs(page);
    await page.keyboard.press('a');
    await page.locator('.act-bar').getByText('đang lưu…').waitFor();
    expect((await incident(centre, fireId)).state).toBe('new');
    await expect.poll(() => page.locator('.detail-head', { hasText: 'Chưa xác nhận' }).count()).toBe(1);
    release();
    await page.locator('.detail-head', { hasText: 'Đã xác nhận' }).waitFor();
    await page.getByText('đang lưu…').waitFor({ state: 'detached' });
    await other.page
      .locator('.queue-row', { hasText: 'Cháy nhà dân' })
      .filter({ hasText: 'Đã xác nhận' })
      .waitFor();
    expect((await incident(centre, fireId)).state).toBe('acknowledged');
  });

  test('a note goes with Ctrl+Enter into the timeline of the screen and of the centre', async () => {
    const { page } = desk;
    await page.keyboard.press('t');
    await page.keyboard.type('Đã điều 3 xe – đường Nguyễn Huệ thông');
    await page.keyboard.press('Control+Enter');
    await page.locator('.timeline', { hasText: 'Đã điều 3 xe – đường Nguyễn Huệ thông' }).waitFor();
    const { timeline } = await incident(centre, fireId);
    expect(timeline.at(-1)).toMatchObject({ kind: 'note', text: 'Đã điều 3 xe – đường Nguyễn Huệ thông' });
    await page.keyboard.press('Escape');
  });

  test('the slower of two desks is told of the conflict, keeps its words, and nothing is lost', async () => {
    await other.page.locator('.queue-row', { hasText: 'Ngập Nguyễn Hữu Cảnh' }).click();
    await other.page.getByRole('heading', { level: 2, name: 'Ngập Nguyễn Hữu Cảnh' }).waitFor();
    await other.page.locator('#note').fill('Ghi chú của bàn 2');
    const release = await holdActs(other.page);
    await other.page.locator('#note').press('Control+Enter');
    await other.page.locator('.note-box').getByText('đang lưu…').waitFor();

    await desk.page.locator('.queue-row', { hasText: 'Ngập Nguyễn Hữu Cảnh' }).click();
    await desk.page.getByRole('heading', { level: 2, name: 'Ngập Nguyễn Hữu Cảnh' }).waitFor();
    await desk.page.keyboard.press('a');
    await desk.page.locator('.detail-head', { hasText: 'Đã xác nhận' }).waitFor();

    release();
    const conflict = other.page.locator('.act-problem');
    await conflict.waitFor();
    await expect.poll(() => conflict.textContent()).toContain('người khác vừa đổi sự cố này');
    await expect.poll(() => conflict.textContent()).toContain('Đã xác nhận');
    await expect.poll(() => other.page.locator('#note').inputValue()).toBe('Ghi chú của bàn 2');
    expect((await incident(centre, floodId)).timeline.map(({ kind }) => kind)).not.toContain('note');

    await conflict.getByRole('button', { name: 'Vẫn gửi' }).click();
    for (const { page } of [other, desk])
      await page.locator('.timeline', { hasText: 'Ghi chú của bàn 2' }).waitFor();
    const { timeline, state } = await incident(centre, floodId);
    expect(state).toBe('acknowledged');
    expect(timeline.map(({ kind }) => kind)).toEqual(['opened', 'acknowledge', 'note']);
  });

  test('each desk sees who else looks at the incident and who writes there, until they go on', async () => {
    for (const { page } of [other, desk]) {
      await page.locator('.queue-row', { hasText: 'Cháy nhà dân' }).click();
      await page.getByRole('heading', { level: 2, name: 'Cháy nhà dân Bến Nghé' }).waitFor();
    }
    for (const { page } of [other, desk])
      await expect.poll(() => page.locator('.detail-head .presence li').count()).toBe(1);
    await expect.poll(() => desk.page.locator('.presence-typing').count()).toBe(0);
    await other.page.locator('#note').pressSequentially('Đang xem xét');
    await desk.page.locator('.presence-typing', { hasText: 'đang ghi' }).waitFor();
    await other.page.locator('#note').fill('');
    await other.page.locator('.queue-row', { hasText: 'Ngập Nguyễn Hữu Cảnh' }).click();
    await desk.page.locator('.detail-head .presence').waitFor({ state: 'detached' });
  });

  test('words that were not sent are still there after a look at another incident', async () => {
    const { page } = other;
    await page.locator('#note').fill('Chưa gửi, đừng mất');
    await page.locator('.queue-row', { hasText: 'Cháy nhà dân' }).click();
    await page.getByRole('heading', { level: 2, name: 'Cháy nhà dân Bến Nghé' }).waitFor();
    await expect.poll(() => page.locator('#note').inputValue()).toBe('');
    await page.locator('.queue-row', { hasText: 'Ngập Nguyễn Hữu Cảnh' }).click();
    await page.getByRole('heading', { level: 2, name: 'Ngập Nguyễn Hữu Cảnh' }).waitFor();
    await expect.poll(() => page.locator('#note').inputValue()).toBe('Chưa gửi, đừng mất');
  });

  test('what is measured round an incident is listed, and what is not measured has no figure', async () => {
    const { page } = desk;
    await page.locator('.queue-row', { hasText: 'Cháy nhà dân' }).click();
    const tile = (name: string) => page.locator('.nearby-tile', { has: page.getByRole('heading', { name }) });
    await tile('Phú An').locator('strong', { hasText: '1,37' }).waitFor();
    await tile('Lê Duẩn').locator('strong', { hasText: '47' }).waitFor();
    const values = await page.locator('.nearby-tile strong').allTextContents();
    expect(values.filter((value) => value === '—')).toHaveLength(values.length - 2);
  });

  test('one window holds one socket, whatever pages it shows', async () => {
    const page = await desk.context.newPage();
    let sockets = 0;
    page.on('websocket', () => (sockets += 1));
    await page.goto('/desk');
    await page.locator('.queue-row').nth(2).waitFor();
    for (const [name, shown] of [
      ['Xu hướng', '.trend-card'],
      ['13 hệ thống', '.system-card'],
      ['Nguồn dữ liệu', '.feed-table'],
    ] as const) {
      const nav = page.getByRole('navigation', { name: 'Trang' });
      const link = nav.getByRole('link', { name, exact: true });
      if ((await link.count()) === 0) await nav.locator('.nav-more > button').click();
      await link.click();
      await page.locator(shown).first().waitFor();
    }
    expect(sockets).toBe(1);
    await page.close();
  });

  test('everything that can be pressed is reached with Tab, and what has the focus is seen', async () => {
    const { page } = desk;
    await page.locator('body').press('Escape');
    const wanted = await page.evaluate(() => {
      const all = [
        ...document.querySelectorAll<HTMLElement>(
          'a[href], button:not(:disabled), input, textarea, select, [tabindex="0"]',
        ),
      ];
      const seen = all.filter((each) => each.checkVisibility() && each.closest('.map-box') === null);
      for (const [i, each] of seen.entries()) each.dataset.tab = String(i);
      return seen.length;
    });
    const reached = new Set<string>();
    const unseen: string[] = [];
    for (let i = 0; i < wanted + 10; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement;
        const { outlineStyle, boxShadow } = getComputedStyle(focused);
        return {
          tab: focused.dataset.tab ?? '',
          isSeen: outlineStyle !== 'none' || boxShadow !== 'none',
          html: focused.outerHTML.slice(0, 90),
        };
      });
      if (at.tab === '') continue;
      reached.add(at.tab);
      if (!at.isSeen) unseen.push(at.html);
    }
    const missed = await page.evaluate(
      (tabs) =>
        [...document.querySelectorAll<HTMLElement>('[data-tab]')]
          .filter((each) => !tabs.includes(each.dataset.tab!))
          .map((each) => each.outerHTML.slice(0, 90)),
      [...reached],
    );
    expect(wanted).toBeGreaterThan(10);
    expect(missed).toEqual([]);
    expect(unseen).toEqual([]);
  });

  test('passes axe, and wrote nothing to the console but the conflict that it provoked', async () => {
    expect(await axeViolations(desk.page)).toEqual([]);
    console.info('axe cannot decide at the desk:', await axeUndecided(desk.page));
    const faults = [...desk.faults, ...other.faults];
    expect(faults.filter((fault) => !/status of 409/.test(fault))).toEqual([]);
    expect(faults.length).toBeLessThanOrEqual(1);
  });
});

/** Holds the acts of one desk on their way, repeated attempts too, until the returned function is called. */
async function holdActs(page: Page): Promise<() => void> {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const hold = async (route: Route): Promise<void> => {
    await held;
    await route.continue();
  };
  await page.route('**/actions', hold);
  // The route stays: taking it away would let go what waits before this does. Open from now on, it only passes on.
  return release;
}

function incident(centre: TestCentre, id: string): Promise<Incident> {
  return centre.get<Incident>(`/api/v1/incidents/${id}`);
}
