import { expect, test } from 'vitest';
import { planBackfill } from './backfill.ts';
import { builtInPack } from './city-day-fixture.ts';
import { trialPack } from './city-pack-fixture.ts';
import { makeCity } from './make-city.ts';

const NOW_MS = Date.parse('2026-11-23T16:32+07:00');
const DAY_MS = 86_400_000;

interface Told {
  readonly topic: string;
  readonly times: readonly number[];
}

function tell(fromMs: number, mostReadings?: number): { told: Told[]; readings: number; planned: number } {
  const pack = trialPack();
  const span = { fromMs, toMs: NOW_MS, ...(mostReadings === undefined ? {} : { mostReadings }) };
  const plan = planBackfill(makeCity(42, pack), pack, span);
  const blocks = [...plan.blocks()];
  const told = blocks.flatMap((block) =>
    block.messages.map((message) => ({
      topic: message.topic,
      times: (JSON.parse(String(message.payload)) as { t: number }[]).map((one) => one.t),
    })),
  );
  return { told, readings: blocks.reduce((sum, block) => sum + block.readings, 0), planned: plan.readings };
}

test('the past comes oldest first for every entity, in small messages, for what has a trend only', () => {
  const { told, readings, planned } = tell(NOW_MS - 2 * DAY_MS);
  const newest = new Map<string, number>();
  let blockStartMs = 0;
  for (const { topic, times } of told) {
    expect(times.length).toBeLessThanOrEqual(200);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(newest.get(topic) ?? 0);
    expect(times.at(-1)).toBeLessThan(NOW_MS);
    // Across entities time goes back by less than one block of six hours.
    expect(times[0]).toBeGreaterThan(blockStartMs - DAY_MS / 4);
    blockStartMs = Math.max(blockStartMs, times[0]!);
    newest.set(topic, times.at(-1)!);
  }
  expect([...newest.keys()].toSorted()).toEqual(
    [
      'air/cong-vien',
      'rain/san-bay',
      'river/ben-do',
      'river/cua-bien',
      'traffic/dai-lo.01',
      'traffic/dai-lo.02',
    ].map((name) => `city/v1/obs/${name}`),
  );
  expect(Math.abs(readings - planned) / planned).toBeLessThan(0.05);
});

test('a budget thins what is older than a day and leaves the last day as it is', () => {
  const full = tell(NOW_MS - 7 * DAY_MS);
  const thin = tell(NOW_MS - 7 * DAY_MS, full.planned / 2);
  expect(thin.readings).toBeLessThanOrEqual(full.planned / 2);
  const lastDay = ({ told }: { told: Told[] }): number[] =>
    told.flatMap((one) => one.times).filter((time) => time >= NOW_MS - DAY_MS);
  expect(lastDay(thin)).toEqual(lastDay(full));
});

test('a sum over a step that began before the start is left out: it was told before', () => {
  const fromMs = NOW_MS - 30 * 60_000 - 1;
  const rain = tell(fromMs)
    .told.filter((one) => one.topic.endsWith('rain/san-bay'))
    .flatMap((one) => one.times);
  expect(Math.min(...rain)).toBeGreaterThanOrEqual(fromMs + 300_000);
  expect(rain.length).toBe(5);
});

test('a week of every system of the built-in city fits the demo, counts stay in their ranges, the step of sums is kept', () => {
  const pack = builtInPack('hcmc');
  const city = makeCity(42, pack);
  const span = { fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS, mostReadings: 120_000 };
  const plan = planBackfill(city, pack, span);
  expect(plan.readings).toBeLessThanOrEqual(120_000);
  const stations = new Map(pack.stations.map((one) => [`${one.domain}/${one.entity}`, one.metrics]));
  const domains = new Set<string>();
  const steps = new Set<number>();
  let calls = 0;
  for (const { messages } of plan.blocks())
    for (const { topic, payload } of messages) {
      const key = topic.slice('city/v1/obs/'.length);
      domains.add(key.split('/')[0]!);
      const told = JSON.parse(String(payload)) as { t: number; v: Record<string, number | null> }[];
      for (const { v } of told)
        for (const [metric, value] of Object.entries(v)) {
          const range = stations.get(key)?.[metric]?.range;
          if (range === undefined || value === null) continue;
          if (value < range[0] || value > range[1]) throw new Error(`${key} ${metric} = ${value}`);
        }
      if (key !== 'hotline/1022') continue;
      calls += told.reduce((sum, { v }) => sum + v['callsN']!, 0);
      told.slice(1).forEach(({ t }, n) => steps.add(t - told[n]!.t));
    }
  expect([...domains].toSorted()).toEqual(
    // Cameras and flood depths have no trend; buses and trains move.
    [...new Set(pack.stations.map(({ domain }) => domain)), 'traffic']
      .filter((domain) => !['camera', 'flood'].includes(domain))
      .toSorted(),
  );
  expect([...steps]).toEqual([900_000]);
  expect(calls / (7 * 24 * 20)).toBeGreaterThan(0.8);
  expect(calls / (7 * 24 * 20)).toBeLessThan(1.3);
});
