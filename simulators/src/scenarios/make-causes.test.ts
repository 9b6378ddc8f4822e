import { distanceM } from '@metropane/city-pack';
import type { LonLat } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { NO_CAUSES } from '../systems/causes.ts';
import type { Causes } from '../systems/causes.ts';
import { makeTide } from '../systems/tide.ts';
import { makeCauses } from './make-causes.ts';
import { trialScenario } from './trial-scenario-fixture.ts';

const START_MS = Date.parse('2026-11-24T16:30+07:00');
const MARKET: LonLat = [106.69, 10.775];
const minute = (n: number): number => START_MS + n * 60_000;

function causesOf(causes: string): Causes {
  return makeCauses(trialScenario(causes), { pack: trialPack(), startMs: START_MS, seed: 1 });
}

test('a cause grows, stays and fades; before and after there is nothing', () => {
  const { rainMmH } = causesOf(`
  - { kind: rain, at: PT10M, rampUp: PT10M, hold: PT20M, rampDown: PT20M, mmPerHour: 80, radiusM: 2000, centre: { place: cho-lon } }
`);
  const at = (n: number): number => rainMmH(MARKET, minute(n));
  expect([0, 9.99, 60, 90].map(at)).toEqual([0, 0, 0, 0]);
  expect([20, 30, 40].map(at)).toEqual([80, 80, 80]);
  expect(at(15)).toBeCloseTo(40, 9);
  expect(at(50)).toBeCloseTo(40, 9);
  const rising = [11, 13, 15, 17, 19].map(at);
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
});

test('it fades with the distance, and a drifting centre takes it along', () => {
  const rain = (drift: string): Causes['rainMmH'] =>
    causesOf(`
  - { kind: rain, at: PT0M, hold: PT2H, mmPerHour: 80, radiusM: 1000, centre: { place: cho-lon }${drift} }
`).rainMmH;
  const east = (metres: number): LonLat => [MARKET[0] + metres / 109_240, MARKET[1]];
  const still = rain('');
  expect(still(east(1_000), minute(1))).toBeCloseTo(80 * Math.exp(-1.5), 0);
  expect(still(east(2_100), minute(1))).toBe(0);
  const target: LonLat = [106.72, 10.8];
  const drifting = rain(', drift: { towards: { place: nga-tu }, kmPerHour: 6 }');
  const hours = distanceM(MARKET, target) / 1_000 / 6;
  expect(drifting(target, minute(1))).toBe(0);
  expect(drifting(target, minute(hours * 60))).toBeCloseTo(80, 3);
  expect(drifting(MARKET, minute(hours * 60))).toBe(0);
});

test('a surge up to a level lifts the river to that level whatever the tide, and never pushes it down', () => {
  const causes = causesOf(`
  - { kind: surge, at: PT0M, rampUp: PT30M, hold: PT1H, rampDown: PT30M, upTo: { threshold: ben-do, level: II, aboveM: 0.05 } }
`);
  const pack = trialPack();
  const ordinary = makeTide(1, pack, NO_CAUSES);
  const lifted = makeTide(1, pack, causes);
  for (const n of [30, 45, 60, 75, 90]) {
    const before = ordinary.referenceM(minute(n));
    expect(lifted.referenceM(minute(n)), `minute ${n}`).toBeCloseTo(Math.max(before, 1.55), 6);
  }
  expect(lifted.referenceM(minute(-1))).toBe(ordinary.referenceM(minute(-1)));
});

test('power is lost inside the circle only, attacks hit their own system only, people gather', () => {
  const causes = causesOf(`
  - { kind: power, at: PT0M, hold: PT1H, share: 0.9, radiusM: 1500, centre: { place: cho-lon } }
  - { kind: power, at: PT0M, hold: PT1H, share: 0.4, radiusM: 1500, centre: { place: cho-lon } }
  - { kind: attack, at: PT0M, hold: PT1H, system: one-stop, strength: 0.7 }
  - { kind: crowd, at: PT0M, hold: PT1H, people: 5000, radiusM: 300, centre: { place: cho-lon } }
`);
  expect(causes.powerLost(MARKET, minute(5))).toBe(0.9);
  expect(causes.powerLost([106.75, 10.8], minute(5))).toBe(0);
  expect(causes.powerLost(MARKET, minute(61))).toBe(0);
  expect(causes.attackOn('one-stop', minute(5))).toBe(0.7);
  expect(causes.attackOn('petitions', minute(5))).toBe(0);
  expect(causes.crowdPeople(MARKET, minute(5))).toBe(5_000);
});

test('device faults hit the named, the near, or a share of a domain, for their time', () => {
  const causes = causesOf(`
  - { kind: device, at: PT10M, hold: PT10M, fault: silent, domain: river, entities: [ben-do] }
  - { kind: device, at: PT0M, hold: PT2H, fault: skew, byS: -90, domain: traffic, within: { centre: { segment: dai-lo.01 }, radiusM: 400 } }
  - { kind: device, at: PT0M, hold: PT2H, fault: stuck, domain: transit, share: 0.3 }
`);
  expect(causes.deviceFault('river', 'ben-do', minute(15))).toEqual({ kind: 'silent' });
  expect(causes.deviceFault('river', 'ben-do', minute(20))).toBeUndefined();
  expect(causes.deviceFault('river', 'cua-bien', minute(15))).toBeUndefined();
  expect(causes.deviceFault('traffic', 'dai-lo.01', minute(1))).toEqual({ kind: 'skew', byMs: -90_000 });
  expect(causes.deviceFault('traffic', 'dai-lo.01:d2', minute(1))).toEqual({ kind: 'skew', byMs: -90_000 });
  expect(causes.deviceFault('traffic', 'dai-lo.09', minute(1))).toBeUndefined();
  const buses = Array.from({ length: 1_000 }, (_, n) => causes.deviceFault('transit', `bus-${n}`, minute(1)));
  const stuck = buses.filter((fault) => fault !== undefined);
  expect(stuck[0]).toEqual({ kind: 'stuck', sinceMs: START_MS });
  expect(stuck.length).toBeGreaterThan(240);
  expect(stuck.length).toBeLessThan(360);
});

test('what happens is told as written: who, how often, within which time, how far off', () => {
  const { events } = causesOf(`
  - kind: event
    at: PT10M
    lasts: PT1H
    category: fire
    severity: 1
    where: { road: dai-lo, near: cho-lon }
    title: ['Cháy – {place}', 'Khói – {place}']
    blocks: { capacityLeft: 0.2, queueTowards: { place: nga-tu } }
    told: { by: ['114', '1022'], times: 20, within: PT30M, spreadM: 100 }
`);
  const [event] = events;
  expect(events.length).toBe(1);
  expect(event).toMatchObject({ startMs: minute(10), endMs: minute(70), severity: 1, entity: 'dai-lo.05' });
  expect(event!.blocks).toEqual({ segment: 4, upstream: 1, speedLeft: 0.2 });
  const tellers = event!.tellers!;
  expect(tellers.length).toBe(20);
  expect(tellers[0]).toMatchObject({ source: '114', afterMs: 0, title: 'Cháy – Đại Lộ, gần Chợ Lớn' });
  expect(tellers[1]!.title).toBe('Khói – Đại Lộ, gần Chợ Lớn');
  for (const { afterMs, loc } of tellers) {
    expect(afterMs).toBeLessThanOrEqual(30 * 60_000);
    expect(distanceM(loc, event!.loc)).toBeLessThanOrEqual(101);
  }
});
