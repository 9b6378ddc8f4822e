import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { hearLink } from './live-frames-fixture.ts';
import type { HeardLink } from './live-frames-fixture.ts';
import { CANNOT_RUN, type Screen, openScreen, postReading } from './open-centre-fixture.ts';

/** The middle of the main view of the built-in city. */
const [LON, LAT] = [106.695, 10.788];
/** Four kilometres to the east: beyond the window of a close look, inside the main view. */
const EAST = LON + 0.04;
const FAR = 106.9;

describe.skipIf(CANNOT_RUN)('what a desk hears follows what its map shows', () => {
  let browser: Browser;
  let centre: TestCentre;
  let desk: Screen;
  let link: HeardLink;

  const post = (entity: string, lon: number, speedKmh = 20): Promise<void> =>
    postReading(centre, { domain: 'transit', entity, v: { speedKmh }, loc: [lon, LAT] });
  const vehicles = (text: RegExp): Promise<void> =>
    desk.page.locator('.map-vehicles', { hasText: text }).waitFor();
  /** Frames of layer transit since a moment, as the names that they tell. */
  const namesSince = (from: number): string[] =>
    link.frames.slice(from).flatMap((frame) => frame.namesOf('transit'));

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
    for (let i = 0; i < 5; i++) await post(`here-${i}`, LON + i / 10_000);
    for (let i = 0; i < 7; i++) await post(`east-${i}`, EAST + i / 10_000);
    for (let i = 0; i < 11; i++) await post(`far-${i}`, FAR + i / 10_000);
    desk = await openScreen(browser, centre, { width: 1920, height: 1080 });
    // Then a key is a step: without, a key during the flight of the one before would start half way.
    await desk.page.emulateMedia({ reducedMotion: 'reduce' });
    link = hearLink(desk.page);
    await desk.page.goto('/desk');
    await desk.page.locator('.map-box canvas').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('the main view hears the whole layer, and counts every vehicle', async () => {
    await vehicles(/^23 xe/);
    expect(link.asked.at(-1)).toContain('layer:transit');
    expect(link.asked.flat().some((channel) => channel.includes('@'))).toBe(false);
    expect(new Set(namesSince(0)).size).toBe(23);
  });

  test('a closer look hears the cells of its window only, and lets the rest go', async () => {
    const from = link.frames.length;
    await desk.page.locator('.map-box canvas').focus();
    for (let i = 0; i < 3; i++) await desk.page.keyboard.press('+');
    await vehicles(/^5 xe quanh đây/);
    const asked = link.asked.at(-1)!;
    expect(asked).not.toContain('layer:transit');
    expect(asked.filter((channel) => channel.startsWith('layer:transit@')).length).toBeGreaterThan(1);
    expect(link.frames.slice(from).flatMap((frame) => frame.dropped)).toContain('layer:transit');
    const names = namesSince(from);
    expect(names.filter((name) => name.startsWith('here')).length).toBeGreaterThanOrEqual(5);
    expect(names.some((name) => name.startsWith('far'))).toBe(false);
    // Few fixed stations are cheaper whole, and the panels beside the map read them.
    expect(asked).toContain('layer:air');
  });

  test('an update outside the window does not reach the socket, one inside does', async () => {
    const from = link.frames.length;
    for (let i = 0; i < 11; i++) await post(`far-${i}`, FAR + i / 10_000, 31);
    await post('here-0', LON, 47);
    await expect
      .poll(() => link.frames.slice(from).some((frame) => frame.rowsOf('transit').size > 0))
      .toBe(true);
    const heard = link.frames.slice(from).filter((frame) => frame.rowsOf('transit').size > 0);
    expect(heard.length).toBe(1);
    expect(heard[0]!.rowsOf('transit').size).toBe(1);
  });

  test('a vehicle that drives out of the window is gone, one that drives in is there', async () => {
    await post('here-0', FAR);
    await vehicles(/^4 xe quanh đây/);
    await post('far-0', LON);
    await post('far-1', LON);
    await vehicles(/^6 xe quanh đây/);
    expect(desk.faults).toEqual([]);
  });

  test('panning brings what comes into view, and drops what went out of it', async () => {
    const from = link.frames.length;
    const before = link.asked.length;
    for (let i = 0; i < 19; i++) await desk.page.keyboard.press('ArrowRight');
    await vehicles(/^7 xe quanh đây/);
    const names = namesSince(from);
    expect(new Set(names.filter((name) => name.startsWith('east'))).size).toBe(7);
    expect(link.frames.slice(from).flatMap((frame) => frame.dropped).length).toBeGreaterThan(0);
    // Nineteen pans of a hundred pixels are five and a half cells.
    expect(link.asked.length - before).toBeLessThanOrEqual(12);
  });

  test('back at the main view every vehicle is there once', async () => {
    for (let i = 0; i < 3; i++) await desk.page.keyboard.press('-');
    await vehicles(/^23 xe/);
    expect(link.asked.at(-1)).toContain('layer:transit');
    expect(desk.faults).toEqual([]);
  });
});
