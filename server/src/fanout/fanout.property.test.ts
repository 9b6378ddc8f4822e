import { makeRng } from '@metropane/base';
import type { Channel } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { CHANNELS, FanoutHarness } from './fanout-fixture.ts';
import { RandomCity } from './random-city-fixture.ts';
import { hashOfChannels } from './test-client-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

function someChannels(rng: ReturnType<typeof makeRng>): Channel[] {
  return CHANNELS.filter(() => rng.next() < 0.6);
}

function expectSame(harness: FanoutHarness, client: TestClient, channels: readonly Channel[]): void {
  expect(hashOfChannels(client.state, channels)).toBe(harness.hashOf(channels));
}

test.each(SEEDS)('[P9][P10] seed %i: a snapshot and the diffs after it are the state', async (seed) => {
  const rng = makeRng(seed);
  const city = new RandomCity(rng.fork('city'));
  const harness = await FanoutHarness.start();
  for (let i = rng.int(5); i > 0; i--) harness.publish(city.next());
  const interests = [CHANNELS, someChannels(rng), someChannels(rng)];
  const clients: TestClient[] = [];
  for (const channels of interests) {
    clients.push(await harness.watching('operator', channels));
    harness.publish(city.next());
  }
  for (let step = 0; step < 60; step++) {
    harness.publish(city.next());
    if (rng.next() < 0.3) await harness.beat(...clients);
  }
  await harness.settle(...clients);
  clients.forEach((client, i) => expectSame(harness, client, interests[i]!));
  await harness.stop();
});

test.each(SEEDS)('[P9] seed %i: cut anywhere and resumed, nothing is missed or doubled', async (seed) => {
  const rng = makeRng(seed);
  const city = new RandomCity(rng.fork('city'));
  const harness = await FanoutHarness.start();
  const channels = someChannels(rng).length > 0 ? someChannels(rng) : [...CHANNELS];
  harness.publish(city.next());
  let client = await harness.watching('operator', channels);
  for (let cutNumber = 0; cutNumber < 8; cutNumber++) {
    for (let i = rng.int(8); i > 0; i--) harness.publish(city.next());
    // Sometimes frames and credits are still under way, sometimes everything has arrived.
    if (rng.next() < 0.5) await harness.settle(client);
    client.close();
    for (let i = rng.int(8); i > 0; i--) harness.publish(city.next());
    const { state } = client;
    client = harness.client('operator', { state });
    await client.connected();
    client.resume(channels);
    await client.frames(1);
    expect(client.log[0]).toMatchObject({ kind: 'diff', from: expect.any(Number) });
    await harness.settle(client);
    expectSame(harness, client, channels);
  }
  expect(harness.fanout.stats().snapshots).toBe(1);
  await harness.stop();
});

test.each(SEEDS)(
  '[P11] seed %i: the interest changes at any moment, the state stays of one moment',
  async (seed) => {
    const rng = makeRng(seed);
    const city = new RandomCity(rng.fork('city'));
    const harness = await FanoutHarness.start();
    harness.publish(city.next());
    let channels = someChannels(rng);
    const client = await harness.watching('operator', channels);
    for (let step = 0; step < 25; step++) {
      for (let i = rng.int(6); i > 0; i--) harness.publish(city.next());
      if (rng.next() < 0.4) {
        channels = someChannels(rng);
        client.socket.emit('interest', { channels });
      }
      if (rng.next() < 0.5) await harness.beat(client);
    }
    // A beat may cross an interest that the server has not read yet.
    await harness.settle(client);
    await harness.settle(client);
    expectSame(harness, client, channels);
    await harness.stop();
  },
);

test.each(SEEDS)(
  '[P12] seed %i: a client that gives credit only now and then ends up with the same state',
  async (seed) => {
    const rng = makeRng(seed);
    const city = new RandomCity(rng.fork('city'));
    const harness = await FanoutHarness.start();
    harness.publish(city.next());
    const client = await harness.watching('operator');
    client.givesCredit = false;
    for (let step = 0; step < 80; step++) {
      harness.publish(city.next());
      if (rng.next() < 0.15) {
        await harness.beat(client);
        client.credit();
      }
    }
    client.givesCredit = true;
    await harness.beat(client);
    client.credit();
    await harness.settle(client);
    expectSame(harness, client, CHANNELS);
    await harness.stop();
  },
);
