/**
 * The stations of the tour, in the order of the bad day. Each does what a person does, waits for what its picture claims (at the centre
 * itself where an act is meant: a screen may only hope), and throws when that does not come about.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { WatchedPage } from '../../client/test/browser.ts';
import { TOKEN, type TestCentre } from '../../server/test/start-centre-fixture.ts';
import { cameAbout, incidentsOf, REALM, type TourIncident } from './drill.ts';

export type Page = WatchedPage['page'];

/** What a station works with. A page stays open from station to station. */
export interface Tour {
  readonly centre: TestCentre;
  readonly wall: Page;
  readonly desk: Page;
  readonly phone: Page;
  /** The incident that the day is about, once it has begun. */
  incident: TourIncident | null;
}

export interface Station {
  readonly name: string;
  /** What the picture shows, for who reads the run. */
  readonly claims: string;
  /** Resolves with the page to photograph. */
  readonly visit: (tour: Tour) => Promise<Page>;
}

const inDrill = (path: string): string => `${path}?realm=${REALM}`;
const WALL = inDrill('/wall/main/1');
/** Longer than the lead-in and the first minutes of the scenario at its speed. */
const STRIKE_MS = 150_000;
/** The scenario has twelve and more; with so many of them, and the queue's own alarm, the centre has joined what belongs together. */
const TELLERS = 8;

export const STATIONS: readonly Station[] = [
  { name: '1-wall-quiet', claims: 'the city before it: figures, and nobody is called', visit: quietWall },
  { name: '2-wall-taken-over', claims: 'the wall takes itself to the collision', visit: takenOver },
  {
    name: '3-desk-called',
    claims: 'by one key from call to call: the incident, its place, its procedure',
    visit: deskCalled,
  },
  { name: '4-desk-at-work', claims: 'acknowledged, claimed, assigned, first step done', visit: deskAtWork },
  {
    name: '5-drill-down',
    claims:
      'many tellers and the alarm of the queue are one incident; the road’s speed falls under its threshold',
    visit: drillDown,
  },
  { name: '6-receipt', claims: 'a figure shows what it is made of, and adds up', visit: receipt },
  { name: '7-phone', claims: 'the same incident in an officer’s hand', visit: onThePhone },
  { name: '8-after-action', claims: 'closed; the report was made from the journal', visit: afterAction },
];

async function quietWall({ centre, wall }: Tour): Promise<Page> {
  await cameAbout('the exercise has readings', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const answer = await fetch(`${centre.http}/api/v1/feeds?realm=${REALM}`, { headers });
    // Before its first message there is no such realm.
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`feeds of the exercise: ${answer.status} ${await answer.text()}`);
    const { items } = (await answer.json()) as { items: { received: number }[] };
    return items.some(({ received }) => received > 500) ? true : undefined;
  });
  await wall.goto(WALL);
  await wall.locator('.exercise-banner').waitFor();
  await wall.locator('.map-box canvas').waitFor();
  await cameAbout('figures on the wall', async () =>
    (await wall.locator('.kpi .num', { hasText: /\d/ }).count()) >= 3 ? true : undefined,
  );
  const calling = (await incidentsOf(centre)).filter(
    ({ priority, state }) => priority === 1 && state === 'new',
  );
  if (calling.length > 0) throw new Error(`it is not quiet: ${calling[0]!.title}`);
  return wall;
}

async function takenOver(tour: Tour): Promise<Page> {
  const { centre, wall } = tour;
  const incident = await cameAbout(
    'the collision is an urgent incident',
    async () => (await incidentsOf(centre)).find(isCollision),
    STRIKE_MS,
  );
  tour.incident = incident;
  // The page that was open all the time: nobody pressed anything.
  await wall.locator('main[data-scene=incident]').waitFor();
  await wall.getByText(placeIn(incident.title)).first().waitFor();
  return wall;
}

async function deskCalled({ centre, desk, incident }: Tour): Promise<Page> {
  await desk.goto(inDrill('/desk'));
  await desk.locator('.queue-row').first().waitFor();
  await desk.locator('.map-box canvas').waitFor();
  // The most urgent first: what waited too long in the meantime may stand before it.
  await cameAbout('the key N comes to the collision', async () => {
    await desk.keyboard.press('n');
    await wait(1_000);
    return desk.url().includes(`/desk/${known(incident).id}?`) ? true : undefined;
  });
  await desk.locator('.detail-head').waitFor();
  await desk.locator('#sop .sop-step').first().waitFor();
  await centreSays({ centre, it: known(incident) }, 'still unacknowledged', ({ state }) => state === 'new');
  return desk;
}

