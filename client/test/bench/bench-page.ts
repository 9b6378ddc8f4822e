/**
 * Measures what the main thread of a real Chromium spends on one update, in milliseconds of its own processor time, so that a loaded machine
 * is slower and not wrong. All tasks between two updates count, drawing included; what workers and the GPU process do does not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { CHROMIUM, openBrowser } from '../browser.ts';
import { fixtureGround } from '../fixture/fixture-ground.ts';
import { startFixtureServer } from '../fixture-server.ts';

export interface BenchBrowser {
  browser: Browser;
  /** Milliseconds of the main thread per update of a case; the first update of each page warms up and does not count. */
  msPerUpdate(name: string, wishes: { updates: number; pauseMs?: number }): Promise<number>;
  stop(): Promise<void>;
}

/** Builds the page, serves it and opens a browser. @throws without a Chromium */
export async function openBenchBrowser(): Promise<BenchBrowser> {
  if (CHROMIUM === null) throw new Error('no Chromium is installed, so the client cannot be measured');
  const outDir = mkdtempSync(join(tmpdir(), 'metropane-bench-'));
  const configFile = fileURLToPath(new URL('./vite.bench.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await startFixtureServer(outDir, fixtureGround(), '/test/bench/bench.html');
  const browser = await openBrowser({ paintsByShaders: true });
  return {
    browser,
    async msPerUpdate(name, wishes) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      try {
        await page.goto(`${server.url}/?case=${name}`);
        await page.waitForFunction(() => 'benchCase' in globalThis, undefined, { timeout: 120_000 });
        return await measured(page, wishes);
      } catch (error) {
        throw new Error(`${name}: ${faults.join('; ') || String(error)}`, { cause: error });
      } finally {
        await page.close();
      }
    },
    async stop() {
      await browser.close();
      await server.stop();
      rmSync(outDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

async function measured(
  page: Page,
  { updates, pauseMs = 0 }: { updates: number; pauseMs?: number },
): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const take = (count: number): Promise<void> =>
    page.evaluate(
      async ([times, pause]) => {
        const { benchCase } = globalThis as unknown as { benchCase: { update(): Promise<void> } };
        for (let i = 0; i < times!; i++) {
          await benchCase.update();
          if (pause! > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        }
      },
      [count, pauseMs],
    );
  await take(2);
  const before = await taskMs(cdp);
  await take(updates);
  return ((await taskMs(cdp)) - before) / updates;
}

async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const task = metrics.find(({ name }) => name === 'TaskDuration');
  if (task === undefined) throw new Error('this browser tells no TaskDuration');
  return task.value * 1_000;
}
