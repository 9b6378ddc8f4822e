import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rng } from '@metropane/base';
import {
  addCounts,
  caseCounts,
  type CaseEvent,
  caseLife,
  LIFE_CYCLES,
  lifeCycle,
  toKeptEvent,
} from '@metropane/city';
import { loadCityPack } from '@metropane/city-pack';
import { forSeeds } from '@metropane/testing';
import { afterAll, expect, test } from 'vitest';
import { CASE_KEPT_MS, PERIODS_KEPT } from './case-ledger.ts';
import { OfficesStore } from './offices-store.ts';
import { NOW } from './tallies.ts';

const loaded = loadCityPack('hcmc');
if (!loaded.ok) throw new Error(loaded.message);
const pack = loaded.value;
const folder = mkdtempSync(join(tmpdir(), 'metropane-offices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = Date.parse('2026-06-01T00:00+07:00');
const DAY_MS = 86_400_000;

interface Entry {
  seq: number;
  actor: string;
  atMs: number;
  body: string;
}

/** Events of a few cases, each told in any order of time, some twice, some in states that nobody knows. */
function hostileJournal(rng: Rng): { entries: Entry[]; events: CaseEvent[] } {
  const events: CaseEvent[] = [];
  const cycles = [LIFE_CYCLES[rng.int(LIFE_CYCLES.length)]!, LIFE_CYCLES[rng.int(LIFE_CYCLES.length)]!];
  for (let n = 0; n < 60; n += 1) {
    const cycle = cycles[rng.int(2)]!;
    const state = rng.int(12) === 0 ? 'nobody-knows' : cycle.states[rng.int(cycle.states.length)]!.code;
    const tMs = START + rng.int(60) * DAY_MS * (rng.int(9) === 0 ? 9 : 1) + rng.int(5);
    const event: CaseEvent = { system: cycle.system, id: `c${rng.int(12)}`, tMs, arrivalMs: 0, state };
    if (rng.int(2) === 0) event.dueAtMs = START + rng.int(500) * DAY_MS;
    if (rng.int(2) === 0) event.unit = ['25747', '25750', 'x\0y'][rng.int(3)]!;
    if (rng.int(3) === 0) event.agency = 'sxd';
    if (rng.int(3) === 0) event.satisfaction = (1 + rng.int(5)) as 1 | 2 | 3 | 4 | 5;
    if (rng.int(3) === 0) event.fee = { owedVnd: rng.int(3) * 50_000, paidOnline: rng.int(2) === 0 };
    if (rng.int(3) === 0) event.channel = ['online', 'counter', 'app'][rng.int(3)]!;
    if (rng.int(4) === 0) event.sealed = { name: 'Nguyễn Văn A' };
    events.push(event);
  }
  // Arrivals follow each other closely: nothing is compacted here.
  const entries = events.map((event, n) => ({
    seq: 2 * n + 1,
    actor: 'feed:mqtt',
    atMs: START + 600 * DAY_MS + n * 1_000,
    body: JSON.stringify(event),
  }));
  return { entries, events };
}

type Sums = Record<string, Record<string, number>>;

/** Every case recomputed from all its events, and summed up: the counts by `system period row`. */
function bruteForce(store: OfficesStore, events: readonly CaseEvent[], nowMs: number): Sums {
  const sums: Sums = {};
  const oldest = (system: string): string =>
    store.periods.byId(system, store.periods.of(system, START + 600 * DAY_MS).id, PERIODS_KEPT).id;
  for (const told of Map.groupBy(events, ({ system, id }) => `${system} ${id}`).values()) {
    const { system } = told[0]!;
    const cycle = lifeCycle(system)!;
    const seen = new Map<string, CaseEvent>();
    for (const event of told)
      if (!seen.has(`${event.tMs} ${event.state}`)) seen.set(`${event.tMs} ${event.state}`, event);
    const life = caseLife(cycle, [...seen.values()].map(toKeptEvent));
    const isOverdue = life.phase === 'open' && (life.fields.dueAtMs ?? Infinity) < nowMs;
    const counts = caseCounts(cycle, life, { isOverdue, dayOf: (tMs) => store.time.dayOf(tMs) });
    const period = store.periods.of(system, life.firstMs).id;
    const { unit, agency } = life.fields;
    const rows = [
      '',
      ...(unit === undefined ? [] : [`u:${unit.replaceAll('\0', '\uFFFD')}`]),
      ...(agency === undefined ? [] : [`a:${agency}`]),
    ];
    for (const row of rows) {
      addCounts((sums[`${system} ${NOW} ${row}`] ??= {}), counts.now, 1);
      if (period >= oldest(system)) addCounts((sums[`${system} ${period} ${row}`] ??= {}), counts.period, 1);
    }
  }
  return withoutEmpty(sums);
}

function storeSums(store: OfficesStore): Sums {
  const sums: Sums = {};
  const { tallies } = store.cases;
  for (const { system } of LIFE_CYCLES)
    for (const period of [NOW, ...tallies.periods(system)]) {
      sums[`${system} ${period} `] = { ...tallies.get(system, period) };
      for (const kind of ['u', 'a'] as const)
        for (const [name, counts] of tallies.rowsOf(system, period, kind))
          sums[`${system} ${period} ${kind}:${name}`] = { ...counts };
    }
  return withoutEmpty(sums);
}

function withoutEmpty(sums: Sums): Sums {
  return Object.fromEntries(Object.entries(sums).filter(([, counts]) => Object.keys(counts).length > 0));
}

test('counts equal a recomputation of every case from all its events, in any order, across restarts at any entry', () => {
  forSeeds('offices', 25, (rng, seed) => {
    const path = join(folder, `${seed.replace('/', '-')}.db`);
    const { entries, events } = hostileJournal(rng);
    let store = new OfficesStore(path, pack);
    let nowMs = START;
    for (let at = 0; at < entries.length;) {
      const page = entries.slice(at, at + 1 + rng.int(9));
      store.take('case', page);
      // What was taken before a crash may be read again.
      if (rng.int(3) === 0) store.take('case', page);
      at += page.length;
      if (rng.int(4) === 0) store.advance((nowMs += rng.int(200) * DAY_MS));
      if (rng.int(5) === 0) {
        store.close();
        store = new OfficesStore(path, pack);
      }
    }
    store.advance(nowMs);
    expect(storeSums(store)).toEqual(bruteForce(store, events, nowMs));
    store.close();
  });
});

test('tables made anew from the journal hold what those hold that grew with it', () => {
  forSeeds('offices-anew', 6, (rng, seed) => {
    const { entries } = hostileJournal(rng);
    const grown = new OfficesStore(join(folder, `${seed.replace('/', '-')}-a.db`), pack);
    for (const entry of entries) {
      grown.take('case', [entry]);
      grown.advance(START + entry.seq * DAY_MS);
    }
    const anew = new OfficesStore(join(folder, `${seed.replace('/', '-')}-b.db`), pack);
    anew.take('case', entries);
    anew.advance(START + entries.at(-1)!.seq * DAY_MS);
    expect(storeSums(anew)).toEqual(storeSums(grown));
    grown.close();
    anew.close();
  });
});

test('a case that is closed and not heard of for 30 days is forgotten, its counts stay; an open one is kept', () => {
  const store = new OfficesStore(join(folder, 'compact.db'), pack);
  const entry = (seq: number, dayOfArrival: number, event: Partial<CaseEvent>): Entry => ({
    seq,
    actor: 'feed:mqtt',
    atMs: START + dayOfArrival * DAY_MS,
    body: JSON.stringify({ system: 'one-stop', tMs: START, state: 'received', ...event }),
  });
  store.take('case', [
    entry(1, 0, { id: 'closed' }),
    entry(2, 0, { id: 'open' }),
    entry(3, 1, { id: 'closed', tMs: START + DAY_MS, state: 'resolved' }),
  ]);
  const after = 2 + CASE_KEPT_MS / DAY_MS;
  store.take('case', [entry(4, after, { id: 'later', tMs: START + after * DAY_MS })]);
  const counts = store.cases.tallies.get('one-stop', '2026-06');
  expect(counts).toMatchObject({ received: 2, done: 1 });
  // A word that comes after its case was forgotten is a case of its own, known only from the middle.
  store.take('case', [entry(5, after, { id: 'closed', tMs: START + 2 * DAY_MS, state: 'returned' })]);
  expect(store.cases.tallies.get('one-stop', '2026-06')).toMatchObject({ received: 2, joined: 1 });
  store.take('case', [entry(6, after, { id: 'open', tMs: START + 3 * DAY_MS, state: 'resolved' })]);
  expect(store.cases.tallies.get('one-stop', NOW)).toMatchObject({ open: 1 });
  expect(store.cases.tallies.get('one-stop', '2026-06')).toMatchObject({ done: 3 });
  store.close();
});

test('periods older than the last twelve go', () => {
  const store = new OfficesStore(join(folder, 'periods.db'), pack);
  for (let month = 0; month < 20; month += 1) {
    const tMs = Date.parse('2025-02-10T00:00Z') + month * 30.5 * DAY_MS;
    const body = JSON.stringify({ system: 'one-stop', id: `c${month}`, tMs, state: 'received' });
    store.take('case', [{ seq: month + 1, actor: null, atMs: tMs, body }]);
  }
  expect(store.cases.tallies.periods('one-stop')).toHaveLength(PERIODS_KEPT + 1);
  expect(store.cases.tallies.get('one-stop', NOW)).toMatchObject({ open: 20 });
  store.close();
});
