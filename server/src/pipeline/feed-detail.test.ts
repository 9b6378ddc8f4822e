import { expect, test } from 'vitest';
import { feedConfig, makeRoom, reading, T0, tell } from '../fold/room-fixture.ts';
import { LAG_BOUNDS_MS } from '../fold/lag-histogram.ts';
import { feedDetail } from './feed-detail.ts';

const MINUTE_MS = 60_000;

test('tells how late observations came, per feed, and whose clock is off by how much', () => {
  const room = makeRoom({ feeds: [feedConfig(), feedConfig({ id: 'other' })] });
  const good = ['a', 'b', 'c', 'd'].map((entity) => reading(entity, 1, { tMs: room.nowMs - 200 }));
  tell(room, [...good, reading('ahead', 1, { tMs: room.nowMs + 30_000 })]);
  tell(room, [reading('x', 1)], 'other');
  const { lateness, skew, entities, series } = feedDetail(room, 'mqtt');
  expect({ entities, series }).toEqual({ entities: 5, series: 5 });
  expect(lateness.bounds).toBe(LAG_BOUNDS_MS);
  expect(lateness.counts.slice(0, 3)).toEqual([1, 0, 4]);
  expect(skew).toMatchObject({ devices: 5, medianDelayMs: 200 });
  expect(skew.items[0]).toEqual({
    domain: 'power',
    entity: 'ahead',
    name: null,
    delayMs: -30_000,
    skewMs: -30_200,
    n: 1,
  });
});

test('names what fell silent: a whole entity, one metric of an entity that speaks, and what was promised and never came', () => {
  const room = makeRoom({ feeds: [feedConfig({ periodMs: null })] });
  describe(room, 'gone', { loadMw: MINUTE_MS });
  describe(room, 'half', { loadMw: MINUTE_MS, voltageKv: MINUTE_MS, currentA: MINUTE_MS });
  describe(room, 'fine', { loadMw: MINUTE_MS });
  tell(room, [reading('gone', 1), reading('half', 1), reading('half', 220, { metric: 'voltageKv' })]);
  tell(room, [reading('unpromised', 1)]);
  for (let minute = 1; minute <= 5; minute++) {
    room.fold({ kind: 'tick', nowMs: T0 + minute * MINUTE_MS }, minute);
    tell(room, [reading('half', 1, { tMs: room.nowMs }), reading('fine', 1, { tMs: room.nowMs })]);
  }
  const { silent } = feedDetail(room, 'mqtt');
  expect(silent.items.map(({ entity, metric, silentForMs }) => [entity, metric, silentForMs])).toEqual([
    ['half', 'currentA', null],
    ['gone', 'loadMw', 5 * MINUTE_MS],
    ['half', 'voltageKv', 5 * MINUTE_MS],
  ]);
  expect(silent.count).toBe(3);
  expect(silent.items[1]).toMatchObject({ name: { vi: 'gone' }, lastArrivalMs: T0, lastEventMs: T0 });
});

test('an archive years old that arrives now is not silent', () => {
  const room = makeRoom({ feeds: [feedConfig({ periodMs: MINUTE_MS })] });
  tell(room, [reading('old', 1, { tMs: T0 - 3 * 365 * 86_400_000 })]);
  expect(feedDetail(room, 'mqtt').silent.count).toBe(0);
});

test('goes on alike after a restart', () => {
  const room = makeRoom();
  tell(room, [reading('a', 1, { tMs: room.nowMs - 700 })]);
  const again = makeRoom();
  again.restore(room.snapshot());
  expect(again.stateHash()).toBe(room.stateHash());
  expect(feedDetail(again, 'mqtt')).toEqual(feedDetail(room, 'mqtt'));
});

function describe(room: ReturnType<typeof makeRoom>, entity: string, periods: Record<string, number>): void {
  const metrics = Object.fromEntries(
    Object.entries(periods).map(([metric, expectedEveryMs]) => [metric, { expectedEveryMs }]),
  );
  room.descriptions.put(`power\0${entity}`, JSON.stringify({ name: { vi: entity }, metrics }));
}
