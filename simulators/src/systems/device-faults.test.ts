import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { NO_CAUSES } from './causes.ts';
import type { DeviceFault } from './causes.ts';
import { trialPack } from './city-pack-fixture.ts';
import { CitySimulation } from './city-simulation.ts';

const FROM_MS = Date.parse('2026-11-24T16:30+07:00');
const SINCE_MS = FROM_MS + 300_000;
const UNTIL_MS = FROM_MS + 900_000;

interface Told {
  readonly atMs: number;
  readonly t: number;
  readonly v: Readonly<Record<string, number>>;
}

/** What each entity of a quarter of an hour says, by topic, when `domain` has a fault from its fifth minute on. */
function tell(domain: string, fault?: DeviceFault, fromMs = FROM_MS): Map<string, Told[]> {
  const causes = {
    ...NO_CAUSES,
    deviceFault: (of: string, _: string, tMs: number) =>
      of === domain && tMs >= SINCE_MS ? fault : undefined,
  };
  const simulation = new CitySimulation(trialPack(), { seed: 42, causes }, fromMs);
  const told = new Map<string, Told[]>();
  while (simulation.nextAtMs < UNTIL_MS) {
    const message: SimMessage | undefined = simulation.next();
    if (message === undefined || !message.topic.includes('/obs/')) continue;
    const { t, v } = JSON.parse(String(message.payload)) as Told;
    const list = told.get(message.topic) ?? [];
    told.set(message.topic, [...list, { atMs: message.atMs, t, v }]);
  }
  return told;
}

const RIVER = 'city/v1/obs/river/ben-do';
const before = ({ atMs }: Told): boolean => atMs < SINCE_MS;

test('a silent sensor says nothing from then on, and everybody else says the same as ever', () => {
  const calm = tell('river');
  const struck = tell('river', { kind: 'silent' });
  expect(calm.get(RIVER)!.length).toBeGreaterThan(25);
  expect(struck.get(RIVER)).toEqual(calm.get(RIVER)!.filter(({ t }) => t < SINCE_MS));
  for (const [topic, list] of calm) if (!topic.includes('/river/')) expect(struck.get(topic)).toEqual(list);
});

test('a clock that is off moves the times and nothing else', () => {
  const calm = tell('river').get(RIVER)!;
  const struck = tell('river', { kind: 'skew', byMs: -90_000 }).get(RIVER)!;
  expect(struck.map(({ v }) => v)).toEqual(calm.map(({ v }) => v));
  expect(struck.map(({ t }, n) => t - calm[n]!.t)).toEqual(
    calm.map(({ t }) => (t >= SINCE_MS ? -90_000 : 0)),
  );
});

test('a stuck sensor repeats what it read when it got stuck, wherever the run starts', () => {
  const fault = { kind: 'stuck', sinceMs: SINCE_MS } as const;
  const calm = tell('air').get('city/v1/obs/air/cong-vien')!;
  const struck = tell('air', fault).get('city/v1/obs/air/cong-vien')!;
  expect(struck.filter(before)).toEqual(calm.filter(before));
  const stuck = struck.filter((one) => one.t >= SINCE_MS);
  expect(stuck.length).toBeGreaterThan(1);
  for (const { v } of stuck) expect(v).toEqual(stuck[0]!.v);
  const laterRun = tell('air', fault, SINCE_MS + 60_000).get('city/v1/obs/air/cong-vien')!;
  expect(laterRun[0]!.v).toEqual(stuck[0]!.v);
});

test('a stuck bus stands where it stood', () => {
  const struck = tell('transit', { kind: 'stuck', sinceMs: SINCE_MS });
  for (const [topic, list] of struck) {
    if (!topic.includes('/transit/')) continue;
    const values = list.filter(({ t }) => t >= SINCE_MS).map(({ v }) => JSON.stringify(v));
    expect(new Set(values).size, topic).toBe(1);
  }
});
