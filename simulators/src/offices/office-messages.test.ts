import { readFileSync } from 'node:fs';
import { LIFE_CYCLES, lifeCycle } from '@metropane/city';
import { loadCityPack, makeWorkingTime } from '@metropane/city-pack';
import { builtinBindings, makeDecoder } from '@metropane/feeds';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { NO_CAUSES } from '../systems/causes.ts';
import { makeOfficeMessages, makeOfficeSources } from './office-messages.ts';
import { DAY_MS, HOUR_MS, type OfficeWorld, type SimCase } from './office-source.ts';

const loaded = loadCityPack('hcmc');
if (!loaded.ok) throw new Error(loaded.message);
const pack = loaded.value;
const time = makeWorkingTime(pack);
const at = (text: string): number => Date.parse(`${text}+07:00`);
const CALM: OfficeWorld = { ...NO_CAUSES, rainMmH: () => 0 };
/** A Monday. */
const FROM_MS = at('2026-11-16T00:00');
/** Of these systems dates are due on working days; alerts are due by the hour, around the clock. */
const OFFICE_SYSTEMS = ['one-stop', 'petitions', 'documents', 'reporting', 'iso-9001'] as const;

function told(
  seed: number,
  [fromMs, toMs]: readonly [number, number],
  { stepMs = HOUR_MS, world = CALM } = {},
) {
  const stream = makeOfficeMessages({ seed, pack, world }, fromMs);
  const messages: SimMessage[] = [];
  for (let untilMs = fromMs + stepMs; untilMs <= toMs; untilMs += stepMs)
    messages.push(...stream.until(untilMs));
  return messages;
}

function sourceOf(system: string, seed = 42, world = CALM) {
  return makeOfficeSources(seed, pack, world).cases.find((source) => source.system === system)!;
}

/** Cases that begin within a span of time. */
function casesOf(system: string, [fromMs, toMs]: readonly [number, number], world = CALM): SimCase[] {
  const source = sourceOf(system, 42, world);
  const cases: SimCase[] = [];
  for (let slot = Math.floor(fromMs / source.slotMs) - 1; slot * source.slotMs < toMs; slot += 1)
    cases.push(...source.casesIn(slot, 0));
  return cases.filter(({ events }) => fromMs <= events[0]!.tMs && events[0]!.tMs < toMs);
}

const day = told(42, [FROM_MS, FROM_MS + DAY_MS]);

test('a day is accepted whole by the centre: every message, no reject', () => {
  const binding = builtinBindings(pack.zone).find(({ id }) => id === 'mqtt')!;
  const decoder = makeDecoder(binding);
  const heard = new Map<string, number>();
  const refused: string[] = [];
  for (const { topic, payload, atMs } of day) {
    const message = { topic, payload: new TextEncoder().encode(String(payload)), arrivalMs: atMs };
    const { rejected, cases = [], indicators = [] } = decoder.decode(message);
    if (rejected.length > 0) refused.push(`${topic} ${String(payload)} ${rejected[0]!.code}`);
    for (const { system } of [...cases, ...indicators]) heard.set(system, (heard.get(system) ?? 0) + 1);
  }
  expect(refused).toEqual([]);
  expect([...heard.values()].reduce((sum, n) => sum + n, 0)).toBe(day.length);
  // All of the thirteen but the centre, which measures itself.
  expect(heard.size).toBe(12);
});

test('one seed is one stream, wherever it starts and in whatever steps it is drawn; another seed is another', () => {
  const span = [FROM_MS + 9 * HOUR_MS, FROM_MS + 9.5 * HOUR_MS] as const;
  const after = (messages: readonly SimMessage[]): readonly SimMessage[] =>
    messages.filter(({ atMs }) => atMs > span[0] && atMs <= span[1]);
  expect(after(told(42, span, { stepMs: 60_000 }))).toEqual(after(day));
  expect(after(told(43, span, { stepMs: 60_000 }))).not.toEqual(after(day));
  expect(after(day).length).toBeGreaterThan(500);
});

test('messages come in the order of time and never from the future', () => {
  expect(day.every(({ atMs }, n) => n === 0 || atMs >= day[n - 1]!.atMs)).toBe(true);
  expect(day.every(({ atMs, payload }) => (JSON.parse(String(payload)) as { t: number }).t <= atMs)).toBe(
    true,
  );
});

