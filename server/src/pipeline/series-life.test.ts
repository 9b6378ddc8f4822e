import { expect, test } from 'vitest';
import { listEntities } from './list-entities.ts';
import { ControlRoom } from '../fold/control-room.ts';
import { makeRoom, reading, T0, tell } from '../fold/room-fixture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const heat = {
  id: 'h',
  name: { vi: 'h', en: 'h' },
  unit: '',
  domain: 'power',
  metric: 'loadMw',
  rows: [{ entity: 'a', name: { vi: 'a', en: 'a' } }],
  periodMs: HOUR_MS,
};

/** Ticks every 5 minutes up to `hours` after the start. */
function wait(room: ControlRoom, fromHours: number, hours: number): void {
  for (let ms = fromHours * HOUR_MS; ms <= hours * HOUR_MS; ms += 300_000)
    room.fold({ kind: 'tick', nowMs: T0 + ms }, 1);
}

function valuesOf(room: ControlRoom, entity: string): Record<string, unknown> {
  const { items } = listEntities(room, { name: 'entities', limit: 10, q: entity });
  return (items[0] as { values: Record<string, unknown> }).values;
}

test('under a flood of names the places of silent series come back; a returning one starts anew and keeps its entity', () => {
  const room = makeRoom({}, { entities: 100, series: 8 });
  tell(room, [reading('a', 7)]);
  const flood = ['b', 'c', 'd', 'e', 'f', 'g', 'h'];
  tell(
    room,
    flood.map((name) => reading(name, 1)),
  );
  expect(tell(room, [reading('late-comer', 1)])).toEqual(['shed']);
  wait(room, 0, 4);
  expect(room.windows.counters()).toMatchObject({ series: 6, seriesEvicted: 2 });
  expect(room.entities.liveSeries).toBe(6);
  const gone = ['a', ...flood].filter(
    (name) => room.entities.findSeries(room.entities.find('power', name)!, 'loadMw') === undefined,
  );
  expect(gone).toHaveLength(2);
  expect(valuesOf(room, gone[0]!)).toEqual({});
  expect([...room.dirty.entities]).toContain(room.entities.find('power', gone[0]!));
  const tMs = T0 + 4 * HOUR_MS;
  expect(tell(room, [reading('late-comer', 5, { tMs }), reading(gone[0]!, 9, { tMs })])).toEqual([
    'accepted',
    'accepted',
  ]);
  expect(valuesOf(room, 'late-comer')).toMatchObject({ loadMw: { value: 5 } });
  expect(valuesOf(room, gone[0]!)).toMatchObject({ loadMw: { value: 9 } });
  const copy = new ControlRoom(null, { entities: 100, series: 8 });
  copy.restore(structuredClone(room.snapshot()));
  expect(copy.stateHash()).toBe(room.stateHash());
  wait(room, 4, 9);
  wait(copy, 4, 9);
  expect(copy.stateHash()).toBe(room.stateHash());
  expect(copy.entities.liveSeries).toBe(room.entities.liveSeries);
});

test('with room to spare a silent series keeps its last value for 30 days', () => {
  const room = makeRoom();
  tell(room, [reading('a', 7)]);
  wait(room, 0, 29 * 24);
  expect(valuesOf(room, 'a')).toMatchObject({ loadMw: { value: 7 } });
  room.fold({ kind: 'tick', nowMs: T0 + 31 * DAY_MS }, 1);
  expect(valuesOf(room, 'a')).toEqual({});
});

test('a series that a heat map names keeps live quantiles of its 5 minutes; others do not', () => {
  const room = makeRoom({ heats: [heat] });
  for (let n = 1; n <= 20; n++) {
    tell(room, [
      reading('a', n, { tMs: T0 + n * 1_000 }),
      reading('b', n, { tMs: T0 + n * 1_000, metric: 'x' }),
    ]);
  }
  expect(valuesOf(room, 'a')).toMatchObject({
    loadMw: { PT5M: { n: 20, p50: expect.closeTo(10, 0), p95: expect.closeTo(19, 0), final: false } },
  });
  expect(valuesOf(room, 'b')['x']).not.toHaveProperty('PT5M');
});

test('a heat map that is configured later has quantiles from the next window on', () => {
  const room = makeRoom();
  tell(room, [reading('a', 1), reading('a', 2, { tMs: T0 + 1_000 })]);
  room.configure({ ...room.config, heats: [heat] });
  tell(room, [reading('a', 3, { tMs: T0 + 2_000 })]);
  expect(valuesOf(room, 'a')['loadMw']).not.toHaveProperty('PT5M');
  tell(room, [reading('a', 4, { tMs: T0 + 300_000 })]);
  expect(valuesOf(room, 'a')).toMatchObject({ loadMw: { PT5M: { n: 1, p50: 4 } } });
});
