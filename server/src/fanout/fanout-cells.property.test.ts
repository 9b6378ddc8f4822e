import { makeRng } from '@metropane/base';
import { copyState, stateHash } from '@metropane/live-state';
import type { Channel, CityState } from '@metropane/live-state';
import { afterEach, expect, test } from 'vitest';
import { FanoutHarness } from './fanout-fixture.ts';
import { CELL_CHANNELS, MovingCity, someInterest } from './moving-city-fixture.ts';
import { hashOfChannels } from './test-client-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const WHOLE: readonly Channel[] = ['layer:transit', 'layer:air', 'records:system'];

/** The clock stands still, so nothing of an allowance comes back. */
const MANY_MESSAGES = { messageBurst: 1e6 };

let harness: FanoutHarness;
afterEach(() => harness.stop());

/**
 * The truth as it was at every publish, and a check of every frame against it: after each one the client's rows are exactly the rows of
 * that moment in the channels that it holds, so nothing is doubled, lost or left over, not for one frame.
 */
class Watch {
  readonly #history = new Map<number, CityState>();
  frames = 0;

  constructor() {
    this.keep();
  }

  keep(): void {
    this.#history.set(harness.truth.seq, copyState(harness.truth));
  }

  on(client: TestClient): void {
    client.onFrame = () => {
      const truth = this.#history.get(client.state.seq);
      if (truth === undefined) throw new Error(`nobody published ${client.state.seq}`);
      const expected = hashOfChannels(truth, [...client.held]);
      if (stateHash(client.state) !== expected) {
        throw new Error(`another state than the truth at ${client.state.seq}: ${[...client.held].join(' ')}`);
      }
      this.frames += 1;
    };
  }
}

async function joined(watch: Watch, channels: readonly Channel[], before?: TestClient): Promise<TestClient> {
  const client = harness.client('operator', before === undefined ? {} : { state: before.state });
  client.held = new Set(before?.held);
  watch.on(client);
  await client.connected();
  // As the browser does: it resumes what it holds, then says what it wants.
  if (before === undefined) client.hello({ channels: [...channels] });
  else {
    client.resume([...before.held]);
    client.socket.emit('interest', { channels: [...channels] });
  }
  await client.frames(1);
  return client;
}

test.each(SEEDS)(
  '[L15][P11][P16][P17] seed %i: cells are taken up and dropped while everything moves; every frame is the truth',
  async (seed) => {
    harness = await FanoutHarness.start({ limits: MANY_MESSAGES });
    const rng = makeRng(seed);
    const city = new MovingCity(rng.fork('city'));
    const watch = new Watch();
    const publish = (): void => {
      const diff = city.next();
      harness.publish(diff);
      watch.keep();
    };
    publish();
    const oracle = await joined(watch, WHOLE);
    const clients = [await joined(watch, someInterest(rng)), await joined(watch, CELL_CHANNELS)];
    for (let step = 0; step < 40; step++) {
      for (let i = rng.int(4); i > 0; i--) publish();
      const [first] = clients as [TestClient];
      if (rng.next() < 0.5) first.socket.emit('interest', { channels: someInterest(rng) });
      first.givesCredit = rng.next() < 0.7;
      if (rng.next() < 0.5) await harness.beat(oracle, ...clients);
      if (first.givesCredit) first.credit();
    }
    const [first] = clients as [TestClient];
    first.givesCredit = true;
    first.credit();
    await first.roundTrip();
    await harness.settle(oracle, ...clients);
    await harness.settle(oracle, ...clients);
    for (const client of clients) {
      expect(stateHash(client.state)).toBe(hashOfChannels(oracle.state, [...client.held]));
    }
    expect(stateHash(clients[1]!.state)).toBe(hashOfChannels(oracle.state, ['layer:air', 'layer:transit']));
    expect(watch.frames).toBeGreaterThan(60);
  },
);

test.each(SEEDS)(
  '[P9][L17] seed %i: cut anywhere and resumed with cells, also with another interest and a ring that is too short',
  async (seed) => {
    const isShort = seed % 3 === 0;
    harness = await FanoutHarness.start({
      limits: { ...MANY_MESSAGES, ...(isShort ? { ringBytes: 1_500 } : {}) },
    });
    const rng = makeRng(seed);
    const city = new MovingCity(rng.fork('city'));
    const watch = new Watch();
    const publish = (): void => {
      harness.publish(city.next());
      watch.keep();
    };
    publish();
    let channels = someInterest(rng);
    let client = await joined(watch, channels);
    for (let cutNumber = 0; cutNumber < 10; cutNumber++) {
      for (let i = rng.int(6); i > 0; i--) publish();
      if (rng.next() < 0.5) await harness.settle(client);
      client.close();
      for (let i = rng.int(12); i > 0; i--) publish();
      if (rng.next() < 0.5) channels = someInterest(rng);
      client = await joined(watch, channels, client);
      await client.roundTrip();
      await harness.settle(client);
      const served = new Set(channels.includes('layer:transit') ? channels.filter(notOfTransit) : channels);
      expect(new Set(client.held)).toEqual(served);
    }
    const { mergedFrames, snapshots } = harness.fanout.stats();
    expect(isShort ? snapshots : mergedFrames).toBeGreaterThan(2);
    expect(harness.failures).toEqual([]);
  },
);

function notOfTransit(channel: Channel): boolean {
  return !channel.startsWith('layer:transit@');
}
