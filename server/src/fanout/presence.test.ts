import { afterEach, beforeEach, expect, test } from 'vitest';
import { FanoutHarness } from './fanout-fixture.ts';

let harness: FanoutHarness;

beforeEach(async () => {
  harness = await FanoutHarness.start();
});
afterEach(() => harness.stop());

const seen = (list: { people: { id: string; incidentId: string; isTyping: boolean }[] } | undefined) =>
  list?.people.map(({ id, incidentId, isTyping }) => `${id} ${incidentId}${isTyping ? ' types' : ''}`);

test('desks learn who looks at which incident and who writes there; who leaves is gone at once [P20]', async () => {
  const one = await harness.watching('operator');
  const other = await harness.watching('supervisor');
  await Promise.all([one.presence(1), other.presence(1)]);
  expect(seen(one.presences[0])).toEqual([]);
  one.socket.emit('presence', { incidentId: 'SC-000412', isTyping: true });
  other.socket.emit('presence', { incidentId: 'SC-000413', isTyping: false });
  await Promise.all([one.roundTrip(), other.roundTrip()]);
  harness.tellPresence();
  await other.presence(2);
  expect(seen(other.presences[1])).toEqual(['t-operator SC-000412 types', 't-supervisor SC-000413']);
  expect(other.welcomes[0]!.id).toBe('t-supervisor');
  one.close();
  await one.ended();
  // The server hears of a closed socket a moment after its owner.
  for (let round = 0; round < 200 && other.presences.length < 3; round++) {
    harness.tellPresence();
    await harness.beat(other);
  }
  expect(seen(other.presences[2])).toEqual(['t-supervisor SC-000413']);
});

test('one person with two windows on an incident is there once, and writes there if one window does [P20]', async () => {
  const windows = await Promise.all([harness.watching('operator'), harness.watching('operator')]);
  windows[0]!.socket.emit('presence', { incidentId: 'SC-000412', isTyping: true });
  windows[1]!.socket.emit('presence', { incidentId: 'SC-000412', isTyping: false });
  await Promise.all(windows.map((one) => one.roundTrip()));
  harness.tellPresence();
  await windows[1]!.presence(2);
  expect(seen(windows[1]!.presences.at(-1))).toEqual(['t-operator SC-000412 types']);
});

test('nothing is told while nothing changed, and nobody outside the control room is told anything [P20]', async () => {
  const desk = await harness.watching('operator');
  const wall = await harness.watching('wall');
  wall.socket.emit('presence', { incidentId: 'SC-000412', isTyping: false });
  await wall.error('forbidden');
  desk.socket.emit('presence', { incidentId: null, isTyping: false });
  desk.socket.emit('presence', { incidentId: '<b>', isTyping: false });
  await desk.error('bad-message');
  harness.tellPresence();
  desk.socket.emit('presence', { incidentId: 'SC-000412', isTyping: false });
  await desk.roundTrip();
  harness.tellPresence();
  harness.tellPresence();
  await desk.presence(2);
  await harness.beat(desk, wall);
  expect([desk.presences.length, wall.presences.length]).toEqual([2, 0]);
});
