import type { Browser } from 'playwright-core';
import type { TestCentre } from '../../server/test/start-centre-fixture.ts';
import { type Screen, openScreen } from './open-centre-fixture.ts';

/** A desk whose map has its tools, and stands at once where a key moves it. */
export async function openDeskMap(browser: Browser, centre: TestCentre): Promise<Screen> {
  const desk = await openScreen(browser, centre);
  await desk.page.emulateMedia({ reducedMotion: 'reduce' });
  await desk.page.goto('/desk');
  await desk.page.locator('#map-layers-button').waitFor();
  return desk;
}
