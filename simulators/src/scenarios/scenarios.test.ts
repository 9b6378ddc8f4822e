import { createHash } from 'node:crypto';
import { loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { toMessageLine } from '../publish/message-line.ts';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { judgeScenario } from './judge-scenario.ts';
import { findScenario, scenarioNames } from './library.ts';
import { makeCauses } from './make-causes.ts';
import { observeCity } from './observed-city.ts';
import type { ObservedCity } from './observed-city.ts';
import { cityOfScenario, readScenario } from './read-scenario.ts';
import { sayVerdict } from './say-verdict.ts';
import type { Scenario } from './scenario.ts';
import { streamCity } from './scenario-stream.ts';
import { trialScenario } from './trial-scenario-fixture.ts';

/** Three hours of a city take seconds, on a busy machine many. */
const SLOW_MS = 120_000;
/** Enough messages per second to see every expectation, few enough for a test. */
const RATE = 12;
const packs = new Map<string, CityPack>();

/** The pack that a scenario is written for. */
function packOf(city: string): CityPack {
  const known = packs.get(city);
  if (known !== undefined) return known;
  const loaded = loadCityPack(city);
  if (!loaded.ok) throw new Error(loaded.message);
  packs.set(city, loaded.value);
  return loaded.value;
}

function load(name: string): Scenario {
  const file = findScenario(name)!;
  const read = readScenario(file, packOf(cityOfScenario(file)!));
  if (!read.ok) throw new Error(read.message);
  return read.value;
}

const observed = new Map<string, ObservedCity>();

/** The city of a scenario, with it or as it would have been without; observed once per test file. */
function observe(scenario: Scenario, day: 'struck' | 'ordinary'): ObservedCity {
  const { id, seed, atMs, leadIn, runs } = scenario;
  const pack = packOf(scenario.city);
  const known = observed.get(`${id}/${day}`);
  if (known !== undefined) return known;
  const causes = day === 'struck' ? { causes: makeCauses(scenario, { pack, startMs: atMs, seed }) } : {};
  const span = { fromMs: atMs - leadIn, toMs: atMs + runs };
  const city = observeCity(streamCity(pack, { seed, rate: RATE, ...causes }, span), scenario, pack);
  observed.set(`${id}/${day}`, city);
  return city;
}

test.each(scenarioNames())(
  '%s brings about what it expects, in its order',
  (name) => {
    const scenario = load(name);
    const { atMs, runs } = scenario;
    const city = observe(scenario, 'struck');
    const verdicts = judgeScenario(scenario, city, { startMs: atMs, untilMs: atMs + runs });
    expect(verdicts.filter(({ isMet }) => !isMet).map(sayVerdict)).toEqual([]);
    expect(city.refused).toBe(0);
  },
  SLOW_MS,
);

test.each(scenarioNames())(
  'an ordinary day of the same seed shows nothing of %s',
  (name) => {
    const scenario = load(name);
    const { atMs, runs } = scenario;
    const verdicts = judgeScenario(scenario, observe(scenario, 'ordinary'), {
      startMs: atMs,
      untilMs: atMs + runs,
    });
    const shown = verdicts.filter(({ isMet, expectation }) => isMet && 'between' in expectation);
    expect(shown.map(sayVerdict)).toEqual([]);
  },
  SLOW_MS,
);

test(
  'what shows too early, too late or in another order than written is missed',
  () => {
    const scenario = load('ring-road-collision');
    const { atMs, runs, expect: expected } = scenario;
    const judge = (wanted: Scenario['expect']): number[] =>
      judgeScenario({ ...scenario, expect: wanted }, observe(scenario, 'struck'), {
        startMs: atMs,
        untilMs: atMs + runs,
      }).flatMap(({ isMet }, n) => (isMet ? [] : [n]));
    const [incident, , , queue] = expected;
    expect(judge([incident!, queue!])).toEqual([]);
    expect(judge([queue!, incident!])).toEqual([1]);
    expect(judge([{ ...queue!, between: [0, 600_000] } as typeof queue & {}])).toEqual([0]);
    expect(judge([{ ...queue!, between: [4_000_000, 4_500_000] } as typeof queue & {}])).toEqual([0]);
  },
  SLOW_MS,
);

test('hoax reports leave no trace on the roads, which is all that could give them away', () => {
  const scenario = load('hoax-reports');
  const hoax = observe(scenario, 'struck');
  const calm = observe(scenario, 'ordinary');
  expect(hoax.reports.length).toBeGreaterThan(calm.reports.length + 10);
  const readings = ({ series }: ObservedCity): string =>
    JSON.stringify([...series].map(([key, { tMs, values }]) => [key, tMs, values.map((one) => [...one])]));
  expect(hoax.series.size).toBeGreaterThan(1_000);
  expect(readings(hoax)).toBe(readings(calm));
});

const TRIAL = `
  - { kind: rain, at: PT5M, rampUp: PT5M, hold: PT20M, mmPerHour: 70, radiusM: 4000, centre: { place: cho-lon } }
  - { kind: device, at: PT10M, hold: PT20M, fault: stuck, domain: air }
  - kind: event
    at: PT12M
    lasts: PT30M
    category: traffic-accident
    severity: 1
    where: { road: dai-lo, near: cho-lon }
    title: ['Va chạm – {place}']
    blocks: { capacityLeft: 0.2 }
    told: { by: ['113', '1022'], times: 6, within: PT8M, spreadM: 80 }
`;

/** Of what is told, rain and river: further systems of the city come and go without touching them. */
function trialHash(seed: number, causes: string): string {
  const trial = trialPack();
  const scenario = trialScenario(causes);
  const { atMs } = scenario;
  const made = makeCauses(scenario, { pack: trial, startMs: atMs, seed });
  const hash = createHash('sha256');
  const span = { fromMs: atMs - 60_000, toMs: atMs + 1_800_000 };
  for (const message of streamCity(trial, { seed, causes: made }, span))
    if (/\/(report|rain|river)\//.test(message.topic)) hash.update(toMessageLine(message));
  return hash.digest('hex');
}

test('one seed and one scenario are the same bytes', () => {
  const hash = trialHash(42, TRIAL);
  expect(trialHash(42, TRIAL)).toBe(hash);
  expect(hash).toMatchInlineSnapshot(`"6c294351b77a8f8418cb2eaf092388134040e1ed4220b84da772b19cfdc77a30"`);
  expect(trialHash(43, TRIAL)).not.toBe(hash);
  expect(trialHash(42, TRIAL.replace('radiusM: 4000', 'radiusM: 9000'))).not.toBe(hash);
});
