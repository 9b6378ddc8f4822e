import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { CLIENT_INPUTS, hashInputs } from '../../scripts/client/client-build.ts';
import { type WatchedPage, openBrowser, openPage } from './browser.ts';
import { fixtureGround } from './fixture/fixture-ground.ts';
import { startFixtureServer } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';

/** The screens over invented figures, built and served without a centre, and a browser to look at them. */
export interface FixtureScreens {
  browser: Browser;
  server: FixtureServer;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHELF = join(ROOT, 'client', 'node_modules', '.cache', 'fixture');
const INPUTS = [
  ...CLIENT_INPUTS,
  'client/test/fixture/**',
  'client/test/fixture.html',
  'client/test/vite.*.ts',
];

export async function startFixtureScreens(): Promise<FixtureScreens> {
  const server = await startFixtureServer(await buildFixture(), fixtureGround());
  const browser = await openBrowser();
  return {
    browser,
    server,
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

/** A page of the desk, read: its heading stands there and nothing of it is still being fetched. */
export async function openDeskPage(
  { browser, server }: FixtureScreens,
  path: string,
  [width, height]: readonly [number, number],
): Promise<WatchedPage> {
  const watched = await openPage(browser, { width, height });
  await watched.page.goto(`${server.url}${path}`);
  await watched.page.locator('main :is(h2, h3):visible').first().waitFor();
  await expect.poll(() => watched.page.locator('[aria-busy=true]').count(), { timeout: 30_000 }).toBe(0);
  return watched;
}

/** The bundle for what lies in the tree now. Made once for all files of a battery: each of them would wait for the same bytes. */
async function buildFixture(): Promise<string> {
  const outDir = join(SHELF, hashInputs(ROOT, INPUTS).slice(0, 16));
  if (existsSync(outDir)) return outDir;
  mkdirSync(SHELF, { recursive: true });
  const making = mkdtempSync(join(SHELF, 'making-'));
  const configFile = fileURLToPath(new URL('./vite.fixture.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: making, emptyOutDir: true } });
  // Whole or not at all; another file of the battery may have been quicker.
  if (existsSync(outDir)) rmSync(making, { recursive: true, force: true });
  else renameSync(making, outDir);
  forgetOld(outDir);
  return outDir;
}

/** Another battery may run over another state of the tree right now: what is younger than an hour stays. */
function forgetOld(current: string): void {
  for (const name of readdirSync(SHELF)) {
    const path = join(SHELF, name);
    const ageMs = Date.now() - statSync(path).mtimeMs;
    if (path !== current && ageMs > 3_600_000) rmSync(path, { recursive: true, force: true });
  }
}
