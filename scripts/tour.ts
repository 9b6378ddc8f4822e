/**
 * `npm run tour [-- folder]`: one story in a real browser against a real centre, about three minutes. The demo city runs; an agency
 * reports two emergencies; the wall is taken over, the desk acknowledges, claims, notes, looks at the receipt of a figure and at the time
 * around it. Each station leaves a picture in docs/pictures/tour. A station that does not come about ends the tour with its name and
 * exit code 1: what the pictures show has happened.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser, type WatchedPage } from '../client/test/browser.ts';
import { type TestCentre, startCentre } from '../server/test/start-centre-fixture.ts';
import { buildClientIfChanged } from './client/client-build.ts';
import { type Session, signIn, waitForDemo } from './demo-screens.ts';

const root = join(import.meta.dirname, '..');
const folder = process.argv[2] ?? join(root, 'docs', 'pictures', 'tour');
/** The demo has to have a past worth showing: usual ranges, closed windows, a few incidents. */
const PAST_MS = 60_000;
const STATION_MS = 30_000;

type Page = WatchedPage['page'];
interface Station {
  readonly name: string;
  readonly size: readonly [width: number, height: number];
  readonly run: (page: Page, centre: TestCentre) => Promise<void>;
}

const WALL = [1920, 1080] as const;
const STATIONS: readonly Station[] = [
  {
    name: 'wall-quiet',
    size: WALL,
    run: async (page) => {
      await page.goto('/wall/main/1');
      await page.locator('.map-box canvas').waitFor();
      await page.locator('.kpi .num').first().waitFor();
    },
  },
  {
    name: 'wall-taken-over',
    size: WALL,
    run: async (page, centre) => {
      await report(centre, {
        id: 'tour-1',
        category: 'fire',
        title: 'Cháy kho hàng – Tân Sơn',
        loc: [106.6395, 10.8165],
      });
      await page.goto('/wall/main/1');
      await page.getByText('Cháy kho hàng – Tân Sơn').first().waitFor();
    },
  },
  {
    name: 'desk-called',
    size: WALL,
    run: async (page) => {
      await page.goto('/desk');
      await page.locator('.queue-row', { hasText: 'Cháy kho hàng' }).first().click();
      await page.getByRole('heading', { level: 2, name: 'Cháy kho hàng – Tân Sơn' }).waitFor();
    },
  },
  {
    name: 'desk-at-work',
    size: WALL,
    run: async (page, centre) => {
      const id = await incidentId(centre);
      await page.goto(`/desk/${id}`);
      await page.locator('.detail-head h2').waitFor();
      await page.keyboard.press('a');
      await reached(
        centre,
        id,
        ({ acknowledgedAtMs, acknowledgedAt }) => (acknowledgedAtMs ?? acknowledgedAt) !== undefined,
      );
      await page.keyboard.press('c');
      await reached(centre, id, ({ claimedBy }) => claimedBy !== undefined);
    },
  },
  {
    name: 'receipt',
    size: WALL,
    run: async (page) => {
      await page.goto('/wall/main/1');
      await page.locator('.kpi').first().waitFor();
      // A wall offers receipts only while somebody points at it.
      await page.mouse.move(960, 540);
      await page.locator('.kpi .figure-button').first().click();
      await page.locator('dialog.receipt .num').first().waitFor();
    },
  },
  {
    name: 'incident-time',
    size: WALL,
    run: async (page, centre) => {
      await page.goto(`/desk/incidents/${await incidentId(centre)}`);
      await page.getByRole('heading', { name: 'Cháy kho hàng – Tân Sơn' }).first().waitFor();
    },
  },
  {
    name: 'sources',
    size: WALL,
    run: async (page) => {
      await page.goto('/desk/sources');
      await page.locator('.feed-table tbody tr').first().waitFor();
    },
  },
  {
    name: 'phone',
    size: [390, 844],
    run: async (page) => {
      await page.goto('/desk');
      await page.locator('.queue-row').first().waitFor();
    },
  },
  {
    name: 'high-contrast',
    size: WALL,
    run: async (page) => {
      await page.goto('/desk?theme=contrast');
      await page.locator('.queue-row').first().waitFor();
    },
  },
];

if (!(await buildClientIfChanged(root))) process.exit(1);
mkdirSync(folder, { recursive: true });
const startedMs = performance.now();
const centre = await startCentre({ args: [] });
const browser = await openBrowser();
try {
  await waitForDemo(centre);
  say(`the demo city is live; the tour begins in ${PAST_MS / 1_000} s`);
  await wait(PAST_MS);
  const session = await signIn(browser, centre);
  for (const station of STATIONS) await visit(station, session);
  say(`the tour is over; its pictures are in ${folder}`);
} catch (error) {
  process.exitCode = 1;
  say(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
  await centre.stop();
}

async function visit({ name, size, run }: Station, storageState: Session): Promise<void> {
  const [width, height] = size;
  const context = await browser.newContext({
    viewport: { width, height },
    baseURL: centre.http,
    storageState,
  });
  context.setDefaultTimeout(STATION_MS);
  const page = await context.newPage();
  try {
    await run(page, centre);
  } catch (error) {
    throw new Error(`station "${name}": ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  // Tiles, fonts and trends of a page are drawn one after another.
  await wait(4_000);
  const picture = join(folder, `${name}.jpg`);
  await page.screenshot({ path: picture, type: 'jpeg', quality: 82 });
  say(`${name}: ${Math.round(statSync(picture).size / 1_024)} KiB`);
  await context.close();
}

interface IncidentAnswer {
  id: string;
  title: string;
  acknowledgedAtMs?: unknown;
  acknowledgedAt?: unknown;
  claimedBy?: unknown;
}

async function incidentId({ get }: TestCentre): Promise<string> {
  const { items } = await get<{ items: IncidentAnswer[] }>('/api/v1/incidents');
  const found = items.find(({ title }) => title === 'Cháy kho hàng – Tân Sơn');
  if (found === undefined) throw new Error('the reported fire is no incident');
  return found.id;
}

/** Until the centre itself says so: a tour must not photograph what a screen only hopes. */
async function reached(
  { get }: TestCentre,
  id: string,
  isThere: (incident: IncidentAnswer) => boolean,
): Promise<void> {
  const untilMs = performance.now() + STATION_MS;
  while (!isThere(await get<IncidentAnswer>(`/api/v1/incidents/${id}`))) {
    if (performance.now() > untilMs) throw new Error(`the act on ${id} did not reach the centre`);
    await wait(250);
  }
}

async function report(
  at: TestCentre,
  { id, ...fields }: { id: string; category: string; title: string; loc: number[] },
): Promise<void> {
  const t = new Date().toISOString();
  const answer = await at.post('/api/v1/reports', [{ t, id, source: 'demo-114', severity: 1, ...fields }]);
  if (!answer.ok) throw new Error(`report ${id}: ${answer.status} ${await answer.text()}`);
}

function say(words: string): void {
  process.stderr.write(`${((performance.now() - startedMs) / 1_000).toFixed(0).padStart(4)} s  ${words}\n`);
}
