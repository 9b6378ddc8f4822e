import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { fixtureGround } from '../fixture/fixture-ground.ts';
import { startFixtureServer } from '../fixture-server.ts';

const VISITS = 5;

/** Kilobytes after gzip: what `index.html` loads before anything is painted, and all code of the client. */
export function bundleKb(dist: string): { shell: number; all: number; files: number } {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path!);
  if (first.length === 0) throw new Error('index.html names no script');
  const sizeOf = (paths: readonly string[]): number =>
    paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0) / 1_024;
  return {
    shell: sizeOf(first),
    all: sizeOf(globSync('assets/*.{js,mjs,css}', { cwd: dist })),
    files: first.length,
  };
}

/** Milliseconds from asking for the page to its first contents, median of visits with an empty cache; `bare`: a page of one word. */
export async function firstPaintMs(dist: string): Promise<{ shell: number; bare: number }> {
  const server = await startFixtureServer(dist, fixtureGround(), '/index.html');
  const browser = await openBrowser({ paintsByShaders: true });
  try {
    const times = { shell: [] as number[], bare: [] as number[] };
    for (let visit = 0; visit < VISITS; visit++) {
      times.bare.push(await paintMs(browser, `${server.url}/bare`));
      times.shell.push(await paintMs(browser, `${server.url}/`));
    }
    return { shell: median(times.shell), bare: median(times.bare) };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function paintMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.route('**/bare', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Metropane</p>' }),
    );
    await page.route('**/api/v1/session', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"no-session"}' }),
    );
    await page.goto(url);
    return await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            for (const { name, startTime } of list.getEntries())
              if (name === 'first-contentful-paint') resolve(startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
  } finally {
    await context.close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