test.each([
  'one-stop',
  'petitions',
  'documents',
  'security-centre',
  'reporting',
  'national-portal',
  'iso-9001',
])(
  'cases of %s go through their states in a legal order, forward in time, and end within the time looked back',
  (system) => {
    const cycle = lifeCycle(system)!;
    const nextOf = new Map(cycle.states.map(({ code, next }) => [code, next]));
    const { longestMs } = sourceOf(system);
    // Over Tết, when everything takes longest.
    const cases = casesOf(system, [at('2026-02-11T00:00'), at('2026-02-14T00:00')]);
    expect(cases.length).toBeGreaterThan(2);
    const faults: string[] = [];
    for (const { id, events } of cases) {
      const life = events.map(({ state, tMs }) => `${state} ${tMs}`).join(', ');
      if (events[0]!.state !== cycle.states[0]!.code) faults.push(`${id} begins otherwise: ${life}`);
      if (events.at(-1)!.tMs - events[0]!.tMs >= longestMs) faults.push(`${id} lives too long: ${life}`);
      if (events.some(({ tMs }) => !Number.isInteger(tMs))) faults.push(`${id} has a broken time: ${life}`);
      for (let n = 1; n < events.length; n += 1) {
        const [before, after] = [events[n - 1]!, events[n]!];
        if (after.tMs < before.tMs || nextOf.get(before.state)?.includes(after.state) !== true)
          faults.push(`${id} steps from ${before.state} to ${after.state}: ${life}`);
      }
    }
    expect(faults.slice(0, 5)).toEqual([]);
  },
);

test('a case that still lives is never left out by the shortcut for those that are over', () => {
  for (const system of OFFICE_SYSTEMS) {
    const source = sourceOf(system);
    const aliveAtMs = at('2026-02-24T10:00');
    const cases = (alive: number): string[] => {
      const ids: string[] = [];
      for (
        let slot = Math.floor((aliveAtMs - 18 * DAY_MS) / source.slotMs);
        slot * source.slotMs < aliveAtMs;
        slot += 1
      )
        for (const { id, events } of source.casesIn(slot, alive))
          if (events.at(-1)!.tMs > aliveAtMs) ids.push(id);
      return ids;
    };
    expect(cases(aliveAtMs), system).toEqual(cases(0));
  }
});

test('nothing is due on a day off: every due time is a working day of the pack', () => {
  for (const system of OFFICE_SYSTEMS) {
    const cases = casesOf(system, [at('2026-02-12T00:00'), at('2026-02-14T00:00')]);
    const dues = cases.flatMap(({ head }) => (head.dueAtMs === undefined ? [] : [head.dueAtMs]));
    expect(dues.length, system).toBeGreaterThan(0);
    const off = dues.filter((dueMs) => time.isWorking(time.dayOf(dueMs)) !== true);
    expect(off.slice(0, 5).map((dueMs) => new Date(dueMs).toISOString())).toEqual([]);
  }
});

test('one-stop: 932,000 files in 72 days, 52 % online, 98.6 % on time', () => {
  const cases = casesOf('one-stop', [FROM_MS, FROM_MS + 7 * DAY_MS]);
  expect(cases.length / 7).toBeGreaterThan((932_000 / 72) * 0.93);
  expect(cases.length / 7).toBeLessThan((932_000 / 72) * 1.07);
  const online = cases.filter(({ head }) => head.channel !== 'counter').length;
  expect((100 * online) / cases.length).toBeGreaterThan(50.5);
  expect((100 * online) / cases.length).toBeLessThan(53.5);
  expect(onTimePct(cases, ['resolved', 'rejected'])).toBeGreaterThan(98.3);
  expect(onTimePct(cases, ['resolved', 'rejected'])).toBeLessThan(98.9);
  const weekend = casesOf('one-stop', [at('2026-11-21T00:00'), at('2026-11-23T00:00')]);
  expect(weekend.filter(({ head }) => head.channel === 'counter')).toEqual([]);
});

