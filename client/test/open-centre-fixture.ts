/**
 * Screens of a real centre in a real browser: signed-in pages whose every fault is collected, a way to cut the line between
 * a screen and its centre, and a city whose figures age in seconds instead of minutes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { TOKEN, type TestCentre } from '../../server/test/start-centre-fixture.ts';
import { CHROMIUM } from './browser.ts';

/** Without a browser these tests are skipped; where a battery must be complete (CI) they fail instead. */
export const CANNOT_RUN = CHROMIUM === null && process.env.CI !== 'true';

/** What an attacker or a careless agency may write into any text field. */
export const HOSTILE = '<img src=x onerror=alert(1)><b>Ngập</b>';

export interface Screen {
  page: Page;
  context: BrowserContext;
  /** Uncaught errors, console errors, dialogs and violations of the CSP so far. Empty on a good screen. */
  faults: string[];
}

export interface ScreenWishes {
  width?: number;
  height?: number;
  /** Where the browser finds the centre, when not at its own address. */
  http?: string;
  /** Stays a stranger: no session is opened. */
  signedOut?: boolean;
  /** The browser may keep the page for when the centre is away. Else a cut line is a cut line. */
  keepsShell?: boolean;
}

/** A browser profile of its own with a session of the centre's admin; nothing is loaded yet. */
export async function openScreen(
  browser: Browser,
  centre: Pick<TestCentre, 'http'>,
  {
    width = 1920,
    height = 1080,
    http = centre.http,
    signedOut = false,
    keepsShell = false,
  }: ScreenWishes = {},
): Promise<Screen> {
  const context = await browser.newContext({
    viewport: { width, height },
    baseURL: http,
    serviceWorkers: keepsShell ? 'allow' : 'block',
  });
  if (!signedOut) {
    const answer = await context.request.post('/api/v1/session', { data: { token: TOKEN } });
    if (!answer.ok()) throw new Error(`no session: ${answer.status()} ${await answer.text()}`);
  }
  const faults: string[] = [];
  await context.exposeFunction('tellFault', (fault: string) => void faults.push(fault));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { tellFault } = globalThis as unknown as { tellFault(fault: string): void };
      tellFault(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // That the line is cut is the browser's word about the test, not a fault of the page.
    const isLine =
      /ERR_(CONNECTION|SOCKET|EMPTY_RESPONSE)|ERR_INTERNET_DISCONNECTED|WebSocket connection/.test(
        message.text(),
      );
    if (message.type() === 'error' && !isLine) faults.push(`console: ${message.text()}`);
  });
  return { page, context, faults };
}

/** Opens the first wall screen, whose scenes stand still, and waits until it has the room and its map. */
export async function openWall(screen: Screen): Promise<void> {
  // A guest may not, and a city without walls cannot.
  await screen.context.request.post('/api/v1/walls/main/actions', { data: { action: 'freeze' } });
  await screen.page.goto('/wall/main/1');
  await screen.page.locator('.kpi').first().waitFor();
  await screen.page.locator('.map-box canvas').waitFor();
}

/** The KPI tile with this name. */
export function kpi(page: Page, name: string): Locator {
  return page.locator('.kpi').filter({ has: page.getByRole('heading', { name, exact: true }) });
}

/** Posts one reading with the time now, or `ageMs` before; throws when it was not counted. */
export async function postReading(
  centre: TestCentre,
  {
    ageMs = 0,
    ...reading
  }: { domain: string; entity: string; v: Record<string, number>; ageMs?: number; loc?: number[] },
): Promise<void> {
  const t = new Date(Date.now() - ageMs).toISOString();
  const answer = await centre.post('/api/v1/observations', { ...reading, t });
  const body = await answer.text();
  const { accepted } = answer.status === 202 ? (JSON.parse(body) as { accepted: number }) : { accepted: 0 };
  if (accepted !== Object.keys(reading.v).length) throw new Error(`not counted: ${answer.status} ${body}`);
}

/** Posts one report of now; throws when it was refused. Resolves when the centre answered. */
export async function postReport(
  centre: TestCentre,
  report: {
    id: string;
    title: string;
    category: string;
    severity?: number;
    loc?: number[];
    description?: string;
    entity?: string;
  },
): Promise<void> {
  const body = { t: new Date().toISOString(), ...report };
  const answer = await centre.post('/api/v1/reports', body);
  const text = await answer.text();
  const { rejected } =
    answer.status === 202 ? (JSON.parse(text) as { rejected: unknown[] }) : { rejected: [text] };
  if (rejected.length > 0) throw new Error(`report ${report.id}: ${answer.status} ${text}`);
}

