import { expect, test } from 'vitest';
import { feedConfig, makeRoom, reading, T0, tell } from '../fold/room-fixture.ts';
import { feedRecord } from './feed-record.ts';

const more = { inFlight: 0, ratePerS: 0 };
const tickTo = (room: ReturnType<typeof makeRoom>, nowMs: number) => room.fold({ kind: 'tick', nowMs }, 1);

test('a feed that never spoke has no times: null, never 0', () => {
  expect(feedRecord(makeRoom(), 'mqtt', more)).toMatchObject({
    status: 'never',
    received: 0,
    watermarkMs: null,
    lagMs: null,
    silentForMs: null,
    lastArrivalMs: null,
    lastEventMs: null,
    periodMs: null,
  });
});

test('a feed is silent after twice its period; without a period it stays up and says for how long nothing came', () => {
  const room = makeRoom({ feeds: [feedConfig({ periodMs: 5_000 }), feedConfig({ id: 'free' })] });
  tell(room, [reading('a', 1)]);
  tell(room, [reading('b', 1)], 'free');
  tickTo(room, T0 + 10_000);
  expect(feedRecord(room, 'mqtt', more)).toMatchObject({ status: 'up', silentForMs: 10_000 });
  tickTo(room, T0 + 10_001);
  expect(feedRecord(room, 'mqtt', more)).toMatchObject({ status: 'silent' });
  expect(feedRecord(room, 'free', more)).toMatchObject({ status: 'up', silentForMs: 10_001 });
});

test('the watermark is the newest event less the disorder, or that of the feed where it has one', () => {
  const room = makeRoom({
    feeds: [feedConfig(), feedConfig({ id: 'shared', watermarkPer: 'feed', outOfOrdernessMs: 1_000 })],
  });
  tell(room, [reading('a', 1)]);
  tell(room, [reading('b', 1, { tMs: T0 - 2_000 })], 'shared');
  expect(feedRecord(room, 'mqtt', more)).toMatchObject({
    watermarkMs: T0 - 5_000,
    lagMs: 5_000,
    lastEventMs: T0,
  });
  expect(feedRecord(room, 'shared', more)).toMatchObject({ watermarkMs: T0 - 3_000, lagMs: 3_000 });
});

test('the law holds in every record, and the last will of a feed is shown before any silence is', () => {
  const room = makeRoom();
  tell(room, [reading('a', 1), reading('a', 1), reading('a', null, { tMs: T0 + 1 })]);
  room.fold({ kind: 'rejected', feed: 'mqtt', code: 'malformed', n: 4, arrivalMs: T0 }, 2);
  const record = feedRecord(room, 'mqtt', more);
  expect(record).toMatchObject({
    received: 6,
    counted: 1,
    duplicate: 1,
    late: 0,
    rejected: { malformed: 4 },
    missing: 1,
    status: 'up',
  });
  const said = (status: string, seq: number) =>
    room.fold(
      {
        kind: 'journal',
        seq,
        entry: { kind: 'feed-status', v: 1, atMs: T0, actor: 'feed:mqtt', body: { feed: 'mqtt', status } },
      },
      3,
    );
  said('down', 1);
  expect(feedRecord(room, 'mqtt', more).status).toBe('down');
  said('up', 2);
  expect(feedRecord(room, 'mqtt', more).status).toBe('up');
});