async function deskAtWork({ centre, desk, incident }: Tour): Promise<Page> {
  const it = known(incident);
  await desk.keyboard.press('a');
  await centreSays({ centre, it }, 'acknowledged', ({ state }) => state !== 'new');
  await desk.locator('.detail-head', { hasText: 'Đã xác nhận' }).waitFor();
  await desk.keyboard.press('c');
  await centreSays({ centre, it }, 'claimed', ({ claimedBy }) => claimedBy !== undefined);
  await desk.keyboard.press('g');
  await desk.locator('.act-form input').first().waitFor();
  // The agency of the category stands there already: Enter gives it the job.
  await desk.keyboard.press('Enter');
  await centreSays({ centre, it }, 'assigned', ({ assignments }) => (assignments ?? []).length > 0);
  await desk.keyboard.press('x');
  await centreSays(
    { centre, it },
    'a step done',
    ({ sop }) => sop?.steps.some(({ state }) => state === 'done') === true,
  );
  await desk.locator('.sop-step.is-done').first().waitFor();
  return desk;
}

async function drillDown({ centre, desk, incident }: Tour): Promise<Page> {
  const it = known(incident);
  await centreSays(
    { centre, it },
    `${TELLERS} tellers and an alarm in one incident`,
    ({ reports, alarms }) => reports >= TELLERS && (alarms ?? []).length > 0,
  );
  await desk.keyboard.press('o');
  await desk.waitForURL(new RegExp(`/desk/incidents/${it.id}\\?`));
  await desk.locator('.incident-map canvas').first().waitFor();
  // What lies around was asked for and answered: neither waiting nor refused.
  await desk.locator('.insight-panel:not([aria-busy=true])').first().waitFor();
  if ((await desk.locator('.insight-panel [role=alert]').count()) > 0)
    throw new Error(`no insight: ${await desk.locator('.insight-panel [role=alert]').first().innerText()}`);
  return desk;
}

async function receipt({ wall }: Tour): Promise<Page> {
  // A wall offers receipts only while somebody points at it.
  await wall.mouse.move(960, 540);
  await wall.locator('.kpi .figure-button').first().click();
  await wall.locator('dialog.receipt .receipt-check.is-good').waitFor();
  return wall;
}

async function onThePhone({ phone, incident }: Tour): Promise<Page> {
  await phone.goto(inDrill(`/desk/${known(incident).id}`));
  await phone.locator('.detail-head').waitFor();
  await phone.locator('#sop .sop-step.is-done').first().waitFor();
  return phone;
}

async function afterAction({ centre, desk, incident }: Tour): Promise<Page> {
  const it = known(incident);
  await desk.goto(inDrill(`/desk/${it.id}`));
  for (const [words, state] of [
    ['Tại hiện trường', 'on-scene'],
    ['Đã kiểm soát', 'mitigated'],
  ] as const) {
    await desk.locator('.act-bar').getByRole('button', { name: words }).click();
    await centreSays({ centre, it }, state, (now) => now.state === state);
  }
  await desk.keyboard.press('Shift+E');
  await desk.locator('.act-form input').first().fill('Đã cẩu xe container, thông đường lúc kiểm tra tại chỗ');
  await desk.locator('.act-form button[type=submit]').click();
  await centreSays({ centre, it }, 'closed', ({ state }) => state === 'closed');
  await desk.goto(inDrill(`/desk/incidents/${it.id}/after-action`));
  await desk.getByText('Sự cố đã kết thúc.').waitFor();
  return desk;
}

function isCollision({ category, priority }: TourIncident): boolean {
  return category === 'traffic-accident' && priority === 1;
}

/** Titles end with the place; the words before it differ from teller to teller. */
function placeIn(title: string): string {
  return title.split('–').at(-1)!.trim();
}

function known(incident: TourIncident | null): TourIncident {
  if (incident === null) throw new Error('the day has not begun');
  return incident;
}

function incidentAt({ get }: TestCentre, id: string): Promise<TourIncident> {
  return get<TourIncident>(`/api/v1/incidents/${id}?realm=${REALM}`);
}

async function centreSays(
  { centre, it: { id } }: { centre: TestCentre; it: TourIncident },
  what: string,
  isSo: (incident: TourIncident) => boolean,
): Promise<void> {
  await cameAbout(
    `${id}: ${what}`,
    async () => {
      const now = await incidentAt(centre, id);
      return isSo(now) ? now : undefined;
    },
    90_000,
  );
  // The screen is told within the second; the next key must not meet the state before.
  await wait(500);
}