/**
 * Resolves with the time, epoch milliseconds, of the frame in which this part of the page first contains `text`. Measured in the
 * page: a test that asks again and again would measure itself.
 */
export function timeOfText(page: Page, selector: string, text: string): Promise<number> {
  return page.evaluate(
    ([part, wanted]) =>
      new Promise<number>((resolve) => {
        const watched = document.querySelector(part!)!;
        const observer = new MutationObserver(() => {
          if (!watched.textContent!.includes(wanted!)) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        });
        observer.observe(watched, { subtree: true, childList: true, characterData: true });
      }),
    [selector, text],
  );
}

/** Pixels of a photographed element as `0xAABBGGRR`. */
export async function photograph(page: Page, selector: string): Promise<Map<number, number>> {
  const png = (await page.locator(selector).screenshot()).toString('base64');
  const counts = await page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const found = new Map<number, number>();
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    for (const pixel of pixels) found.set(pixel, (found.get(pixel) ?? 0) + 1);
    return [...found];
  }, png);
  return new Map(counts);
}

/** How many pixels of the photograph are within `reach` per channel of a colour `#rrggbb`. */
export function pixelsNear(photo: ReadonlyMap<number, number>, colour: string, reach = 24): number {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  let count = 0;
  for (const [pixel, times] of photo) {
    const isNear = wanted.every((channel, i) => Math.abs(((pixel >>> (8 * i)) & 255) - channel) <= reach);
    if (isNear) count += times;
  }
  return count;
}

export interface Line {
  /** The centre's address for a browser on the far end of this line. */
  http: string;
  /** Cuts every connection and refuses new ones, as a pulled cable would, until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A line of one's own to the centre, so that one screen can be cut off while the others stay. */
export async function openLine(http: string): Promise<Line> {
  const port = Number(new URL(http).port);
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cutAll = (): void => {
    for (const end of ends) end.destroy();
  };
  return {
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      cutAll();
    },
    mend() {
      isCut = false;
    },
    close() {
      cutAll();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

const TIDE_PANEL = `
  - id: tide
    kind: level
    name: { vi: Mực nước Phú An, en: Water level at Phu An }
    window: PT1M
    domain: river
    entity: phu-an
    metric: levelM
    threshold: phu-an`;

/** The built-in city with one figure of a short period, in a folder of its own: give it to `--city`. */
export function makeHastyCity(
  periodMs: number,
  { hasTide = false }: { hasTide?: boolean } = {},
): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-city-'));
  writeFileSync(join(folder, 'city.yaml'), 'extends: hcmc\nid: hasty\n');
  // Nothing calls: a wall that an alarm takes over shows other panels.
  writeFileSync(join(folder, 'rules.yaml'), 'rules: []\n');
  writeFileSync(
    join(folder, 'panels.yaml'),
    `indicators:
  - id: phu-an-level
    name: { vi: Mực nước Phú An, en: Water level at Phu An }
    unit: m
    decimals: 2
    source: { kind: observed, domain: river, metric: levelM, entities: [phu-an], aggregate: last }
    periodMs: ${periodMs}
    window: PT1M
    direction: highIsBad
    levels:
      - { priority: 1, at: 1.6, clear: 1.57 }
  - id: power-load
    name: { vi: Phụ tải điện, en: Power load }
    unit: MW
    decimals: 0
    source: { kind: observed, domain: power, metric: loadMw, aggregate: sumOfMeans }
    periodMs: ${periodMs}
    window: PT1M
    direction: highIsBad
    levels:
      - { priority: 1, at: 5500, clear: 5400 }
panels: ${hasTide ? TIDE_PANEL : '[]'}
`,
  );
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What axe could not decide, as `rule: count (first selector)`. Call `axeViolations` first: it brings axe into the page. */
export function axeUndecided(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          context: object,
          options: object,
        ): Promise<{ incomplete: { id: string; nodes: { target: string[] }[] }[] }>;
      };
    };
    const { incomplete } = await axe.run(
      { exclude: [['.map-box']] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    );
    return incomplete.map(({ id, nodes }) => `${id}: ${nodes.length} (${nodes[0]?.target.join(' ') ?? ''})`);
  });
}
