import { makeRng } from '@metropane/base';
import { applyDiff, emptyState } from '@metropane/live-state';
import { afterEach, expect, test } from 'vitest';
import { CHANNELS, FanoutHarness } from './fanout-fixture.ts';
import { EPOCH, RandomCity } from './random-city-fixture.ts';
import { hashOfChannels } from './test-client-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

const DRILL = 'exercise:drill';
let harness: FanoutHarness;
let asked: string[] = [];
let actsIn: string[] = [];
let isOpening = false;
afterEach(() => harness.stop());

async function start(): Promise<void> {
  [asked, actsIn, isOpening] = [[], [], false];
  harness = await FanoutHarness.start({
    mayWatchRealm: ({ role }, realm) => role !== 'viewer' || realm === 'live',
    onClosedRealm: (_, realm) => {
      asked.push(realm);
      return isOpening;
    },
    onAction: (_, { incidentId }, realm) => {
      actsIn.push(realm);
      return Promise.resolve({ ok: true, incidentId, revision: 2 });
    },
  });
}

async function greet(realm: string, token = 'operator'): Promise<TestClient> {
  const client = harness.client(token);
  await client.connected();
  client.hello({ realm, channels: [...CHANNELS] });
  return client;
}

test('[P19] two realms on one server: each client gets every change of its own and not a byte of the other', async () => {
  await start();
  const drill = harness.fanout.openRealm(DRILL, EPOCH);
  const drillTruth = emptyState(EPOCH);
  const [liveCity, drillCity] = [new RandomCity(makeRng(1)), new RandomCity(makeRng(2))];
  const watching = await Promise.all([greet('live'), greet('live'), greet(DRILL), greet(DRILL)]);
  await Promise.all(watching.map((client) => client.frames(1)));
  expect(watching.map(({ welcomes }) => welcomes[0]?.realm)).toEqual(['live', 'live', DRILL, DRILL]);
  for (let i = 0; i < 60; i++) {
    harness.publish(liveCity.next());
    if (i % 3 === 0) continue;
    const diff = drillCity.next();
    applyDiff(drillTruth, diff);
    drill.publish(diff);
  }
  for (let round = 0; round < 30; round++) await harness.beat(...watching);
  const seen = watching.map(({ state }) => hashOfChannels(state, CHANNELS));
  const own = harness.hashOf(CHANNELS);
  const drills = hashOfChannels(drillTruth, CHANNELS);
  expect(seen).toEqual([own, own, drills, drills]);
  expect(own).not.toBe(drills);
  expect([harness.fanout.stats().clients, drill.stats().clients]).toEqual([2, 2]);
});

test('[P19] a connection stays in its realm: another hello elsewhere ends it, and its acts go to its own room', async () => {
  await start();
  harness.fanout.openRealm(DRILL, EPOCH);
  const client = await greet(DRILL);
  await client.frames(1);
  await client.roundTrip();
  expect(actsIn).toEqual([DRILL]);
  client.hello({ realm: 'live', channels: [] });
  await client.ended();
  expect(client.errors).toMatchObject([{ code: 'realm', isFinal: true }]);
});

test('[P19] who may not watch a realm is refused; of one that is being opened the client is told when to ask again', async () => {
  await start();
  harness.fanout.openRealm(DRILL, EPOCH);
  const stranger = await greet(DRILL, 'viewer');
  await stranger.ended();
  expect(stranger.errors).toMatchObject([{ code: 'realm', isFinal: true }]);
  expect(asked).toEqual([]);
  const early = await greet('exercise:none');
  await early.ended();
  expect(early.errors[0]).not.toHaveProperty('retryAfterMs');
  isOpening = true;
  const patient = await greet('exercise:none');
  await patient.ended();
  expect(patient.errors).toMatchObject([{ code: 'realm', retryAfterMs: 1_000 }]);
  expect(asked).toEqual(['exercise:none', 'exercise:none']);
});

test('[P19] a realm that is closed sends its clients away and leaves the others alone', async () => {
  await start();
  const drill = harness.fanout.openRealm(DRILL, EPOCH);
  const [inside, outside] = await Promise.all([greet(DRILL), greet('live')]);
  await Promise.all([inside.frames(1), outside.frames(1)]);
  drill.close('it was ended');
  await inside.ended();
  expect(inside.errors).toMatchObject([{ code: 'realm', message: 'it was ended', isFinal: true }]);
  await harness.beat(outside);
  expect(harness.fanout.stats().clients).toBe(1);
});
