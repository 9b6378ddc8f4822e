/**
 * `npm run bench -- soak`: a wall that is given a day of publishes as fast as it takes them. What matters is not how fast but what is
 * left: heap after collection, DOM nodes, listeners. METROPANE_SOAK_FRAMES shortens it (36,000 are an hour). Every publish is applied to
 * the live tables, every scene and incident is shown; several publishes share a painted frame, so what a paint alone leaves behind is
 * seen less often than on a wall.
 */
import type { CDPSession } from 'playwright-core';
import { startFixtureScreens } from './fixture-screens.ts';

const HOUR_FRAMES = 36_000;
const SAMPLES = 12;
/** Scenes turn and come back in so many frames: every sample looks at the same one. */
const ROUND_FRAMES = 600;
const ASKED_FRAMES = Number(process.env['METROPANE_SOAK_FRAMES'] ?? 24 * HOUR_FRAMES);
const STEP_FRAMES = Math.ceil(ASKED_FRAMES / SAMPLES / ROUND_FRAMES) * ROUND_FRAMES;
const FRAMES = STEP_FRAMES * SAMPLES;
/** Three seconds of the city for each painted frame: ten frames for every scene. */
const PER_TURN = 30;
/**
 * The heap of a new page grows by some 4 MB (charts, fonts, compiled code) until it has shown every scene and incident many times, and
 * then stands: measured over ten hours of frames. A slope that begins earlier is a slope of that.
 */
const WARM_UP_FRAMES = HOUR_FRAMES;
/** The same page with a sixteenth of its pixels: what the map paints is not what its page keeps. */
const PIXEL_RATIO = 0.25;
/** Issue 6. */
const MOST_MB_PER_HOUR = 1;

interface Sample {
  frames: number;
  heapMb: number;
  nodes: number;
  listeners: number;
}

async function measure(cdp: CDPSession, frames: number): Promise<Sample> {
  // Once frees what weak references and finalizers held for the second.
  for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return { frames, heapMb: usedSize / 1e6, nodes, listeners: jsEventListeners };
}

async function run(): Promise<unknown[]> {
  const screens = await startFixtureScreens();
  try {
    const page = await screens.browser.newPage({
      viewport: { width: 1920, height: 1080 },
      deviceScaleFactor: PIXEL_RATIO,
    });
    await page.goto(`${screens.server.url}/wall/main/1?soak`);
    await page.locator('.map-box canvas').waitFor();
    const cdp = await page.context().newCDPSession(page);
    const give = (frames: number) =>
      page.evaluate((wanted) => (globalThis as unknown as Soaking).soak(wanted), {
        frames,
        perTurn: PER_TURN,
      });
    await give(WARM_UP_FRAMES);
    const samples = [await measure(cdp, 0)];
    for (let i = 1; i <= SAMPLES; i++) {
      await give(STEP_FRAMES);
      samples.push(await measure(cdp, i * STEP_FRAMES));
      const { heapMb, nodes, listeners } = samples.at(-1)!;
      process.stderr.write(
        `${samples.at(-1)!.frames} frames: heap ${heapMb.toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners\n`,
      );
    }
    return figures(samples);
  } finally {
    await screens.stop();
  }
}

interface Soaking {
  soak(wanted: { frames: number; perTurn: number }): Promise<void>;
}

function figures(samples: readonly Sample[]): unknown[] {
  const slope = (of: (sample: Sample) => number): number =>
    slopeOf(samples.map((sample) => [sample.frames / HOUR_FRAMES, of(sample)]));
  const line = (name: string, { unit, value, first }: { unit: string; value: number; first: number }) => ({
    ...{ name: `soak.${name}`, unit, value, baseline: 'after the warm-up', baselineValue: first },
    ...{ ratio: value / first, dropped: 0, late: 0, n: FRAMES },
  });
  const heap = slope(({ heapMb }) => heapMb);
  const [first, last] = [samples[0]!, samples.at(-1)!];
  if (heap > MOST_MB_PER_HOUR)
    process.stderr.write(
      `the heap grows by ${heap.toFixed(2)} MB an hour: a leak, or too short a run (${FRAMES} frames)\n`,
    );
  return [
    line('heap', { unit: 'MB per hour of frames', value: heap, first: first.heapMb }),
    line('nodes', { unit: 'DOM nodes at the end', value: last.nodes, first: first.nodes }),
    line('listeners', { unit: 'listeners at the end', value: last.listeners, first: first.listeners }),
  ];
}

/** Least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

export const benches = { soak: run };
