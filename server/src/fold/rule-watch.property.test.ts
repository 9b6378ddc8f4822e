import type { Rng } from '@metropane/base';
import type { Rule } from '@metropane/city';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { alarmConfig, ruleOf } from './alarm-room-fixture.ts';
import { ControlRoom } from './control-room.ts';
import type { DerivedEntry } from './derived.ts';
import type { LogEntry } from './log-entry.ts';
import { makeRoom, reading, T0, tell } from './room-fixture.ts';

const MIN = 60_000;
const PLACES = Object.fromEntries(
  ['a', 'b', 'c'].map((name, i) => [
    `flood/${name}`,
    {
      loc: [106.7 + i * 0.002, 10.77] as const,
      name: { vi: name, en: name },
      unit: { code: 'w', name: 'W' },
    },
  ]),
);
const own = { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' } as const;

/** Rules of every kind, all at once: what one of them keeps must not get lost with another. */
const RULES: Rule[] = [
  ruleOf({ inputs: { depth: own }, onDelayMs: 2 * MIN, offDelayMs: MIN, clear: 'depth < 6' }),
  ruleOf({
    id: 'total',
    inputs: { sum: { ...own, window: 'PT5M', statistic: 'sum' } },
    when: 'sum > 90',
    shows: { value: 'sum', limit: 90 },
  }),
  ruleOf({
    id: 'rise',
    inputs: { rise: { kind: 'rate', metric: 'depthCm', spanMs: 3 * MIN } },
    when: 'rise > 100',
    shows: { value: 'rise' },
  }),
  ruleOf({
    id: 'quiet',
    inputs: { ms: { kind: 'silence', metric: 'depthCm' } },
    when: 'ms > 180000',
    shows: { value: 'ms' },
  }),
  ruleOf({
    id: 'often',
    inputs: { n: { kind: 'repeat', rule: 'deep', spanMs: 20 * MIN } },
    when: 'n >= 2.0',
    shows: { value: 'n' },
    severity: 1,
  }),
  ruleOf({
    id: 'around',
    inputs: { depth: own, near: { ...own, kind: 'near', domain: 'flood', radiusM: 300, combine: 'max' } },
    when: 'depth > 8 && near > 8',
    suppressedBy: { rules: ['deep'], withinM: 300, reason: { vi: 'd', en: 'd' } },
  }),
  ruleOf({
    id: 'ward',
    per: 'ward',
    inputs: { mean: { ...own, statistic: 'mean' } },
    when: 'mean > 9',
    shows: { value: 'mean' },
    severity: 3,
  }),
  ruleOf({
    id: 'told',
    per: 'city',
    inputs: { n: { kind: 'reports', category: 'flood', spanMs: 5 * MIN } },
    when: 'n >= 3.0',
    shows: { value: 'n' },
  }),
  ruleOf({ id: 'night', schedule: { from: '15:10', to: '15:30' } }),
];

function newRoom(): ControlRoom {
  return makeRoom({ zone: 'Asia/Ho_Chi_Minh', alarms: alarmConfig(RULES, { places: PLACES }) });
}

/** What happens in the next seconds: readings in and out of order, repetitions, ticks, reports, acts of people. */
function step(room: ControlRoom, rng: Rng, seq: { n: number }): void {
  const nowMs = room.nowMs + rng.int(20_000);
  const entity = ['a', 'b', 'c'][rng.int(3)]!;
  switch (rng.int(8)) {
    case 0: {
      const report = { source: 's', id: String(rng.int(30)), tMs: nowMs, category: 'flood', title: 't' };
      journal(room, seq, { kind: 'report', body: { report, unit: null, simulated: true } });
      break;
    }
    case 1: {
      const alarms = [...room.alarms.values()];
      const alarm = alarms[rng.int(Math.max(1, alarms.length))];
      if (alarm === undefined) break;
      const acts = [
        { action: 'acknowledge' },
        { action: 'shelve', reason: 'r', untilMs: room.nowMs + 5 * MIN },
        { action: 'reset' },
      ];
      const action = { ...acts[rng.int(3)]!, expectedRevision: alarm.revision };
      journal(room, seq, { kind: 'alarm-action', body: { alarmId: alarm.id, action } });
      break;
    }
    default: {
      // Around the limits, some of it late, some of it old.
      const tMs = nowMs - (rng.int(20) === 0 ? rng.int(30 * MIN) : rng.int(4_000));
      const value = rng.int(20);
      tell(room, [reading(entity, value, { domain: 'flood', metric: 'depthCm', tMs })]);
    }
  }
  room.fold({ kind: 'tick', nowMs }, 1);
}

function journal(room: ControlRoom, seq: { n: number }, of: { kind: string; body: unknown }): void {
  seq.n += 1;
  const entry = { ...of, v: 1, atMs: room.nowMs, actor: 'an' };
  room.fold({ kind: 'journal', seq: seq.n, entry }, 1);
}

test('[R18] killed at any moment and restored, the room tells the same alarms', () => {
  let alarms = 0;
  forSeeds('kill-in-a-delay', 6, (rng) => {
    let room = newRoom();
    const witness = newRoom();
    const told: DerivedEntry[] = [];
    const expected: DerivedEntry[] = [];
    const [mine, its] = [rng.fork('steps'), rng.fork('steps')];
    const [a, b] = [{ n: 0 }, { n: 0 }];
    for (let i = 0; i < 250; i++) {
      step(room, mine, a);
      step(witness, its, b);
      told.push(...room.takeDerived());
      expected.push(...witness.takeDerived());
      if (rng.int(25) !== 0) continue;
      const next = new ControlRoom();
      next.restore(structuredClone(room.snapshot()));
      expect(next.stateHash()).toBe(room.stateHash());
      room = next;
    }
    expect(told).toEqual(expected);
    expect(room.stateHash()).toBe(witness.stateHash());
    alarms += told.filter(({ kind }) => kind === 'derived.alarm').length;
  });
  // Or nothing was tested.
  expect(alarms).toBeGreaterThan(300);
}, 60_000);

test('[R8] alarms come and go just as a slow reader of the same readings says', () => {
  let onsets = 0;
  forSeeds('rule-oracle', 30, (rng) => {
    const onDelayMs = rng.int(4) * 30_000;
    const offDelayMs = rng.int(3) * 30_000;
    const rule = ruleOf({ onDelayMs, offDelayMs, clear: 'depth < 6' });
    const room = makeRoom({ alarms: alarmConfig([rule]) });
    const oracle = new SlowReader({ onDelayMs, offDelayMs });
    let nowMs = T0;
    for (let i = 0; i < 300; i++) {
      // Now and then a silence, short or long.
      nowMs += rng.int(40) === 0 ? rng.int(30 * MIN) : rng.int(15_000);
      const late = rng.int(10) === 0 ? rng.int(30 * MIN) : rng.int(3_000);
      const tMs = nowMs - late;
      const value = rng.int(18);
      room.fold({ kind: 'tick', nowMs }, 1);
      const [outcome] = tell(room, [reading('a', value, { domain: 'flood', metric: 'depthCm', tMs })]);
      room.fold({ kind: 'tick', nowMs }, 1);
      const events = oracle.see({ tMs, value, nowMs, isCounted: outcome === 'accepted' });
      const told = room.takeDerived().flatMap((one) => {
        if (one.kind !== 'derived.alarm' || one.body.by !== 'condition') return [];
        return [one.body.isActive ? 'onset' : 'return'];
      });
      expect(told, `step ${i}`).toEqual(events.map(({ kind }) => kind));
      const alarm = [...room.alarms.values()][0];
      for (const event of events) if (event.kind === 'onset') expect(alarm?.latest.value).toBe(event.value);
      onsets += events.length;
    }
  });
  expect(onsets).toBeGreaterThan(200);
}, 60_000);

/** Keeps every reading and looks through all of them each time. */
class SlowReader {
  readonly #counted: { tMs: number; value: number }[] = [];
  readonly #delays: { onDelayMs: number; offDelayMs: number };
  #since: { what: 'on' | 'off'; tMs: number } | null = null;
  #isUp = false;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(delays: { onDelayMs: number; offDelayMs: number }) {
    this.#delays = delays;
  }

  see({ tMs, value, nowMs, isCounted }: { tMs: number; value: number; nowMs: number; isCounted: boolean }): {
    kind: 'onset' | 'return';
    value: number;
  }[] {
    if (!isCounted) return [];
    this.#counted.push({ tMs, value });
    const newest = Math.max(...this.#counted.map((one) => one.tMs));
    const minute = Math.floor(newest / MIN);
    const inWindow = this.#counted.filter((one) => Math.floor(one.tMs / MIN) === minute);
    const last = inWindow.reduce((a, b) => (b.tMs >= a.tMs ? b : a));
    if (last.tMs < nowMs - 10 * MIN) return [];
    const isGap = last.tMs - this.#lastMs > 10 * MIN;
    this.#lastMs = Math.max(this.#lastMs, last.tMs);
    return this.#move(last, isGap);
  }

  #move(
    { tMs, value }: { tMs: number; value: number },
    isGap: boolean,
  ): { kind: 'onset' | 'return'; value: number }[] {
    const wants = this.#isUp ? 'off' : 'on';
    const is = wants === 'on' ? value > 10 : value < 6;
    if (!is) {
      this.#since = null;
      return [];
    }
    if (this.#since?.what !== wants || isGap) this.#since = { what: wants, tMs };
    const delayMs = wants === 'on' ? this.#delays.onDelayMs : this.#delays.offDelayMs;
    if (tMs - this.#since.tMs < delayMs) return [];
    this.#since = null;
    this.#isUp = wants === 'on';
    return [{ kind: this.#isUp ? 'onset' : 'return', value }];
  }
}

test('one log folded twice tells the same, whatever order the rules were given in', () => {
  forSeeds('rule-order', 6, (rng) => {
    const entries: LogEntry[] = [];
    const recorder = newRoom();
    const fold = recorder.fold.bind(recorder);
    recorder.fold = (entry, offset) => {
      entries.push(entry);
      fold(entry, offset);
    };
    const seq = { n: 0 };
    for (let i = 0; i < 200; i++) step(recorder, rng, seq);
    const again = makeRoom({
      zone: 'Asia/Ho_Chi_Minh',
      alarms: alarmConfig(RULES.toReversed(), { places: PLACES }),
    });
    for (const entry of entries) again.fold(entry, 1);
    expect(again.takeDerived()).toEqual(recorder.takeDerived());
  });
});
