import { expect, test } from 'vitest';
import { makeRoom, reading, T0, tell } from '../fold/room-fixture.ts';
import { listEntities } from './list-entities.ts';

const named = (room: ReturnType<typeof makeRoom>, query: Partial<Parameters<typeof listEntities>[1]>) =>
  listEntities(room, { name: 'entities', limit: 10, ...query }).items.map(
    (item) => (item as { entity: string }).entity,
  );

function makeStations() {
  const room = makeRoom();
  tell(room, [
    reading('dong-da', 1, { loc: [105.8, 21] }),
    reading('S2', 2, { loc: [106.7, 10.77] }),
    reading('nowhere', 3, { domain: 'air' }),
  ]);
  const description = { name: { vi: 'Trạm bơm Đường Đống Đa', en: 'Pump' } };
  const body = { domain: 'power', entity: 'S2', description };
  room.fold(
    { kind: 'journal', seq: 1, entry: { kind: 'entity', v: 1, atMs: T0, actor: 'feed:mqtt', body } },
    1,
  );
  return room;
}

test('a search finds ids and names, whichever marks are typed or left out', () => {
  const room = makeStations();
  for (const q of ['dong da', 'Đống Đa', 'ĐƯỜNG đống', 'duong', 'tram bom'])
    expect(named(room, { q }), q).toEqual(['S2']);
  expect(named(room, { q: 'DONG-DA' })).toEqual(['dong-da']);
  expect(named(room, { q: 'pump' })).toEqual(['S2']);
  expect(named(room, { q: 'zzz' })).toEqual([]);
});

test('a box holds its borders and leaves out what has no place; a domain leaves out the others', () => {
  const room = makeStations();
  expect(named(room, { bbox: [106.7, 10.77, 107, 11] })).toEqual(['S2']);
  expect(named(room, { bbox: [-180, -90, 180, 90] })).toEqual(['dong-da', 'S2']);
  expect(named(room, { domain: 'air' })).toEqual(['nowhere']);
});

test('pages follow each other without a gap, also while new entities are heard', () => {
  const room = makeRoom();
  tell(
    room,
    Array.from({ length: 7 }, (_, i) => reading(`e${i}`, i)),
  );
  const seen: string[] = [];
  let after = 0;
  for (let page = 0; page < 10; page++) {
    const { items, nextCursor } = listEntities(room, { name: 'entities', limit: 3, after, domain: 'power' });
    seen.push(...items.map((item) => (item as { entity: string }).entity));
    if (page === 0) tell(room, [reading('new', 1)]);
    if (nextCursor === undefined) break;
    after = Number(nextCursor);
  }
  expect(seen).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'new']);
});

test('an entity tells its newest values with their times and its age; what was never told is absent', () => {
  const room = makeRoom();
  tell(room, [reading('a', 5), reading('a', null, { metric: 'voltageV', tMs: T0 + 1 })]);
  room.fold({ kind: 'tick', nowMs: T0 + 4_000 }, 2);
  expect(listEntities(room, { name: 'entities', limit: 1 }).items).toEqual([
    {
      domain: 'power',
      entity: 'a',
      feed: 'mqtt',
      t: new Date(T0).toISOString(),
      ageMs: 4_000,
      values: { loadMw: { value: 5, t: new Date(T0).toISOString() } },
    },
  ]);
});
