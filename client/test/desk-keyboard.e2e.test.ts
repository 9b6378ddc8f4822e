import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, type Screen, openScreen, postReport } from './open-centre-fixture.ts';

interface Incident {
  id: string;
  title: string;
  state: string;
  claimedBy?: string;
  assignments?: { assignee: string }[];
  attachments?: unknown[];
  sop?: { steps: { state: string }[] };
  timeline: { kind: string; text?: string }[];
}

/** The tasks of a desk of a real centre, by keys alone, with the times that a control room asks for. */
describe.skipIf(CANNOT_RUN)('a desk without a mouse', () => {
  let browser: Browser;
  let centre: TestCentre;
  let desk: Screen;
  let fireId: string;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    desk = await openScreen(browser, centre, { width: 1600, height: 900 });
    await desk.page.goto('/desk');
    await desk.page.locator('.queue-chips').waitFor();
    const fire = { id: 'k1', title: 'Cháy chợ Bến Thành', category: 'fire', severity: 1 };
    await postReport(centre, { ...fire, loc: [106.698, 10.772] });
    const { items } = await centre.get<{ items: Incident[] }>('/api/v1/incidents');
    fireId = items[0]!.id;
    await desk.page.locator('.queue-row', { hasText: 'Bến Thành' }).first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  const keys = async (...names: string[]): Promise<void> => {
    for (const name of names) await desk.page.keyboard.press(name);
  };
  const fire = () => centre.get<Incident>(`/api/v1/incidents/${fireId}`);
  const field = (name: string) => desk.page.locator('.act-form').getByLabel(name, { exact: true });

  test('a P1 is on the map with its procedure after one key', async () => {
    await keys('n');
    await desk.page.locator('#sop').waitFor();
    await expect.poll(() => new URL(desk.page.url()).pathname).toBe(`/desk/${fireId}`);
    await desk.page.locator('.desk-map .map-box').waitFor();
    await expect.poll(() => desk.page.locator('#sop').textContent()).toContain('Chuyển 114');
  });

  test('acknowledged, claimed, a step done, noted, given to an agency: each with its key', async () => {
    await keys('a');
    await expect.poll(async () => (await fire()).state).toBe('acknowledged');
    await desk.page.locator('.detail-head', { hasText: 'Đã xác nhận' }).waitFor();
    await keys('c');
    await expect.poll(async () => (await fire()).claimedBy).toBeDefined();
    await keys('x');
    await expect
      .poll(async () => (await fire()).sop?.steps.filter(({ state }) => state === 'done').length)
      .toBe(1);
    await keys('t');
    await desk.page.locator('#note:focus').waitFor();
    await desk.page.keyboard.type('Đã gọi đội 3');
    await keys('Control+Enter');
    await desk.page.locator('.timeline', { hasText: 'Đã gọi đội 3' }).waitFor();
    await keys('Escape', 'g');
    await desk.page.locator('.act-form').waitFor();
    await keys('Enter');
    await expect.poll(async () => (await fire()).assignments?.length).toBe(1);
    // What the time line tells is words: no codes of steps, agencies or states.
    await desk.page.locator('.timeline', { hasText: 'bước quy trình: Chuyển 114' }).waitFor();
    const { assignments } = await fire();
    await expect
      .poll(() => desk.page.locator('.timeline').textContent())
      .not.toContain(`: ${assignments![0]!.assignee}`);
  });

  test('a new incident by hand takes less than 15 s', async () => {
    const began = performance.now();
    await keys('+');
    await field('Việc gì').waitFor();
    await desk.page.keyboard.type('Cây đổ chắn đường');
    await keys('Tab', 'ArrowDown', 'Tab', 'Tab');
    await desk.page.keyboard.type('Ben Thanh');
    await keys('Enter');
    await desk.page.locator('.detail-head', { hasText: 'Cây đổ chắn đường' }).waitFor();
    expect(performance.now() - began).toBeLessThan(promisedMs(15_000));
  });

  test('the command line goes to a page by its name without marks, and the list finds what was opened', async () => {
    await keys('Control+k');
    await desk.page.keyboard.type('su co');
    await keys('Enter');
    await desk.page.waitForURL('**/desk/incidents');
    await desk.page.locator('.register-row', { hasText: 'Cây đổ' }).waitFor();
    await keys('/');
    await desk.page.keyboard.type('cho ben thanh');
    await desk.page.locator('.register-row', { hasText: 'Cây đổ' }).waitFor({ state: 'detached' });
    await desk.page.locator('.register-row', { hasText: 'Cháy chợ Bến Thành' }).waitFor();
    await keys('Escape');
    // Each letter asks anew, and an answer may still take the row away that has the focus.
    await expect
      .poll(async () => {
        await keys('j');
        await desk.page.waitForLoadState('networkidle');
        return desk.page.locator(`[data-incident="${fireId}"]:focus`).count();
      })
      .toBe(1);
    await keys('Enter');
    await desk.page.waitForURL(`**/desk/incidents/${fireId}`);
  });

  test('it is sent to the wall, and the wall given back', async () => {
    await desk.page.goto(`/desk/${fireId}`);
    await desk.page.locator('.detail-head').waitFor();
    const sent = async (): Promise<unknown> =>
      (await centre.get<{ items: { sent: { incident?: string } | null }[] }>('/api/v1/walls')).items[0]!.sent;
    await keys('w');
    await expect.poll(sent).toMatchObject({ incidentId: fireId });
    await desk.page.locator('.send-to-wall', { hasText: 'Trả tường về lịch' }).waitFor();
    await keys('w');
    await expect.poll(sent).toBeNull();
  });

  test('a file is chosen and attached', async () => {
    await keys('o');
    await desk.page.waitForURL(`**/desk/incidents/${fireId}`);
    await desk.page.locator('.timeline li').first().waitFor();
    // The chooser is the browser's own: the file is given to the field that the keyboard reaches, and sent by key.
    const buffer = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
    const file = { name: 'so-do.pdf', mimeType: 'application/pdf', buffer };
    await desk.page.getByLabel('Tệp để đính kèm').setInputFiles(file);
    await desk.page
      .locator('.files-panel')
      .getByRole('button', { name: 'Đính kèm', exact: true })
      .press('Enter');
    await desk.page.locator('.files-panel li', { hasText: '.pdf' }).waitFor();
    expect((await fire()).attachments?.length).toBe(1);
  });

  test('a second window follows the choice of the first', async () => {
    const other = await desk.context.newPage();
    await other.goto('/desk?view=map');
    await other.locator('.desk.view-map .map-box').waitFor();
    await desk.page.goto(`/desk/${fireId}`);
    await desk.page.locator('.detail-head').waitFor();
    await expect.poll(() => new URL(other.url()).pathname).toBe(`/desk/${fireId}`);
    expect(new URL(other.url()).search).toBe('?view=map');
    await other.close();
  });

  test('closing takes two steps and a reason', async () => {
    await keys('Shift+E');
    await desk.page.locator('.act-form').waitFor();
    expect((await fire()).state).not.toBe('closed');
    await desk.page.keyboard.type('đã dập tắt');
    await keys('Enter');
    await expect.poll(async () => (await fire()).state).toBe('closed');
  });
});
