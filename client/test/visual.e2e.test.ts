import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeColourViolations, axeViolations } from './axe-violations.ts';
import { CHROMIUM } from './browser.ts';
import { FIXTURE_PAGES, type FixturePage, isWall, openStill, showPage, type View } from './fixture-pages.ts';
import { type FixtureScreens, startFixtureScreens } from './fixture-screens.ts';
import { PictureJudge, type Verdict } from './picture-judge.ts';

/** `METROPANE_KEEP_PICTURES=1` takes what is shown now as right: look at every picture that git then calls changed. */
const KEEPS = process.env.METROPANE_KEEP_PICTURES === '1';
const isFull = process.env.METROPANE_TEST_FULL === '1';
const FOLDER = fileURLToPath(new URL('./pictures/', import.meta.url));

const SIZES: readonly View['size'][] = [
  [1920, 1080],
  [3840, 2160],
  [1280, 800],
  [390, 844],
];
const LOOKS = ['dark', 'light'].flatMap((theme) =>
  (['vi', 'en'] as const).map((locale) => ({ theme, locale })),
);
type Look = (typeof LOOKS)[number];
const HIGH_CONTRAST: Look = { theme: 'contrast', locale: 'vi' };

interface Shot {
  readonly name: FixturePage;
  readonly size: View['size'];
  readonly looks: readonly Look[];
}
/** A phone never shows a wall, a wall is never 1280 px wide. */
const EVERYTHING: readonly Shot[] = (Object.keys(FIXTURE_PAGES) as FixturePage[]).flatMap((name) =>
  SIZES.filter(([width]) => !isWall(name) || width >= 1920).map((size) => ({
    name,
    size,
    looks: size[0] === 1920 ? [...LOOKS, HIGH_CONTRAST] : LOOKS,
  })),
);
/** What every run looks at: the pieces by day and by night, and the pages that are open all day. */
const FEW: readonly Shot[] = [
  { name: 'gallery', size: [1920, 1080], looks: [LOOKS[0]!, LOOKS[2]!, HIGH_CONTRAST] },
  { name: 'desk', size: [390, 844], looks: [LOOKS[0]!] },
  { name: 'shift', size: [1920, 1080], looks: [LOOKS[0]!] },
];

/** Until somebody has looked at the first pictures and kept them there is nothing to compare with: the battery then lists this as not run. */
const CANNOT_COMPARE = CHROMIUM === null || !(KEEPS || existsSync(FOLDER));

describe.skipIf(CANNOT_COMPARE)('every page looks as it was looked at', () => {
  let screens: FixtureScreens;
  let judge: PictureJudge;

  beforeAll(async () => {
    screens = await startFixtureScreens();
    judge = await PictureJudge.open(screens.browser, FOLDER);
  });
  afterAll(async () => {
    await screens?.stop();
  });

  test.each(isFull ? EVERYTHING : FEW)('$name at $size', async ({ name, size, looks }) => {
    const { page, faults, context } = await openStill(screens, name, { size });
    for (const look of looks) {
      const { theme, locale } = look;
      await showPage(page, name, { locale, theme });
      await judgePicture(page, `${name}-${size.join('x')}-${theme}-${locale}`);
      if (isFull) expect(await askAxe(page, look), `${name} ${theme} ${locale}`).toEqual([]);
    }
    // The gallery shows what a panel looks like that failed.
    expect(faults.filter((fault) => !/transit" has 2 columns|WebGL2 is not available/.test(fault))).toEqual(
      [],
    );
    await context.close();
  });

  test('a figure that is gone, and a panel of another colour, are not the same picture', async () => {
    const { page, context } = await openStill(screens, 'gallery', { size: [1920, 1080] });
    const before = await photograph(page);
    await page.evaluate(() => document.querySelector('.gallery-tokens')!.remove());
    expect((await judge.compare(before, await photograph(page))).isSame).toBe(false);
    await context.close();
  });

  /**
   * Each theme at each size is asked once. English words are the longer ones and Vietnamese letters the higher ones: by day the one,
   * by night the other, everything but the colours too, as a target that another word has pushed under its neighbour.
   */
  async function askAxe(page: Page, { theme, locale }: Look): Promise<string[]> {
    if (theme === 'contrast') return axeColourViolations(page);
    if (locale !== (theme === 'dark' ? 'vi' : 'en')) return [];
    return [...(await axeViolations(page)), ...(await axeColourViolations(page))];
  }

  /** Photographs until the picture is the kept one, for ten seconds: maps and charts paint when it is their turn. */
  async function judgePicture(page: Page, picture: string): Promise<void> {
    if (KEEPS) return keepWhenStill(page, picture);
    expect(judge.isKept(picture), `${judge.pathOf(picture)} is missing: METROPANE_KEEP_PICTURES=1`).toBe(
      true,
    );
    const untilMs = performance.now() + 10_000;
    let verdict: Verdict;
    let png: Buffer;
    do {
      png = await photograph(page);
      verdict = await judge.compareWithKept(picture, png);
    } while (!verdict.isSame && performance.now() < untilMs);
    if (verdict.isSame) return;
    expect.fail(`${picture} differs: ${JSON.stringify(verdict)}; shown now: ${judge.layAside(picture, png)}`);
  }

  /** Kept only when two photographs in a row agree. A picture that has not changed keeps its bytes. */
  async function keepWhenStill(page: Page, picture: string): Promise<void> {
    let before = await photograph(page);
    for (let tries = 0; tries < 12; tries++) {
      const after = await photograph(page);
      const { share } = await judge.compare(before, after);
      before = after;
      if (share > 0.0005) continue;
      return (await isKeptAsIs(picture, after)) ? undefined : judge.keep(picture, after);
    }
    throw new Error(`${picture} never stands still`);
  }

  /** A new sign in a button is nothing of a page and much of its square. */
  async function isKeptAsIs(picture: string, png: Buffer): Promise<boolean> {
    if (!judge.isKept(picture)) return false;
    const { share, worst } = await judge.compareWithKept(picture, png);
    return share < 0.0005 && worst.share < 0.02;
  }
});

function photograph(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}
