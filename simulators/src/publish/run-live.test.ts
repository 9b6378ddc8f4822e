import { FakeClock } from '@metropane/testing';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { CitySimulation } from '../systems/city-simulation.ts';
import type { Outlet } from './outlet.ts';
import type { Pace } from './pace.ts';
import type { Progress } from './progress.ts';
import { runLive } from './run-live.ts';

const FROM_MS = Date.parse('2026-11-23T16:30+07:00');

interface Trial {
  readonly sent: { readonly message: SimMessage; readonly sentMs: number }[];
  readonly said: string[];
  readonly last: Record<string, unknown>;
  readonly starts: number[];
}

/** A live run on a clock that only sleeping and blocking move. `blockAt` stalls the broker once, for `blockMs`. */
async function runTrial(
  forMs: number,
  block?: { readonly atMs: number; readonly forMs: number },
): Promise<Trial> {
  const clock = new FakeClock(FROM_MS);
  let isBlocked = block !== undefined;
  const trial: Trial = { sent: [], said: [], last: {}, starts: [] };
  const pace: Pace = {
    nowMs: () => clock.nowMs(),
    sleep: async (ms) => clock.advance(ms),
  };
  const outlet = {
    messages: 0,
    acknowledged: 0,
    put: async (message: SimMessage) => {
      if (isBlocked && block !== undefined && clock.nowMs() - FROM_MS >= block.atMs) {
        isBlocked = false;
        clock.advance(block.forMs);
      }
      trial.sent.push({ message, sentMs: clock.nowMs() });
      return true;
    },
  };
  const progress = {
    say: (event: string) => trial.said.push(event),
    at: (_: number, __: string, figures: Record<string, unknown>) => Object.assign(trial.last, figures),
  };
  await runLive(
    (fromMs) => {
      trial.starts.push(fromMs);
      return new CitySimulation(trialPack(), { seed: 4 }, fromMs);
    },
    {
      outlet: outlet as unknown as Outlet,
      progress: progress as unknown as Progress,
      pace,
      signal: new AbortController().signal,
      untilMs: FROM_MS + forMs,
    },
  );
  return trial;
}

test('messages go out when they are due, within a tick of the clock', async () => {
  const { sent, last } = await runTrial(60_000);
  expect(sent.length).toBeGreaterThan(2_000);
  for (const { message, sentMs } of sent) {
    expect(sentMs).toBeGreaterThanOrEqual(message.atMs);
    expect(sentMs - message.atMs).toBeLessThanOrEqual(100);
  }
  expect(last['skipped']).toBe(0);
});

test('after a broker was away, old readings are skipped and counted, reports are not', async () => {
  const smooth = await runTrial(300_000);
  const broken = await runTrial(300_000, { atMs: 30_000, forMs: 200_000 });
  const reports = ({ sent }: Trial): string[] =>
    sent
      .filter(({ message }) => message.topic.includes('/report/'))
      .map(({ message }) => String(message.payload));
  expect(reports(smooth).length).toBeGreaterThan(0);
  expect(reports(broken)).toEqual(reports(smooth));
  expect(broken.last['skipped']).toBe(smooth.sent.length - broken.sent.length);
  expect(Number(broken.last['skipped'])).toBeGreaterThan(5_000);
  const readings = broken.sent.filter(({ message }) => message.topic.includes('/obs/'));
  // The one reading that was in hand when the broker stalled is sent all the same.
  expect(readings.filter(({ message, sentMs }) => sentMs - message.atMs > 10_000).length).toBe(1);
  expect(broken.starts.length).toBe(1);
});

test('after a long sleep the city starts again at the present', async () => {
  const { said, starts } = await runTrial(8 * 3_600_000 + 60_000, { atMs: 30_000, forMs: 8 * 3_600_000 });
  expect(said).toContain('jumped');
  expect(starts.length).toBe(2);
  expect(starts[1]).toBeGreaterThan(FROM_MS + 7 * 3_600_000);
});
