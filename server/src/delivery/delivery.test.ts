import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import { FakeClock } from '@metropane/testing';
import { afterEach, expect, test } from 'vitest';
import type { Subject } from './compose.ts';
import type { Target } from './delivery-config.ts';
import { fakeChannel, fakeJournal, incidentOf, REFUSED, TAKEN, targetOf } from './delivery-fixture.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import { Outbox } from './outbox.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeRoom(targets: Target[] = [targetOf()], of: { realm?: 'live' | 'exercise:a' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  folders.push(folder);
  const path = join(folder, 'delivery.db');
  const clock = new FakeClock(Date.parse('2026-11-23T05:00:00Z'));
  const nowMs = (): number => clock.nowMs();
  const outbox = new Outbox(path);
  const journal = fakeJournal();
  const subject: Subject = { incident: incidentOf(), alarm: null };
  const make = (): Intake =>
    new Intake({
      journal,
      outbox,
      targets,
      realm: of.realm ?? 'live',
      lookUp: () => Promise.resolve(subject),
      nowMs,
    });
  const intake = make();
  const act = (action: string, incidentId = 'SC-000001') =>
    journal.add('action', { incidentId, action: { action } });
  const open = (incidentId = 'SC-000001') => journal.add('derived.incident', { incidentId, event: 'opened' });
  return { path, clock, nowMs, outbox, journal, intake, make, subject, act, open };
}

type TestRoom = ReturnType<typeof makeRoom>;

function dispatcherOf(
  room: TestRoom,
  lines: ConstructorParameters<typeof Dispatcher>[0]['targets'],
): Dispatcher {
  const { outbox, nowMs } = room;
  return new Dispatcher({ outbox, targets: lines, nowMs, rng: makeRng(7), zone: 'Asia/Ho_Chi_Minh' });
}

const statesOf = ({ outbox }: TestRoom) =>
  outbox
    .list({ limit: 100 })
    .items.map(({ state }) => state)
    .toReversed();

test('every entry after the position is told once, also by another reader', async () => {
  const room = makeRoom();
  room.open();
  room.outbox.take([], 1, room.nowMs());
  room.open();
  await room.make().catchUp();
  await room.make().catchUp();
  expect(statesOf(room)).toEqual(['queued']);
});

test('an entry that was taken in and whose position was lost makes the same message, not another', async () => {
  const room = makeRoom();
  await room.intake.catchUp();
  room.open();
  await room.intake.catchUp();
  const [before] = room.outbox.list({ limit: 1 }).items;
  const { outbox, journal, subject, nowMs } = room;
  const again = new Intake({
    ...{ journal, targets: [targetOf()], realm: 'live', lookUp: () => Promise.resolve(subject), nowMs },
    outbox: Object.create(outbox, {
      position: { value: 0 },
      take: { value: outbox.take.bind(outbox) },
      waiting: { value: () => 0 },
    }) as Outbox,
  });
  await again.catchUp();
  expect(room.outbox.list({ limit: 10 }).items).toEqual([before]);
});

test('while the room cannot be asked nothing is passed over', async () => {
  const room = makeRoom();
  await room.intake.catchUp();
  room.open();
  const { outbox, journal, nowMs } = room;
  const lookUp = () => Promise.reject(new Error('busy'));
  const deaf = new Intake({ journal, outbox, targets: [targetOf()], realm: 'live', lookUp, nowMs });
  await expect(deaf.catchUp()).rejects.toThrow('busy');
  await room.intake.catchUp();
  expect(statesOf(room)).toEqual(['queued']);
});

test('an exercise keeps its messages in the room, whatever targets there are', async () => {
  const room = makeRoom([targetOf({ only: { simulated: true } })], { realm: 'exercise:a' });
  await room.intake.catchUp();
  room.open();
  room.journal.add('cap-issued', {
    incidentId: 'SC-000001',
    identifier: 'EX-1',
    xml: '<alert/>',
    simulated: true,
  });
  await room.intake.catchUp();
  const channel = fakeChannel(() => TAKEN);
  await dispatcherOf(room, [{ target: targetOf(), channel }]).pump();
  expect(channel.heard).toEqual([]);
  expect(room.outbox.list({ limit: 9 }).items.map(({ target, state }) => [target, state])).toEqual([
    ['ROOM', 'kept'],
    ['ROOM', 'kept'],
  ]);
});

test('what is simulated leaves only where the target says so; titles only where it asks for them', async () => {
  const targets = [
    targetOf({ id: 'a' }),
    targetOf({ id: 'b', only: { simulated: true } }),
    targetOf({ id: 'c', texts: true }),
  ];
  const room = makeRoom(targets);
  await room.intake.catchUp();
  room.open();
  room.subject.incident = incidentOf({ simulated: true });
  await room.intake.catchUp();
  expect(room.outbox.list({ limit: 9 }).items.map(({ target }) => target)).toEqual(['b']);
  room.subject.incident = incidentOf();
  room.open();
  await room.intake.catchUp();
  const bodyOf = (target: string) => room.outbox.due(target, room.nowMs())!.body;
  expect(bodyOf('a')).not.toContain('ông Ba');
  expect(bodyOf('c')).toContain('ông Ba');
});

test.each([
  [{ priority: 1 }, 0],
  [{ priority: 2 }, 1],
  [{ categories: ['fire'] }, 0],
  [{ categories: ['flood'] }, 1],
  [{ agencies: ['pccc'] }, 1],
  [{ agencies: ['evn'] }, 0],
  [{ positions: ['traffic'] }, 0],
  [{ events: ['incident-closed'] }, 0],
])('a target with %j is told %i of it', async (only, n) => {
  const room = makeRoom([targetOf({ only })]);
  await room.intake.catchUp();
  room.subject.incident = incidentOf({ assignedTo: 'pccc' });
  room.open();
  await room.intake.catchUp();
  expect(statesOf(room)).toHaveLength(n);
});

test('a failure is tried again later and later, and given up with its reason after the last attempt', async () => {
  const room = makeRoom([targetOf({ attempts: 4 })]);
  await room.intake.catchUp();
  room.open();
  await room.intake.catchUp();
  const channel = fakeChannel(() => REFUSED);
  const dispatcher = dispatcherOf(room, [{ target: targetOf({ attempts: 4 }), channel }]);
  const waits: number[] = [];
  for (let i = 0; i < 4; i++) {
    await dispatcher.pump();
    await dispatcher.pump();
    expect(channel.heard).toHaveLength(i + 1);
    const [message] = room.outbox.list({ limit: 1 }).items;
    if (message!.nextAtMs === null) break;
    waits.push(message!.nextAtMs - room.nowMs());
    room.clock.advance(message!.nextAtMs - room.nowMs());
  }
  expect(waits.map((ms, i) => ms >= 1_000 * 2 ** i && ms <= 2_000 * 2 ** i)).toEqual([true, true, true]);
  expect(new Set(channel.heard).size).toBe(1);
  const [message] = room.outbox.list({ limit: 1 }).items;
  expect(message).toMatchObject({
    state: 'failed',
    attempts: 4,
    lastAnswer: 'given up after 4 attempts: HTTP 500',
  });
  expect(room.outbox.retry(message!.id, room.nowMs())).toBe(true);
  expect(statesOf(room)).toEqual(['queued']);
});

test('a target that fails five times in a row is left alone, then one message tries', async () => {
  const target = targetOf({ attempts: 100 });
  const room = makeRoom([target]);
  await room.intake.catchUp();
  for (let i = 1; i <= 20; i++) room.open(`SC-${i}`);
  await room.intake.catchUp();
  let isUp = false;
  const channel = fakeChannel(() => (isUp ? TAKEN : REFUSED));
  const dispatcher = dispatcherOf(room, [{ target, channel }]);
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(5);
  const [resting] = dispatcher.resting();
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(5);
  room.clock.advance(resting!.untilMs - room.nowMs());
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(6);
  isUp = true;
  room.clock.advance(600_000);
  await dispatcher.pump();
  expect(dispatcher.resting()).toEqual([]);
  expect(new Set(statesOf(room))).toEqual(new Set(['sent']));
});

test('of one incident nothing overtakes, others do not wait for it, and the most urgent goes first', async () => {
  const target = targetOf({ only: { events: ['incident-opened', 'incident-closed'] } });
  const room = makeRoom([target]);
  await room.intake.catchUp();
  room.open('SC-1');
  room.act('close', 'SC-1');
  await room.intake.catchUp();
  room.subject.incident = incidentOf({ id: 'SC-2', priority: 1 });
  room.open('SC-2');
  await room.intake.catchUp();
  const ids = room.outbox
    .list({ limit: 9 })
    .items.map(({ id }) => id)
    .toReversed();
  const channel = fakeChannel(({ id }, n) => (id === ids[0] && n < 3 ? REFUSED : TAKEN));
  const dispatcher = dispatcherOf(room, [{ target, channel }]);
  await dispatcher.pump();
  expect(channel.heard).toEqual([ids[2], ids[0]]);
  room.clock.advance(60_000);
  await dispatcher.pump();
  expect(channel.heard).toEqual([ids[2], ids[0], ids[0], ids[1]]);
});

test('quiet hours hold back all but the most urgent until they end; a rate is kept', async () => {
  const quiet = { from: '11:30', to: '13:00' };
  const target = targetOf({ quiet, perMinute: 2 });
  const room = makeRoom([target]);
  await room.intake.catchUp();
  for (let i = 1; i <= 3; i++) room.open(`SC-${i}`);
  await room.intake.catchUp();
  room.subject.incident = incidentOf({ id: 'SC-9', priority: 1 });
  room.open('SC-9');
  await room.intake.catchUp();
  const channel = fakeChannel(() => TAKEN);
  const dispatcher = dispatcherOf(room, [{ target, channel }]);
  // It is 12:00 in the city.
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(1);
  room.clock.advance(59 * 60_000);
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(1);
  room.clock.advance(60_000);
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(3);
  room.clock.advance(60_000);
  await dispatcher.pump();
  expect(channel.heard).toHaveLength(4);
});

test('what finds no place in the queue is kept as failed, and cancelling takes back what waits', async () => {
  const room = makeRoom([targetOf({ queue: 2 })]);
  await room.intake.catchUp();
  for (let i = 1; i <= 3; i++) room.open(`SC-${i}`);
  await room.intake.catchUp();
  expect(statesOf(room)).toEqual(['queued', 'queued', 'failed']);
  const [last, second] = room.outbox.list({ limit: 2 }).items;
  expect(last!.lastAnswer).toBe('the queue of this target was full');
  expect(room.outbox.cancel(second!.id, 'An')).toBe(true);
  expect(room.outbox.cancel(second!.id, 'An')).toBe(false);
  expect(room.outbox.get(second!.id)).toMatchObject({ state: 'cancelled', lastAnswer: 'cancelled by An' });
});

test('entries of several kinds keep their order over many pages, and none is passed over', async () => {
  const target = targetOf({ only: { events: ['incident-opened', 'incident-changed'] }, queue: 100_000 });
  const room = makeRoom([target]);
  await room.intake.catchUp();
  const rng = makeRng(11);
  const expected: number[] = [];
  for (let i = 0; i < 3_000; i++) {
    const kind = rng.int(10);
    if (kind === 0) expected.push(room.open());
    else if (kind < 7) expected.push(room.act('note'));
    else room.journal.add('case', { id: i });
  }
  await Promise.all([room.intake.catchUp(), room.intake.catchUp()]);
  const seqs: number[] = [];
  for (let before: number | null | undefined; before !== null;) {
    const page = room.outbox.list({ limit: 1_000, ...(before === undefined ? {} : { before }) });
    seqs.push(...page.items.map(({ seq }) => seq));
    before = page.next;
  }
  expect(seqs.toReversed()).toEqual(expected);
});
