import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, type Screen, openLine, openScreen, postReading } from './open-centre-fixture.ts';
import type { Line } from './open-centre-fixture.ts';

interface Alarm {
  id: string;
  ruleId: string;
  state: string;
  revision: number;
  incidentId?: string;
  acknowledgedBy?: string;
  shelved?: { reason: string };
}

/** From a reading to a closed case at the desk of a real centre, with keys alone. */
describe.skipIf(CANNOT_RUN)('an alarm of a real centre', () => {
  let browser: Browser;
  let centre: TestCentre;
  let line: Line;
  let desk: Screen;
  let raised: Alarm;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    line = await openLine(centre.http);
    desk = await openScreen(browser, centre, { http: line.http });
    await desk.page.goto('/desk');
    await desk.page.locator('.queue-chips').waitFor();
    await postReading(centre, { domain: 'security', entity: 'soc-1', v: { criticalCount: 9 } });
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await centre?.stop();
  });

  const alarms = async (): Promise<Alarm[]> => {
    const { items } = await centre.get<{ items: Alarm[] }>('/api/v1/alarms');
    return items.filter(({ ruleId }) => ruleId === 'cyber-critical');
  };
  const alarm = () => centre.get<Alarm>(`/api/v1/alarms/${raised.id}`);
  const keys = async (...names: string[]): Promise<void> => {
    for (const name of names) await desk.page.keyboard.press(name);
  };

  test('a window that breaks its limit waits at the desk, and N goes to it', async () => {
    await expect.poll(async () => (await alarms()).length).toBeGreaterThan(0);
    raised = (await alarms())[0]!;
    await desk.page.locator('.queue-row', { hasText: 'Tấn công' }).waitFor();
    await keys('n');
    await desk.page.locator('.detail h2').waitFor();
    expect(raised.incidentId).toBeDefined();
    await expect.poll(() => new URL(desk.page.url()).pathname).toBe(`/desk/${raised.incidentId}`);
    await desk.page.locator('.queue-child').first().waitFor();
  });

  test('A acknowledges the incident; its alarm says what broke which limit and what to do', async () => {
    await keys('a');
    await desk.page.locator('.detail-head', { hasText: 'Đã xác nhận' }).waitFor();
    await desk.page.goto(`/desk/${raised.id}`);
    await desk.page.locator('.alarm-facts').waitFor();
    await desk.page.locator('.rule-words', { hasText: 'Gọi trung tâm an toàn thông tin' }).waitFor();
    await expect.poll(() => desk.page.locator('.alarm-facts').textContent()).toMatch(/9,00.*ngưỡng 8,00/);
  });

  test('H shelves it with a reason: the centre has it, durable and with a name', async () => {
    await keys('h');
    await desk.page.locator('.act-form').waitFor();
    await desk.page.keyboard.type('diễn tập nội bộ');
    await keys('Enter');
    await desk.page.locator('.detail-head', { hasText: 'Đã gác' }).waitFor();
    expect((await alarm()).shelved?.reason).toBe('diễn tập nội bộ');
    await desk.page.getByRole('button', { name: 'Bỏ gác' }).click();
    await expect.poll(async () => (await alarm()).state).not.toBe('shelved');
  });

  test('a note written without a link is kept, said to be unsent, and arrives when the link is back', async () => {
    await desk.page.goto(`/desk/${raised.incidentId}`);
    await desk.page.locator('.note-box').waitFor();
    line.cut();
    await keys('t');
    await desk.page.keyboard.type('Viết lúc mất mạng');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.locator('.act-problem', { hasText: 'chưa gửi (mất kết nối)' }).waitFor();
    line.mend();
    await desk.page.locator('.timeline', { hasText: 'Viết lúc mất mạng' }).waitFor();
    await expect.poll(() => desk.page.locator('.undo-bar').count()).toBe(0);
  });

  test('the papers of the incident come from the centre', async () => {
    await desk.page.goto(`/desk/incidents/${raised.incidentId}/ics201`);
    await desk.page.locator('.paper h2', { hasText: 'ICS 201' }).waitFor();
    await expect.poll(() => desk.page.locator('.paper').textContent()).toContain('Viết lúc mất mạng');
  });

  test('closing takes a reason and two steps', async () => {
    await desk.page.goto(`/desk/${raised.incidentId}`);
    await desk.page.locator('.act-bar').waitFor();
    await keys('Shift+E');
    await desk.page.locator('.act-form').waitFor();
    await desk.page.keyboard.type('đã cô lập');
    await keys('Enter');
    await desk.page.locator('.detail-head', { hasText: 'Đã đóng' }).waitFor();
    expect(desk.faults).toEqual([]);
  });
});
