import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import {
  CANNOT_RUN,
  type Screen,
  kpi,
  makeHastyCity,
  openScreen,
  openWall,
  postReading,
} from './open-centre-fixture.ts';

/** Short enough to see a figure die within a test, long enough for the slowest frame of a machine without a GPU. */
const PERIOD_MS = 2_500;

interface Seen {
  freshness: string;
  value: string;
  tile: string;
}

describe.skipIf(CANNOT_RUN)('a figure whose feed stops', () => {
  let browser: Browser;
  let centre: TestCentre;
  let wall: Screen;
  const city = makeHastyCity(PERIOD_MS);

  beforeAll(async () => {
    centre = await startCentre({ args: ['--no-simulators', '--city', city.folder] });
    browser = await openBrowser();
    wall = await openScreen(browser, centre);
    await openWall(wall);
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
    city.remove();
  });

  test('before its first reading says that it has no source, and shows a dash, never 0', async () => {
    for (const name of ['Mực nước Phú An', 'Phụ tải điện']) {
      const tile = kpi(wall.page, name);
      await tile.getByText('Chưa có nguồn dữ liệu').waitFor();
      await expect.poll(() => tile.locator('strong').textContent()).toBe('—');
    }
    await expect.poll(() => wall.page.locator('.kpi strong', { hasText: '0' }).count()).toBe(0);
  });

  test('goes live → late → stale (hatched, value kept) → dead (value hidden, since when), and comes back', async () => {
    const { page } = wall;
    await watchTile(page, 'Mực nước Phú An');
    const toldMs = performance.now();
    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1.31 } });
    const tile = kpi(page, 'Mực nước Phú An');
    await tile.locator('strong', { hasText: '1,31' }).waitFor();
    await tile.getByText(/Không có dữ liệu từ \d\d:\d\d:\d\d/).waitFor();
    const deadAfterMs = performance.now() - toldMs;
    console.info(`period ${PERIOD_MS} ms: dead after ${Math.round(deadAfterMs)} ms`);
    expect(deadAfterMs).toBeGreaterThan(4.5 * PERIOD_MS);

    const steps = (await seenSteps(page)).filter(({ freshness }) => freshness !== 'none');
    expect(steps.map(({ freshness }) => freshness)).toEqual(['live', 'late', 'stale', 'dead']);
    expect(steps.map(({ value }) => value)).toEqual(['1,31', '1,31', '1,31', '—']);
    expect(steps.map(({ tile: classes }) => classes.includes('hatched'))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(steps[3]!.tile).toContain('kpi-dead');

    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1.29 } });
    await tile.locator('strong', { hasText: '1,29' }).waitFor();
    await expect.poll(() => tile.getAttribute('class')).not.toMatch(/stale|dead/);
  });

  test('leaves the other figure without a source, and the console empty', async () => {
    await kpi(wall.page, 'Phụ tải điện').getByText('Chưa có nguồn dữ liệu').waitFor();
    expect(wall.faults).toEqual([]);
  });
});

/** Writes down every state that the tile with this name goes through. */
function watchTile(page: Screen['page'], name: string): Promise<void> {
  return page.evaluate((heading) => {
    const steps: Seen[] = [];
    Object.assign(globalThis, { steps });
    const note = (): void => {
      const tile = [...document.querySelectorAll('.kpi')].find(
        (each) => each.querySelector('h2')?.textContent === heading,
      );
      if (tile === undefined) return;
      const mark = /fresh-(live|late|stale|dead|none)/.exec(
        tile.querySelector('.fresh')?.getAttribute('class') ?? '',
      );
      const step = {
        freshness: mark?.[1] ?? 'none',
        value: tile.querySelector('strong')?.textContent ?? '',
        tile: tile.className,
      };
      if (steps.at(-1)?.freshness !== step.freshness) steps.push(step);
    };
    new MutationObserver(note).observe(document.querySelector('.kpi-row')!, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  }, name);
}

function seenSteps(page: Screen['page']): Promise<Seen[]> {
  return page.evaluate(() => (globalThis as unknown as { steps: Seen[] }).steps);
}
