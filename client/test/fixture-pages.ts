import type { Page } from 'playwright-core';
import { type WatchedPage, openPage } from './browser.ts';
import type { FixtureScreens } from './fixture-screens.ts';

interface PageEntry {
  path: string;
  /** What stands there once the page is whole. */
  ready: string;
  /** Only on the wall: at least 1920 px wide, and no hand touches it. */
  isWall?: true;
  /** Pressed before it is looked at. */
  press?: string;
  /** It never ends to wait: that is its state. */
  isBusy?: true;
}

const RECEIPT = `series/flood/PS-07/depthM/PT5M/${Date.UTC(2026, 10, 23, 8, 25)}/max`;

/** Every page over invented figures: visual tests, layouts and contrast go through this list. A new page is one line here. */
export const FIXTURE_PAGES = {
  wall: { path: '/wall/main/1', ready: '.map-box canvas', isWall: true },
  'wall-overview': sceneOf('overview'),
  'wall-traffic': sceneOf('traffic'),
  'wall-water': sceneOf('water'),
  'wall-air': sceneOf('air'),
  'wall-services': sceneOf('services'),
  'wall-safety': sceneOf('safety'),
  'wall-security': sceneOf('information-security'),
  'wall-incident': sceneOf('incident'),
  'wall-tile': { path: '/wall/hall/3?scene=overview', ready: '.map-box canvas', isWall: true },
  'wall-lost': { path: '/wall/main/1?lost', ready: '.lost-band', isWall: true },
  'wall-code': { path: '/wall/hall/4?signedout', ready: '.qr-code' },
  desk: { path: '/desk', ready: '.queue-row' },
  'desk-incident': { path: '/desk/SC-000412', ready: '.detail-head h2' },
  'desk-lost': { path: '/desk?lost', ready: '.lost-band' },
  'desk-exercise': { path: '/desk?realm=exercise:trieu-cuong-2026', ready: '.queue-row' },
  receipt: { path: `/desk?receipt=${encodeURIComponent(RECEIPT)}`, ready: '.receipt-check' },
  views: { path: '/desk/areas?period=30d', ready: '.saved-views', press: '.desk-who' },
  incidents: { path: '/desk/incidents', ready: '.register [data-incident]' },
  incident: { path: '/desk/incidents/SC-000412', ready: 'main h2' },
  paper: { path: '/desk/incidents/SC-000412/ics201', ready: 'main :is(h1, h2)' },
  sources: { path: '/desk/sources', ready: '.feed-table tbody tr' },
  source: { path: '/desk/sources/flood-depth', ready: '.feed-detail' },
  systems: { path: '/desk/systems', ready: '.system-spark' },
  system: { path: '/desk/systems/petitions', ready: '.system-figure' },
  trends: { path: '/desk/trends', ready: '.trend-card canvas' },
  trend: { path: '/desk/trends/trend%2Ftide-phu-an', ready: '.calendar-panel canvas, .calendar-panel table' },
  areas: { path: '/desk/areas?period=30d', ready: '.areas-main tbody tr, main tbody tr' },
  area: { path: '/desk/areas/26703?show=acknowledged', ready: 'main h2' },
  agencies: { path: '/desk/agencies', ready: 'main tbody tr' },
  agency: { path: '/desk/agencies/ttctn', ready: 'main h2' },
  compare: { path: '/desk/compare?domain=air&metric=pm25UgM3&entity=hcmc-1', ready: 'main table' },
  walls: { path: '/desk/walls?scene=overview', ready: '.room-screen' },
  accounts: { path: '/desk/accounts?role=admin', ready: 'main tbody tr' },
  account: { path: '/desk/accounts/people/le-minh?role=admin', ready: 'main tbody tr' },
  tokens: { path: '/desk/accounts/tokens?role=admin', ready: 'main tbody tr' },
  devices: { path: '/desk/accounts/devices/BCDF-GHJK?role=admin', ready: '.account-grant strong' },
  'own-sessions': { path: '/desk/accounts/me', ready: 'main tbody tr' },
  shift: { path: '/desk/shift/water', ready: 'main :is(h2, h3)' },
  roster: { path: '/desk/shift/supervisor?role=supervisor', ready: 'main :is(h2, h3)' },
  handover: { path: '/desk/handover/BG-000040', ready: '.signature' },
  performance: { path: '/desk/alarms', ready: '.performance-panel' },
  rules: { path: '/desk/rules/flood-depth?role=supervisor', ready: '.rule-head' },
  'sign-in': { path: '/desk?signedout', ready: 'main h1' },
  'new-password': { path: '/desk#password=aaaaaaaaaaaaaaaaaaaaaaaa', ready: 'main h1' },
  starting: { path: '/desk?starting', ready: 'main.notice', isBusy: true },
  unreachable: { path: '/desk?unreachable', ready: 'main h1' },
  'no-page': { path: '/khong-co', ready: 'main h1' },
  gallery: { path: '/gallery', ready: '[data-piece=TidePanel] .echart canvas' },
} as const satisfies Readonly<Record<string, PageEntry>>;
export type FixturePage = keyof typeof FIXTURE_PAGES;

function sceneOf(scene: string): PageEntry & { isWall: true } {
  return { path: `/wall/main/1?scene=${scene}`, ready: '.map-box canvas', isWall: true };
}

/** Whether nobody touches it: no phone shows it, and nothing narrower than a wall. */
export function isWall(name: FixturePage): boolean {
  const entry: PageEntry = FIXTURE_PAGES[name];
  return entry.isWall === true;
}

export interface View {
  readonly size: readonly [width: number, height: number];
  readonly theme?: string;
}

/** Opens a page whose time stands still, and waits until its words, fonts and answers are there. */
export async function openStill(
  { browser, server }: Pick<FixtureScreens, 'browser' | 'server'>,
  name: FixturePage,
  { size: [width, height], theme = 'dark' }: View,
): Promise<WatchedPage> {
  const watched = await openPage(browser, { width, height });
  const { path, ready, press }: PageEntry = FIXTURE_PAGES[name];
  const address = new URL(path, server.url);
  address.search += `${address.search === '' ? '?' : '&'}still&theme=${theme}`;
  await watched.page.emulateMedia({ reducedMotion: 'reduce' });
  await watched.page.goto(address.href);
  if (press !== undefined) await watched.page.locator(press).click();
  await watched.page.locator(ready).first().waitFor({ state: 'attached' });
  await settle(watched.page, name);
  return watched;
}

/** The words and colours of a page that is open already. */
export async function showPage(
  page: Page,
  name: FixturePage,
  { locale, theme }: { locale: 'vi' | 'en'; theme: string },
): Promise<void> {
  await page.evaluate(
    ([toLocale, toTheme]) =>
      (globalThis as unknown as { showPage(locale: string, theme: string): Promise<void> }).showPage(
        toLocale!,
        toTheme!,
      ),
    [locale, theme],
  );
  await settle(page, name);
}

/** What React does after it has painted, as handing a theme to the map, has begun after two frames. */
async function settle(page: Page, name: FixturePage): Promise<void> {
  const { isBusy }: PageEntry = FIXTURE_PAGES[name];
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => done()));
      }),
  );
  if (isBusy !== true)
    await page.waitForFunction(
      () =>
        document.querySelector('[aria-busy=true]:not(.gallery-box *)') === null &&
        [...document.querySelectorAll('.echart')].every((chart) => chart.querySelector('canvas') !== null) &&
        [...document.querySelectorAll<HTMLElement>('.map-box')].every(
          (box) => box.dataset['drawn'] === 'yes',
        ),
    );
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
