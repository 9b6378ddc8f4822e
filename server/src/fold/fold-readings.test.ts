import { ReadingsFrameEncoder } from '@metropane/city';
import { expect, test } from 'vitest';
import { decodeLogEntry, encodeLogEntry } from './log-entry-codec.ts';
import { makeRoom, reading, T0, tell } from './room-fixture.ts';

const law = (room: ReturnType<typeof makeRoom>) => {
  const { received, counted, duplicate, late, rejected } = room.ledger.counts('mqtt');
  return received - counted - duplicate - late - Object.values(rejected).reduce((sum, n) => sum + n, 0);
};

test('a sensor that sends only nulls or failed values does not look younger than its last good value', () => {
  const room = makeRoom();
  tell(room, [reading('a', 7)]);
  const [later, latest] = [T0 + 10_000, T0 + 20_000];
  expect(
    tell(room, [reading('a', null, { tMs: later }), reading('a', 99, { tMs: latest, flag: 4 })]),
  ).toEqual(['accepted', 'accepted']);
  const id = room.entities.find('power', 'a')!;
  expect(room.entities.eventMs[id]).toBe(T0);
  expect(room.entities.latestValue[room.entities.findSeries(id, 'loadMw')!]).toBe(7);
  expect(room.ledger.counts('mqtt')).toMatchObject({ counted: 2, flagged: 1, missing: 1 });
  expect(law(room)).toBe(0);
});

test('what there is no room for is shed, told to the sender, and counted; known entities go on', () => {
  const room = makeRoom({}, { entities: 2, series: 3 });
  expect(tell(room, [reading('a', 1), reading('b', 1), reading('c', 1), reading('c', null)])).toEqual([
    'accepted',
    'accepted',
    'shed',
    'shed',
  ]);
  expect(room.entities.find('power', 'c')).toBeUndefined();
  expect(
    tell(room, [
      reading('a', 1, { metric: 'x' }),
      reading('a', 1, { metric: 'y' }),
      reading('b', 2, { tMs: T0 + 1 }),
    ]),
  ).toEqual(['accepted', 'shed', 'accepted']);
  expect(room.ledger.counts('mqtt')).toMatchObject({ counted: 4, rejected: { shed: 2 }, missing: 1 });
  expect(law(room)).toBe(0);
});

test('a rejection without an arrival of its own reads back as it was folded', () => {
  const entry = {
    kind: 'rejected',
    feed: 'mqtt',
    code: 'shed',
    n: 3,
    arrivalMs: Number.NEGATIVE_INFINITY,
  } as const;
  const record = encodeLogEntry(entry, new ReadingsFrameEncoder());
  expect(decodeLogEntry(record, () => expect.unreachable())).toEqual(entry);
});

test('descriptions, the word of feeds and faults are part of the state hash and of a checkpoint', () => {
  const roomWith = ({ name = 'a', status = 'up', error = 'x' }) => {
    const room = makeRoom();
    const fact = (kind: string, body: unknown, seq: number) =>
      room.fold({ kind: 'journal', seq, entry: { kind, v: 1, atMs: T0, actor: 'feed:mqtt', body } }, seq);
    fact('entity', { domain: 'power', entity: 'a', description: { name: { vi: name, en: name } } }, 1);
    fact('feed-status', { feed: 'mqtt', status }, 2);
    room.fold({ kind: 'skip', offset: 1, feed: 'mqtt', error }, 3);
    return room;
  };
  const rooms = [{}, { name: 'b' }, { status: 'down' }, { error: 'y' }].map(roomWith);
  expect(new Set(rooms.map((room) => room.stateHash())).size).toBe(4);
  expect(roomWith({}).stateHash()).toBe(rooms[0]!.stateHash());
  const restored = makeRoom();
  restored.restore(rooms[2]!.snapshot());
  expect(restored.stateHash()).toBe(rooms[2]!.stateHash());
});
