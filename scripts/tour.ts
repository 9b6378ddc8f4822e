/**
 * `npm run tour [-- folder]`: a bad day in a real browser against a real centre, about three minutes. A scenario of the library is played
 * into an exercise; the wall is taken over, the desk acknowledges, assigns and works through the procedure, a supervisor looks behind it, a
 * figure shows its receipt, and the report is made from the journal. Each station leaves a picture in docs/pictures/tour. A station that
 * does not come about ends the tour with its name and exit code 1: what the pictures show has happened.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from '../client/test/browser.ts';
import { startCentre } from '../server/test/start-centre-fixture.ts';
import { buildClientIfChanged } from './client/client-build.ts';
import { startDrill } from './tour/drill.ts';
import { type Page, type Station, STATIONS, type Tour } from './tour/stations.ts';

const root = join(import.meta.dirname, '..');
const folder = process.argv[2] ?? join(root, 'docs', 'pictures', 'tour');
/** Six vehicles on the ring road in the evening rush; five minutes of ordinary city come before. */
const DRILL = {
  scenario: 'ring-road-collision',
  at: '2026-11-24T16:45:00+07:00',
  speed: 6,
  rate: 60,
} as const;
const STATION_MS = 60_000;
/** Tiles, fonts and trends of a page are drawn one after another. */
const SETTLED_MS = 4_000;
/** What a README should carry for one picture. */
const MOST_BYTES = 250 * 1_024;

if (!(await buildClientIfChanged(root))) process.exit(1);
mkdirSync(folder, { recursive: true });
const startedMs = performance.now();
const centre = await startCentre();
const drill = startDrill(centre, DRILL);
const browser = await openBrowser();
const person = await makePerson();
try {
  const [wall, desk, phone] = await Promise.all([
    openScreen(1920, 1080),
    openScreen(1920, 1080),
    openScreen(390, 844),
  ]);
  const tour: Tour = { centre, wall, desk, phone, incident: null };
  for (const station of STATIONS) await visit(station, tour);
  say(`the tour is over; its pictures are in ${folder}`);
} catch (error) {
  process.exitCode = 1;
  say(error instanceof Error ? error.message : String(error));
  const fault = drill.fault();
  if (fault !== null) say(fault);
} finally {
  drill.stop();
  await browser.close();
  await centre.stop();
}

/** The person at the desk: acts stand in the journal under a name. */
async function makePerson(): Promise<{ user: string; password: string }> {
  const person = { name: 'lan.tran', password: randomUUID(), role: 'supervisor' };
  const answer = await centre.post('/api/v1/accounts', person);
  if (!answer.ok) throw new Error(`no account: ${answer.status} ${await answer.text()}`);
  return { user: person.name, password: person.password };
}

/** A signed-in screen in a profile of its own. */
async function openScreen(width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, baseURL: centre.http });
  context.setDefaultTimeout(STATION_MS);
  const answer = await context.request.post('/api/v1/session', { data: person });
  if (!answer.ok()) throw new Error(`no session: ${answer.status()} ${await answer.text()}`);
  return context.newPage();
}

async function visit({ name, claims, visit: go }: Station, tour: Tour): Promise<void> {
  let page: Page;
  try {
    page = await go(tour);
  } catch (error) {
    throw new Error(
      `station ${name} (${claims}): ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
  await wait(SETTLED_MS);
  // Insets are drawn when the page has time for them.
  await page
    .locator('.inset-picture:not([data-drawn])')
    .first()
    .waitFor({ state: 'detached', timeout: 120_000 });
  const picture = join(folder, `${name}.jpg`);
  for (const quality of [84, 74, 62, 50]) {
    await page.screenshot({ path: picture, type: 'jpeg', quality });
    if (statSync(picture).size <= MOST_BYTES) break;
  }
  say(`${name}: ${claims} (${Math.round(statSync(picture).size / 1_024)} KiB)`);
}

function say(words: string): void {
  process.stderr.write(`${((performance.now() - startedMs) / 1_000).toFixed(0).padStart(4)} s  ${words}\n`);
}