test('hotline 1022 over its month: about 14,707 reports, 14,311 done, 396 open, 125 of them late, 93.77 % on time', () => {
  const [fromMs, toMs] = [at('2025-09-25T12:00'), at('2025-10-25T12:00')];
  const cases = casesOf('petitions', [fromMs, toMs]).filter(
    ({ head }) => head.procedure !== 'khieu-nai' && head.procedure !== 'to-cao',
  );
  expect(cases.length).toBeGreaterThan(14_707 * 0.95);
  expect(cases.length).toBeLessThan(14_707 * 1.05);
  const open = cases.filter(({ events }) => !events.some(({ state, tMs }) => isAnswer(state) && tMs <= toMs));
  expect(open.length).toBeGreaterThan(396 * 0.75);
  expect(open.length).toBeLessThan(396 * 1.25);
  const late = open.filter(({ head }) => head.dueAtMs! < toMs).length;
  expect(late).toBeGreaterThan(125 * 0.7);
  expect(late).toBeLessThan(125 * 1.3);
  const onTime = onTimePct(cases, ['answered']);
  expect(onTime).toBeGreaterThan(93.77 - 1);
  expect(onTime).toBeLessThan(93.77 + 1);
  const ratings = cases.flatMap(({ events }) => events.flatMap(({ satisfaction = [] }) => satisfaction));
  const satisfied = ratings.filter((rating) => rating >= 4).length / ratings.length;
  expect(satisfied).toBeGreaterThan(0.91);
  expect(satisfied).toBeLessThan(0.95);
});

test('an attack on the one-stop: files stay away and pile up, payments fail, alerts come by the dozen, the portal says so', () => {
  const [fromMs, toMs] = [at('2026-11-17T09:00'), at('2026-11-17T11:00')];
  const world = {
    ...CALM,
    attackOn: (system: string, tMs: number) =>
      system === 'one-stop' && fromMs <= tMs && tMs < toMs ? 0.9 : 0,
  };
  const during = (system: string, felt: OfficeWorld): SimCase[] => casesOf(system, [fromMs, toMs], felt);
  const online = (felt: OfficeWorld): number =>
    during('one-stop', felt).filter(({ head }) => head.channel !== 'counter').length;
  expect(online(world)).toBeLessThan(online(CALM) * 0.4);
  const settled = (felt: OfficeWorld): number =>
    casesOf('one-stop', [fromMs - 2 * DAY_MS, toMs], felt).filter(({ events }) =>
      events.some(({ state, tMs }) => state === 'resolved' && fromMs < tMs && tMs < toMs),
    ).length;
  expect(settled(CALM)).toBeGreaterThan(100);
  expect(settled(world)).toBe(0);
  const failed = (felt: OfficeWorld): number => {
    const payments = during('national-portal', felt);
    return payments.filter(({ events }) => events.at(-1)!.state === 'failed').length / payments.length;
  };
  expect(failed(CALM)).toBeLessThan(0.06);
  expect(failed(world)).toBeGreaterThan(0.25);
  expect(during('security-centre', world).length).toBeGreaterThan(
    10 * during('security-centre', CALM).length,
  );
});

test('water in the street and dark streets are told to the hotline', () => {
  const span = [at('2026-11-17T16:00'), at('2026-11-17T19:00')] as const;
  const told1022 = (world: OfficeWorld, procedure: string): number =>
    casesOf('petitions', span, world).filter(({ head }) => head.procedure === procedure).length;
  expect(told1022({ ...CALM, rainMmH: () => 40 }, 'ngap-nuoc')).toBeGreaterThan(
    4 * told1022(CALM, 'ngap-nuoc') + 50,
  );
  expect(told1022({ ...CALM, powerLost: () => 0.8 }, 'dien-nuoc')).toBeGreaterThan(
    told1022(CALM, 'dien-nuoc') + 100,
  );
});

test('a series is revised: estimate, preliminary, official, each a vintage of its own', () => {
  const { figures } = makeOfficeSources(42, pack, CALM);
  const forecast = figures.find(({ system }) => system === 'forecast-centre')!;
  const today = time.dayOf(FROM_MS);
  const september = Array.from({ length: 200 }, (_none, n) => forecast.figuresOn(today - 100 + n))
    .flat()
    .filter(({ code, period }) => code === 'cpi-growth' && period === '2026-09');
  expect(september.map(({ status }) => status)).toEqual(['estimate', 'preliminary', 'official']);
  expect(new Set(september.map(({ vintage }) => vintage)).size).toBe(3);
});

function isAnswer(state: string): boolean {
  return state === 'answered' || state === 'rejected';
}

function onTimePct(cases: readonly SimCase[], settled: readonly string[]): number {
  const done = cases.flatMap(({ head, events }) => {
    const event = events.find(({ state }) => settled.includes(state));
    return event === undefined || head.dueAtMs === undefined ? [] : [event.tMs <= head.dueAtMs];
  });
  return (100 * done.filter(Boolean).length) / done.length;
}

test('the README names every state that may be sent', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  for (const { system, states } of LIFE_CYCLES) {
    const row = readme
      .split('\n')
      .find((line) => line.startsWith(`| \`${system}\` | `) && line.includes('→'));
    for (const { code } of states) expect(row, system).toContain(code);
  }
});
