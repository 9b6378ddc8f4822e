/**
 * `node scripts/take-pictures.ts [seconds]`: runs the demo city in a data folder of its own for a while and photographs its
 * screens into docs/pictures. Needs Chromium; builds the client when it changed.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from '../client/test/browser.ts';
import { TOKEN, type TestCentre, startCentre } from '../server/test/start-centre-fixture.ts';
import { buildClientIfChanged } from './client/client-build.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');
const runForMs = Number(process.argv[2] ?? 90) * 1_000;

const PICTURES = [
  { name: 'wall-1920x1080', path: '/wall/main/1', width: 1920, height: 1080 },
  { name: 'wall-3840x2160', path: '/wall/main/1', width: 3840, height: 2160 },
  { name: 'desk-1920x1080', path: 'incident', width: 1920, height: 1080 },
  { name: 'phone-390x844', path: '/desk', width: 390, height: 844 },
] as const;
const MOST_BYTES = 1_500_000;

if (!(await buildClientIfChanged(root))) process.exit(1);
mkdirSync(folder, { recursive: true });
const centre = await startCentre({ args: [] });
const browser = await openBrowser();
try {
  await waitForDemo(centre);
  process.stderr.write(`The demo city is live; pictures in ${runForMs / 1_000} s.\n`);
  await wait(runForMs);
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
  await centre.stop();
}

/** The past is filled in first; what a person sees after a minute is the present. */
async function waitForDemo({ get }: TestCentre): Promise<void> {
  for (;;) {
    const { items } = await get<{ items: { received: number; lagMs: number | null }[] }>('/api/v1/feeds');
    if (items.some(({ received, lagMs }) => received > 0 && lagMs !== null && lagMs < 60_000)) return;
    await wait(1_000);
  }
}

/** The most urgent open incident, opened, is the desk at work. */
async function pathOf(path: string): Promise<string> {
  if (path !== 'incident') return path;
  const { items } = await centre.get<{ items: { id: string; priority: number; state: string }[] }>('/api/v1/incidents');
  const open = items.filter(({ state }) => state !== 'closed').sort((a, b) => a.priority - b.priority);
  return open[0] === undefined ? '/desk' : `/desk/${open[0].id}`;
}

async function take({ name, path, width, height }: (typeof PICTURES)[number]): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height }, baseURL: centre.http });
  await context.request.post('/api/v1/session', { data: { token: TOKEN } });
  const page = await context.newPage();
  await page.goto(await pathOf(path));
  await page.locator('.map-box canvas').waitFor({ state: width < 600 ? 'attached' : 'visible' });
  // Tiles, fonts and the first two publishes after the snapshot.
  await page.waitForLoadState('networkidle', { timeout: 15_000 }).catch(() => undefined);
  await wait(8_000);
  const png = join(folder, `${name}.png`);
  await page.screenshot({ path: png });
  process.stderr.write(`${name}.png ${Math.round(statSync(png).size / 1_024)} KiB\n`);
  if (statSync(png).size > MOST_BYTES) process.stderr.write(`${name}.png is larger than a README should carry\n`);
  await context.close();
}
