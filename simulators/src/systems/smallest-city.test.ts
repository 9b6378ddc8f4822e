/** A city without a single sensor. Each loop is bounded: a fault here is a run that never ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import { FakeClock } from '@metropane/testing';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import type { Outlet } from '../publish/outlet.ts';
import type { Progress } from '../publish/progress.ts';
import { messagesOf, runLive } from '../publish/run-live.ts';
import { CitySimulation, isMute } from './city-simulation.ts';
import { writeSmallestCity } from './smallest-city-fixture.ts';

const FROM_MS = Date.parse('2026-11-23T08:00+07:00');
const HOUR_MS = 3_600_000;

function loadTown(has?: 'categories' | 'offices'): CityPack {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-town-'));
  try {
    writeSmallestCity(folder, has);
    const loaded = loadCityPack(folder);
    if (!loaded.ok) throw new Error(loaded.message);
    return loaded.value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is told within six hours; throws when simulated time stands still. */
function toldBy(pack: CityPack): SimMessage[] {
  const simulation = new CitySimulation(pack, { seed: 42 }, FROM_MS);
  const told: SimMessage[] = [];
  for (let silences = 0; simulation.nextAtMs < FROM_MS + 6 * HOUR_MS;) {
    const message = simulation.next();
    if (message !== undefined) told.push(message);
    else if ((silences += 1) > 1_000) throw new Error('time stands still');
  }
  return told;
}

const topicsOf = (messages: readonly SimMessage[]): Set<string> =>
  new Set(messages.map(({ topic }) => topic.split('/')[2]!));

test('the smallest city says nothing and is known to; with categories or offices it says what these do', () => {
  expect(
    [loadTown(), loadTown('categories'), loadTown('offices')].map((pack) => isMute(pack, { seed: 42 })),
  ).toEqual([true, false, false]);
  expect(toldBy(loadTown())).toEqual([]);
  const reports = toldBy(loadTown('categories'));
  expect(topicsOf(reports)).toEqual(new Set(['report']));
  // Nobody is told of jams on roads that are not there.
  expect(reports.filter(({ payload }) => String(payload).includes('traffic-jam'))).toEqual([]);
  const cases = toldBy(loadTown('offices'));
  expect(topicsOf(cases)).toContain('case');
  expect(topicsOf(cases)).not.toContain('obs');
  for (const messages of [reports, cases])
    expect(messages.map(({ atMs }) => atMs)).toEqual(
      messages.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
    );
});

test('whoever reads a city that says nothing is asked again and again, and may end it', async () => {
  const simulation = new CitySimulation(loadTown(), { seed: 42 }, FROM_MS);
  const asked: number[] = [];
  const mayGoOn = async (atMs: number): Promise<boolean> => asked.push(atMs) < 100;
  for await (const message of messagesOf(simulation, Infinity, mayGoOn)) throw new Error(message.topic);
  expect(asked).toEqual(Array.from({ length: 100 }, (_, n) => FROM_MS + n * 60_000));
});

test.each(['its end', 'a stop'] as const)('a live run of it waits for the clock until %s', async (until) => {
  const clock = new FakeClock(FROM_MS);
  const stop = new AbortController();
  let sleeps = 0;
  await runLive((fromMs) => new CitySimulation(loadTown(), { seed: 42 }, fromMs), {
    outlet: { put: () => Promise.reject(new Error('said something')) } as unknown as Outlet,
    progress: {} as Progress,
    pace: {
      nowMs: () => clock.nowMs(),
      sleep: async (ms) => {
        clock.advance(ms);
        if ((sleeps += 1) === 600 && until === 'a stop') stop.abort();
        if (sleeps > 5_000) throw new Error('goes on for ever');
      },
    },
    signal: stop.signal,
    untilMs: until === 'its end' ? FROM_MS + HOUR_MS : Infinity,
  });
  expect(sleeps).toBe(until === 'its end' ? 3_600 : 600);
});
