import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { openBrowser } from './browser.ts';
import { fixtureGround } from './fixture/fixture-ground.ts';
import { startFixtureServer } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';

/** The screens over invented figures, built and served without a centre, and a browser to look at them. */
export interface FixtureScreens {
  browser: Browser;
  server: FixtureServer;
  stop(): Promise<void>;
}

export async function startFixtureScreens(): Promise<FixtureScreens> {
  const outDir = mkdtempSync(join(tmpdir(), 'metropane-screens-'));
  const configFile = fileURLToPath(new URL('./vite.fixture.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await startFixtureServer(outDir, fixtureGround());
  const browser = await openBrowser();
  return {
    browser,
    server,
    async stop() {
      await browser.close();
      await server.stop();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
