import { afterAll, beforeAll, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { MAX_SKEW_MS } from '@metropane/protocol';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { postReading } from './open-centre-fixture.ts';
import { type GridCity, LightScreen, listenToScreens, makeGridCity } from './wall-room-fixture.ts';

/** Frames that several screens painted, before a 99th percentile means anything. */
const ENOUGH_FRAMES = 60;
/** A line on which messages of one publish arrive up to so much apart: without a common paint time that is the skew. */
const LINE_MS = 140;

let city: GridCity;
let centre: TestCentre;
let screens: LightScreen[] = [];
let desk: ReturnType<typeof listenToScreens>;

beforeAll(async () => {
  city = makeGridCity(4, 3);
  centre = await startCentre({ args: ['--no-simulators', '--city', city.folder] });
  desk = listenToScreens(centre.http);
});
afterAll(async () => {
  desk?.close();
  for (const screen of screens) screen.close();
  await centre?.stop();
  city?.remove();
});

test('[P21][P22] twelve screens of one room paint a publish within 100 ms of each other, and the desk is told how far apart they are', async () => {
  const missed = () => desk.last()?.rooms[0]?.screens.filter(({ status }) => status === 'absent').length;
  await expect.poll(missed).toBe(12);
  screens = Array.from(
    { length: 12 },
    (_, i) => new LightScreen(centre.http, { screen: String(i + 1), lineMs: LINE_MS }),
  );
  await expect.poll(missed).toBe(0);
  const skew = () => desk.last()?.rooms[0]?.skew ?? null;
  for (let i = 0; (skew()?.frames ?? 0) < ENOUGH_FRAMES; i++) {
    const painted = screens[0]!.nextPaint();
    await postReading(centre, { domain: 'river', entity: 'phu-an', v: { levelM: 1 + (i % 50) / 100 } });
    await painted;
  }
  const measured = skew()!;
  console.info(
    `12 screens, lines of 0–${LINE_MS} ms: skew p50 ${measured.p50Ms} ms, p99 ${measured.p99Ms} ms over ${measured.frames} publishes`,
  );
  expect(measured.p99Ms).toBeLessThanOrEqual(promisedMs(MAX_SKEW_MS));
});
