import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import {
  CANNOT_RUN,
  type Line,
  type Screen,
  openLine,
  openScreen,
  openWall,
  postReading,
  postReport,
} from './open-centre-fixture.ts';

/** CONTRACT: a lost connection greys everything within 5 s; one second for finding out. */
const GREY_WITHIN_MS = promisedMs(6_000);
/** Two walls are painted at once, without a GPU. */
const SMALL = { width: 1280, height: 720 };

describe.skipIf(CANNOT_RUN)('a wall that loses its centre', () => {
  let browser: Browser;
  let centre: TestCentre;
  let wall: Screen;
  let line: Line;
  let behindLine: Screen;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1.21 } });
    await postReport(centre, {
      id: 'l1',
      title: 'Ngập Nguyễn Hữu Cảnh',
      category: 'flood',
      severity: 1,
      loc: [106.7175, 10.7905],
    });
    wall = await openScreen(browser, centre, SMALL);
    await openWall(wall);
    line = await openLine(centre.http);
    behindLine = await openScreen(browser, centre, { ...SMALL, http: line.http });
    await openWall(behindLine);
    for (const screen of [wall, behindLine])
      await screen.page.locator('.incident-row', { hasText: 'Nguyễn Hữu Cảnh' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await centre?.stop();
  });

  test('a cut line: grey in time, and after it is mended not one incident of the meantime is missing', async () => {
    const cutMs = performance.now();
    line.cut();
    await postReport(centre, {
      id: 'l2',
      title: 'Cây đổ trong lúc đứt',
      category: 'tree-fall',
      severity: 2,
      loc: [106.69, 10.78],
    });
    await behindLine.page.locator('.wall.is-lost').waitFor({ timeout: GREY_WITHIN_MS });
    console.info(`cut line: grey after ${Math.round(performance.now() - cutMs)} ms`);
    expect(await titles(behindLine)).not.toContain('Cây đổ trong lúc đứt');
    await postReport(centre, {
      id: 'l3',
      title: 'Mất điện trong lúc đứt',
      category: 'power',
      severity: 2,
      loc: [106.66, 10.8],
    });
    line.mend();
    const mendedMs = performance.now();
    await behindLine.page.locator('.wall:not(.is-lost)').waitFor();
    console.info(`mended line: live after ${Math.round(performance.now() - mendedMs)} ms`);
    await expect.poll(() => titles(behindLine)).toEqual(await titlesOfCentre(centre));
    expect(await titles(wall)).toEqual(await titles(behindLine));
  });

  test('a short cut is bridged without a word: resumed, nothing missed, never grey', async () => {
    await behindLine.page.evaluate(() => {
      const wall = document.querySelector('.wall')!;
      new MutationObserver(() => {
        if (wall.classList.contains('is-lost')) document.documentElement.dataset.wasLost = 'yes';
      }).observe(wall, { attributes: true });
    });
    line.cut();
    await postReport(centre, {
      id: 'l4',
      title: 'Tin trong khoảng ngắn',
      category: 'waste',
      severity: 4,
      loc: [106.7, 10.76],
    });
    line.mend();
    await behindLine.page.locator('.incident-row', { hasText: 'Tin trong khoảng ngắn' }).waitFor();
    expect(await behindLine.page.evaluate(() => document.documentElement.dataset.wasLost ?? 'no')).toBe('no');
  });

  test('a centre that hangs: the wall says MẤT KẾT NỐI with since when, and its figures go on ageing', async () => {
    const { page } = wall;
    const stoppedMs = performance.now();
    centre.child.kill('SIGSTOP');
    const band = page.locator('.lost-band');
    await band.waitFor({ timeout: GREY_WITHIN_MS });
    const greyMs = performance.now() - stoppedMs;
    console.info(`stopped centre: band after ${Math.round(greyMs)} ms`);
    expect(greyMs).toBeLessThan(GREY_WITHIN_MS);
    await expect.poll(() => band.textContent()).toMatch(/MẤT KẾT NỐI\s*\d.*số liệu cuối \d\d:\d\d:\d\d/);
    await expect.poll(() => page.locator('.wall').getAttribute('class')).toContain('is-lost');
    expect(await saturationOf(page)).toBeLessThan(1);
    const age = page.locator('.incident-row time').first();
    const before = await age.textContent();
    await expect.poll(() => age.textContent()).not.toBe(before);
    const elapsed = await band.locator('.num').textContent();
    await expect.poll(() => band.locator('.num').textContent()).not.toBe(elapsed);
    centre.child.kill('SIGCONT');
    await band.waitFor({ state: 'detached' });
    expect(await titles(wall)).toEqual(await titlesOfCentre(centre));
  });

  test('a killed centre that comes back on its folder and port: the wall recovers by itself with the same room', async () => {
    const { page } = wall;
    const { dataDir, http } = centre;
    const before = await titlesOfCentre(centre);
    await centre.kill();
    await page.locator('.lost-band').waitFor({ timeout: GREY_WITHIN_MS });
    centre = await startCentre({ dataDir, args: ['--no-simulators', '--port', new URL(http).port] });
    const readyMs = performance.now();
    await page.locator('.lost-band').waitFor({ state: 'detached' });
    console.info(`restarted centre: live ${Math.round(performance.now() - readyMs)} ms after it was ready`);
    expect(await titlesOfCentre(centre)).toEqual(before);
    await expect.poll(() => titles(wall)).toEqual(before);
    await postReport(centre, {
      id: 'l5',
      title: 'Sau khi khởi động lại',
      category: 'fire',
      severity: 1,
      loc: [106.72, 10.8],
    });
    await page.locator('.incident-row', { hasText: 'Sau khi khởi động lại' }).waitFor();
    expect(wall.faults).toEqual([]);
    expect(behindLine.faults).toEqual([]);
  });
});

async function titles({ page }: Screen): Promise<string[]> {
  return (await page.locator('.incident-row h3').allTextContents()).sort();
}

async function titlesOfCentre(centre: TestCentre): Promise<string[]> {
  const { items } = await centre.get<{ items: { title: string; state: string }[] }>('/api/v1/incidents');
  return items
    .filter(({ state }) => state !== 'closed')
    .map(({ title }) => title)
    .sort();
}

/** 1 = the KPI row has its colours, 0 = it is grey. */
function saturationOf(page: Screen['page']): Promise<number> {
  return page.evaluate(() => {
    for (
      let element = document.querySelector('.kpi-row');
      element !== null;
      element = element.parentElement
    ) {
      const match = /grayscale\(([\d.]+)\)|saturate\(([\d.]+)\)/.exec(getComputedStyle(element).filter);
      if (match !== null) return match[1] === undefined ? Number(match[2]) : 1 - Number(match[1]);
    }
    return 1;
  });
}
