import { expect } from 'vitest';
import type { FeedJson } from './city-reader.ts';

/** What each feed has received once all its files were read, in readings (rows × metrics that hold a value). */
export const READINGS: Record<string, number> = {
  'aarhus-traffic': 74_756 * 3,
  'camau-water': 6_706,
  'hcmc-sweep': 36_090,
  'hcmc-traffic': 28_902,
  healthyair: 31_324 * 8 - 17_203,
  'singapore-rain': 47_665,
  'hsl-capture': 4_095,
  'aarhus-parking': 27_632 * 2,
  'nab-speed-6005': 2_500,
  'nab-speed-7578': 1_127,
  'nab-occupancy-6005': 2_380,
  'nab-travel-time-387': 2_500,
  airvisual: 867,
};

/** The law of counts: nothing that came in is unaccounted for. */
export function expectConserved(feed: FeedJson): void {
  const refused = Object.values(feed.rejected).reduce((sum, n) => sum + n, 0);
  expect(feed.counted + feed.duplicate + feed.late + refused, feed.id).toBe(feed.received);
}

/** Waits until the expected readings are in and nothing more comes; throws with what is missing. */
export async function waitForArchives(
  feeds: () => Promise<FeedJson[]>,
  { expected = READINGS, limitMs = 60_000 }: { expected?: Record<string, number>; limitMs?: number } = {},
): Promise<FeedJson[]> {
  const endMs = performance.now() + limitMs;
  for (let before = ''; ;) {
    const now = await feeds();
    const received = Object.fromEntries(now.map((feed) => [feed.id, feed.received]));
    const isComplete = Object.entries(expected).every(([id, n]) => (received[id] ?? 0) >= n);
    const said = JSON.stringify(received);
    if (isComplete && said === before) return now;
    if (performance.now() > endMs) throw new Error(`not complete: ${said}`);
    before = said;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
