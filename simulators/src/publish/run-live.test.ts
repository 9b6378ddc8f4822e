import { FakeClock } from '@metropane/testing';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { CitySimulation } from '../systems/city-simulation.ts';
import { makeCity } from '../systems/make-city.ts';
import { makeEventReports } from '../systems/reports.ts';
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

interface Trouble {
  readonly block?: { readonly atMs: number; readonly forMs: number };
  readonly seed?: number;
}

/** A live run on a clock that only sleeping and blocking move. `block` stalls the broker once. */
async function runTrial(forMs: number, { block, seed = 4 }: Trouble = {}): Promise<Trial> {
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
      return new CitySimulation(trialPack(), { seed }, fromMs);
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

/** The first seed with a report that is told between two moments. */
function seedWithReport(fromMs: number, toMs: number): number {
  for (let seed = 1; seed < 200; seed += 1) {
    const { events } = makeCity(seed, trialPack());
    if (makeEventReports(seed, events).between(fromMs, toMs).length > 0) return seed;
  }
  throw new Error('no seed has a report then');
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
  const seed = seedWithReport(FROM_MS + 40_000, FROM_MS + 290_000);
  const smooth = await runTrial(400_000, { seed });
  const broken = await runTrial(400_000, { seed, block: { atMs: 30_000, forMs: 280_000 } });
  const of = ({ sent }: Trial, kind: string): Trial['sent'] =>
    sent.filter(({ message }) => message.topic.includes(kind));
  const isOld = ({ message, sentMs }: Trial['sent'][number]): boolean => sentMs - message.atMs > 10_000;
  expect(of(broken, '/report/').filter(isOld).length).toBeGreaterThan(0);
  expect(of(broken, '/report/').map((one) => one.message)).toEqual(
    of(smooth, '/report/').map((one) => one.message),
  );
  expect(broken.last['skipped']).toBe(smooth.sent.length - broken.sent.length);
  expect(Number(broken.last['skipped'])).toBeGreaterThan(5_000);
  // The one reading that was in hand when the broker stalled is sent all the same.
  expect(of(broken, '/obs/').filter(isOld).length).toBeLessThanOrEqual(1);
  expect(broken.starts.length).toBe(1);
});

test('after a long sleep the city starts again at the present', async () => {
  const { said, starts } = await runTrial(8 * 3_600_000 + 60_000, {
    block: { atMs: 30_000, forMs: 8 * 3_600_000 },
  });
  expect(said).toContain('jumped');
  expect(starts.length).toBe(2);
  expect(starts[1]).toBeGreaterThan(FROM_MS + 7 * 3_600_000);
});
