import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { acknowledge, steerWall } from './desk-acts-fixture.ts';
import { CANNOT_RUN, openScreen, openWall, postReport, type Screen } from './open-centre-fixture.ts';

const MINUTE_MS = 60_000;

describe.skipIf(CANNOT_RUN)('the scenes of a wall', () => {
  let browser: Browser;
  let centre: TestCentre;
  let walls: Screen[];

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    walls = await Promise.all([openScreen(browser, centre), openScreen(browser, centre)]);
    await openWall(walls[0]!);
    await walls[1]!.page.goto('/wall/main/2');
    await walls[1]!.page.locator('.map-box canvas').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  const scenes = () =>
    Promise.all(walls.map(({ page }) => page.locator('.wall-main').getAttribute('data-scene')));
  const allShow = (scene: string) => expect.poll(scenes).toEqual([scene, scene]);

  test('a desk sends a scene to all screens of the room, and the map stays the same one', async () => {
    await allShow('overview');
    const [wall] = walls;
    await wall!.page.evaluate(() => document.querySelector('.map-box canvas')!.setAttribute('data-kept', ''));
    await steerWall(wall!, { action: 'send', scene: 'region', forMs: 5 * MINUTE_MS });
    await allShow('region');
    await wall!.page.getByText('Bàn trực gửi lên').waitFor();
    await wall!.page.getByText('Quản lý chất lượng ISO 9001').waitFor();
    await expect.poll(() => wall!.page.locator('.map-box canvas[data-kept]').count()).toBe(1);
    expect(await axeViolations(wall!.page)).toEqual([]);
    await steerWall(wall!, { action: 'resume' });
    await steerWall(wall!, { action: 'freeze' });
    await allShow('overview');
  });

  test('a life-threatening report takes the wall and holds it until somebody acknowledges it', async () => {
    const [wall] = walls;
    const took = wall!.page.locator('.wall-main[data-scene="incident"]').waitFor();
    await postReport(centre, {
      id: 'fire-1',
      category: 'fire',
      severity: 1,
      title: 'Cháy chợ',
      loc: [106.69, 10.77],
    });
    const answeredMs = Date.now();
    await took;
    const delayMs = Date.now() - answeredMs;
    console.info(`P1 → wall: ${delayMs} ms after its 202`);
    await allShow('incident');
    await wall!.page.getByText('Giữ cảnh: P1 chưa xác nhận').waitFor();
    await wall!.page.locator('.wall-incident').getByText('Chuyển 114 ngay, không chờ xác minh').waitFor();
    await expect.poll(() => wall!.page.locator('.wall-main').getAttribute('data-scene')).toBe('incident');
    await acknowledge(centre, 'Cháy chợ');
    await allShow('overview');
  });

  test('a playlist goes on by itself, and says what comes next', async () => {
    const [wall] = walls;
    await steerWall(wall!, { action: 'unfreeze' });
    await wall!.page.locator('.strip').getByText('Kế tiếp').waitFor();
    await steerWall(wall!, { action: 'next' });
    await allShow('traffic');
    // overview, traffic, water, air, public services, safety, information security, the whole city
    await expect.poll(() => wall!.page.locator('.strip .strip-segments i').count()).toBe(8);
  });

  test('an unknown scene is refused in a sentence, and nothing was written to the console', async () => {
    const answer = await walls[0]!.context.request.post('/api/v1/walls/main/actions', {
      data: { action: 'send', scene: 'nowhere', forMs: MINUTE_MS },
    });
    expect([answer.status(), await answer.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'unknown-scene', detail: expect.stringContaining('scenes.yaml') }),
    ]);
    expect(walls.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
