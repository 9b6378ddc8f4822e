import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findChromium } from '../../test/find-program.ts';

/** Path of the browser, or null: tests that need one are then skipped, and the battery lists them as not run. */
export const CHROMIUM = findChromium();

const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/**
 * Without a GPU the shaders of WebGL are played by the CPU, whatever is asked for. All else of a page it paints itself, for a third to a
 * tenth of the work of playing shaders for that too: a test looks at the page, not at how it was painted.
 */
const PAINTED_BY_CPU = ['--disable-gpu-compositing', '--disable-gpu-rasterization'];

/** `paintsByShaders`: for figures that are compared with those of earlier days. */
export async function openBrowser({ paintsByShaders = false } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: paintsByShaders ? FLAGS : [...FLAGS, ...PAINTED_BY_CPU],
  });
}

export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** Console errors, uncaught errors and violations of the CSP so far. */
  faults: string[];
}

/** A page in a profile of its own whose faults are collected. */
export async function openPage(
  browser: Browser,
  size: { width: number; height: number },
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // What a lost connection or a conflict that a test made writes is the browser's word, not a fault of the page.
    if (
      message.type() === 'error' &&
      !/ERR_(CONNECTION|SOCKET|EMPTY_RESPONSE)|WebSocket connection|status of 409/.test(message.text())
    )
      faults.push(message.text());
  });
  return { page, context, faults };
}

/**
 * Chromium holds requests back only some moments after it was first asked to, and until then lets them pass: a test that will hold
 * one in the middle says so before the page loads.
 */
export async function willHoldRequests(context: BrowserContext): Promise<void> {
  await context.route('**/actions', (route) => route.fallback());
}
