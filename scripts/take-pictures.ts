/**
 * `node scripts/take-pictures.ts [seconds]`: runs the demo city in a data folder of its own for a while, reports two urgent
 * incidents as an agency would, and photographs the screens into docs/pictures. Needs Chromium; builds the client when it changed.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from '../client/test/browser.ts';
import { startCentre } from '../server/test/start-centre-fixture.ts';
import { buildClientIfChanged } from './client/client-build.ts';
import { type Session, signIn, waitForDemo } from './demo-screens.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');
const runForMs = Number(process.argv[2] ?? 90) * 1_000;

/** `incident` = the desk with the most urgent one open. A 4K PNG would be larger than a README should carry. */
const PICTURES = [
  { file: 'wall-1920x1080.png', path: '/wall/main/1', width: 1920, height: 1080 },
  { file: 'wall-3840x2160.jpg', path: '/wall/main/1', width: 3840, height: 2160 },
  { file: 'wall-light-1920x1080.png', path: '/wall/main/1?theme=light', width: 1920, height: 1080 },
  {
    file: 'receipt-1920x1080.png',
    path: '/wall/main/1',
    width: 1920,
    height: 1080,
    opens: '.kpi .figure-button',
  },
  {
    file: 'sources-1920x1080.png',
    path: '/desk/sources',
    width: 1920,
    height: 1080,
    opens: '[data-feed=demo]',
  },
  { file: 'desk-1920x1080.png', path: 'incident', width: 1920, height: 1080 },
  { file: 'phone-390x844.png', path: '/desk', width: 390, height: 844 },
] as const satisfies readonly Picture[];
interface Picture {
  readonly file: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Pressed before the picture is taken. */
  readonly opens?: string;
}
const REPORTS = [
  {
    id: 'picture-1',
    category: 'flood',
    severity: 1,
    title: 'Ngập 0,45 m – Nguyễn Hữu Cảnh',
    loc: [106.7175, 10.7905],
  },
  {
    id: 'picture-2',
    category: 'fire',
    severity: 1,
    title: 'Cháy kho hàng – Tân Sơn',
    loc: [106.6395, 10.8165],
  },
];
/** Until then every chart has had its turn to paint and vehicles have moved, on the slowest machine too. */
const FRAMES = 30;

if (!(await buildClientIfChanged(root))) process.exit(1);
mkdirSync(folder, { recursive: true });
const centre = await startCentre({ args: [] });
const browser = await openBrowser();
try {
  await waitForDemo(centre);
  process.stderr.write(`The demo city is live; pictures in ${runForMs / 1_000} s.\n`);
  await wait(runForMs);
  const t = new Date().toISOString();
  await centre.post(
    '/api/v1/reports',
    REPORTS.map((report) => ({ t, source: 'demo-114', ...report })),
  );
  const session = await signIn(browser, centre);
  for (const picture of PICTURES) await take(picture, session);
} finally {
  await browser.close();
  await centre.stop();
}

async function pathOf(path: string): Promise<string> {
  if (path !== 'incident') return path;
  const { items } = await centre.get<{ items: { id: string; priority: number; state: string }[] }>(
    '/api/v1/incidents',
  );
  const open = items
    .filter(({ state }) => state !== 'closed')
    .sort((a, b) => a.priority - b.priority || a.id.localeCompare(b.id));
  return open[0] === undefined ? '/desk' : `/desk/${open[0].id}`;
}

async function take({ file, path, width, height, opens }: Picture, storageState: Session): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    baseURL: centre.http,
    storageState,
  });
  const page = await context.newPage();
  await page.goto(await pathOf(path));
  await page.locator('.map-box canvas, .feed-table').first().waitFor();
  await page.evaluate(`new Promise((done) => {
    let left = ${FRAMES};
    const next = () => (left-- === 0 ? done() : requestAnimationFrame(next));
    next();
  })`);
  // The first seconds draw tiles, fonts and trends one after another, and insets when the page has time for them.
  await wait(5_000);
  await page
    .locator('.inset-picture:not([data-drawn])')
    .first()
    .waitFor({ state: 'detached', timeout: 120_000 });
  if (opens !== undefined) {
    // A wall offers receipts only while somebody points at it.
    await page.mouse.move(width / 2, height / 2);
    await page.locator(opens).first().click();
    await wait(1_500);
  }
  const picture = join(folder, file);
  await page.screenshot(
    file.endsWith('.jpg') ? { path: picture, type: 'jpeg', quality: 85 } : { path: picture },
  );
  process.stderr.write(`${file} ${Math.round(statSync(picture).size / 1_024)} KiB\n`);
  await context.close();
}
