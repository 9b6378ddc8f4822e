import { makeRng } from '@metropane/base';
import { applyDiff, emptyDiff, emptyState, LayerDiffBuilder, stateHash } from '@metropane/live-state';
import type { CityDiff } from '@metropane/live-state';
import { afterEach, expect, test } from 'vitest';
import { CHANNELS, FanoutHarness } from './fanout-fixture.ts';
import { EPOCH, RandomCity } from './random-city-fixture.ts';
import { hashOfChannels } from './test-client-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

let harness: FanoutHarness;
afterEach(() => harness.stop());

/** A publish that touches the layers named, one row each. */
function publishOf(harnessNow: FanoutHarness, layers: readonly string[], rows = 1): CityDiff {
  const { seq } = harnessNow.truth;
  const diff = emptyDiff({ epoch: EPOCH, from: seq, seq: seq + 1, atMs: harnessNow.nowMs });
  for (const id of layers) {
    const builder = new LayerDiffBuilder({ id, metrics: ['value'] });
    for (let row = 0; row < rows; row++) builder.name(row, `${id}-${row}`).measure(row, seq, [seq]);
    diff.layers.set(id, builder.take());
  }
  return diff;
}

/** The browser is frozen: its kernel takes what fits, nobody reads it. */
function pauseReading(client: TestClient): void {
  const transport = client.socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } };
  transport.ws._socket.pause();
}

test('[P2] with 50 clients of one interest every channel is encoded once per publish and broadcast once', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air', 'traffic', 'rain']));
  const clients: TestClient[] = [];
  for (let i = 0; i < 50; i++) clients.push(await harness.watching('viewer', ['layer:traffic', 'layer:air']));
  const other = await harness.watching('viewer', ['layer:air']);
  const before = harness.fanout.stats();
  expect(before).toMatchObject({ clients: 51, rooms: 2, behind: 0 });
  for (let i = 0; i < 10; i++) {
    harness.publish(publishOf(harness, ['air', 'traffic', 'rain']));
    await harness.settle(...clients, other);
  }
  const after = harness.fanout.stats();
  expect(after.encodings - before.encodings).toBe(30);
  expect(after.broadcasts - before.broadcasts).toBe(20);
  expect(after.frames - before.frames).toBe(510);
  expect(after.catchUpEncodings).toBe(before.catchUpEncodings);
});

test('a storm of equal clients shares one encoded snapshot', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air', 'traffic']));
  const channels = ['layer:air', 'layer:traffic'] as const;
  await Promise.all(Array.from({ length: 40 }, () => harness.watching('viewer', channels)));
  expect(harness.fanout.stats()).toMatchObject({ snapshots: 40, catchUpEncodings: 2 });
});

test('[P12] a client without credit gets four frames, then one merged diff when credit returns', async () => {
  harness = await FanoutHarness.start();
  const city = new RandomCity(makeRng(11));
  harness.publish(city.next());
  const slow = await harness.watching('operator');
  const brisk = await harness.watching('operator');
  slow.givesCredit = false;
  await harness.settle(slow, brisk);
  const slowFrames = slow.log.length;
  let concerned = 0;
  for (let i = 0; i < 100; i++) {
    const briskFrames = brisk.log.length;
    harness.publish(city.next());
    await harness.beat(slow, brisk);
    concerned += brisk.log.length - briskFrames;
  }
  expect(concerned).toBeGreaterThan(50);
  expect(hashOfChannels(brisk.state, CHANNELS)).toBe(harness.hashOf(CHANNELS));
  expect(slow.log.length).toBe(slowFrames + 4);
  expect(harness.fanout.stats().behind).toBe(1);
  const { mergedFrames } = harness.fanout.stats();
  slow.credit();
  slow.givesCredit = true;
  await harness.settle(slow, brisk);
  expect(slow.log.length).toBe(slowFrames + 5);
  expect(slow.log.at(-1)).toMatchObject({ kind: 'diff', seq: harness.truth.seq });
  expect(harness.fanout.stats()).toMatchObject({ mergedFrames: mergedFrames + 1, behind: 0, snapshots: 2 });
  expect(hashOfChannels(slow.state, CHANNELS)).toBe(harness.hashOf(CHANNELS));
});

test('[P12] a client that does not read costs four frames, whatever is published, and no one else notices', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air'], 2_000));
  const frozen = await harness.watching('viewer', ['layer:air']);
  const brisk = await harness.watching('viewer', ['layer:air']);
  await harness.settle(frozen, brisk);
  pauseReading(frozen);
  const { frames: framesBefore } = harness.fanout.stats();
  for (let i = 0; i < 300; i++) {
    harness.nowMs += 60;
    harness.publish(publishOf(harness, ['air'], 2_000));
    await harness.beat(brisk);
  }
  expect(brisk.state.seq).toBe(harness.truth.seq);
  expect(harness.fanout.stats()).toMatchObject({ behind: 1, frames: framesBefore + 300 + 4, ringDiffs: 301 });
  harness.nowMs += 3_000;
  await harness.beat(brisk);
  expect(harness.fanout.stats()).toMatchObject({ clients: 1, cuts: { slow: 1 } });
});

test('[P12] a client that reads but never gives credit is cut after 20 s, and told why', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air']));
  const silent = await harness.watching('viewer', ['layer:air']);
  await harness.settle(silent);
  silent.givesCredit = false;
  harness.publish(publishOf(harness, ['air']));
  harness.nowMs += 20_000;
  await harness.beat(silent);
  expect(silent.socket.connected).toBe(true);
  harness.nowMs += 1;
  const cut = silent.error('slow');
  void harness.beat();
  await cut;
  await silent.ended();
  expect(silent.errors).toMatchObject([{ code: 'slow', isFinal: true, retryAfterMs: 2_000 }]);
});

test('[P9] what the ring no longer holds comes as a snapshot', async () => {
  harness = await FanoutHarness.start({ limits: { ringBytes: 1 } });
  harness.publish(publishOf(harness, ['air']));
  const first = await harness.watching('viewer', ['layer:air']);
  first.close();
  harness.publish(publishOf(harness, ['air']));
  harness.publish(publishOf(harness, ['air']));
  expect(harness.fanout.stats().ringDiffs).toBe(1);
  const again = harness.client('viewer', { state: first.state });
  await again.connected();
  again.resume(['layer:air']);
  await again.frames(1);
  expect(again.log).toMatchObject([{ kind: 'snapshot', seq: 3 }]);
  expect(hashOfChannels(again.state, ['layer:air'])).toBe(harness.hashOf(['layer:air']));
});

test('[P9] a state of another epoch, or of the future, is answered with a snapshot', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air']));
  for (const resume of [
    { epoch: EPOCH - 1, seq: 1 },
    { epoch: EPOCH, seq: 99 },
  ]) {
    const client = harness.client('viewer');
    await client.connected();
    client.hello({ channels: ['layer:air'], resume });
    await client.frames(1);
    expect(client.log).toMatchObject([{ kind: 'snapshot', seq: 1, channels: ['layer:air'] }]);
  }
});

test('[P9] after a restart of the fold everybody has the new state', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air', 'rain']));
  const client = await harness.watching('viewer', ['layer:air', 'layer:rain']);
  const reborn = emptyState(EPOCH + 1);
  const diff = publishOf(harness, ['air'], 3);
  applyDiff(reborn, { ...diff, epoch: EPOCH + 1, from: 0, seq: 1 });
  const hash = stateHash(reborn);
  harness.fanout.setState(reborn);
  await client.frames(2);
  expect(client.state.epoch).toBe(EPOCH + 1);
  expect(stateHash(client.state)).toBe(hash);
});

test('[P10] publishes that touch nothing of the interest are not sent, and the next one still follows on', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air']));
  const client = await harness.watching('viewer', ['layer:air']);
  for (const layers of [['rain'], ['rain'], ['air']]) harness.publish(publishOf(harness, layers));
  await harness.settle(client);
  expect(client.log).toMatchObject([
    { kind: 'snapshot', seq: 1 },
    { kind: 'diff', from: 1, seq: 4 },
  ]);
});

test('[P10] a client that comes from another interest follows on in the room of those who came later', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air', 'rain']));
  const early = await harness.watching('operator', ['layer:air', 'layer:rain']);
  harness.publish(publishOf(harness, ['snow']));
  const late = await harness.watching('operator', ['layer:air']);
  early.socket.emit('interest', { channels: ['layer:air'] });
  await early.frames(2);
  harness.publish(publishOf(harness, ['air']));
  await harness.settle(early, late);
  expect(harness.fanout.stats().rooms).toBe(1);
  expect(early.log.at(-1)).toEqual({ kind: 'diff', from: 2, seq: 3 });
  expect(late.log.at(-1)).toEqual({ kind: 'diff', from: 2, seq: 3 });
});

test('[P11][P17] new channels come as a snapshot of those channels only, dropped ones stop and are named', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air', 'rain']));
  const client = await harness.watching('operator', ['layer:air']);
  client.socket.emit('interest', { channels: ['layer:rain', 'layer:air'] });
  await client.frames(2);
  expect(client.log[1]).toEqual({ kind: 'snapshot', seq: 1, channels: ['layer:rain'] });
  client.socket.emit('interest', { channels: ['layer:rain'] });
  await client.frames(3);
  expect(client.log[2]).toEqual({ kind: 'snapshot', seq: 1, channels: [], dropped: ['layer:air'] });
  expect([...client.state.layers.keys()]).toEqual(['rain']);
  harness.publish(publishOf(harness, ['air']));
  await harness.beat(client);
  expect(client.log.length).toBe(3);
});

test('[P17] what was dropped, wanted and dropped again while no credit was left is still emptied', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air', 'rain']));
  const client = await harness.watching('operator', ['layer:air', 'layer:rain']);
  await harness.settle(client);
  client.givesCredit = false;
  for (let i = 0; i < 4; i++) harness.publish(publishOf(harness, ['air']));
  for (const channels of [['layer:rain'], ['layer:rain', 'layer:air'], ['layer:rain']]) {
    client.socket.emit('interest', { channels });
  }
  await client.roundTrip();
  client.credit();
  await client.frames(6);
  expect(client.log[5]).toEqual({ kind: 'snapshot', seq: 5, channels: [], dropped: ['layer:air'] });
  expect([...client.state.layers.keys()]).toEqual(['rain']);
});

test('[P13] a beat says how far was sent: less for a client that waits for credit', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air']));
  const slow = await harness.watching('viewer', ['layer:air']);
  const brisk = await harness.watching('viewer', ['layer:air']);
  await harness.settle(slow, brisk);
  slow.givesCredit = false;
  for (let i = 0; i < 6; i++) {
    harness.nowMs += 100;
    harness.publish(publishOf(harness, ['air']));
    await harness.beat(slow, brisk);
  }
  const [behind, current] = await harness.beat(slow, brisk);
  expect(behind).toEqual({ serverTime: harness.nowMs, seq: 5, atMs: harness.nowMs - 200 });
  expect(current).toEqual({ serverTime: harness.nowMs, seq: 7, atMs: harness.nowMs });
});

test('closing does not wait for a client that does not read', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air'], 2_000));
  const idle = await harness.watching('viewer', ['layer:rain']);
  pauseReading(idle);
  const frozen = await harness.watching('viewer', ['layer:air']);
  pauseReading(frozen);
  for (let i = 0; i < 4; i++) harness.publish(publishOf(harness, ['air'], 50_000));
  await harness.fanout.close();
  expect(harness.fanout.stats().clients).toBe(0);
});

test('closing tells clients to come back and leaves the HTTP server alone', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf(harness, ['air']));
  const client = await harness.watching('viewer', ['layer:air']);
  await harness.fanout.close();
  await client.ended();
  expect(client.errors).toMatchObject([{ code: 'closing', isFinal: true }]);
  expect(
    (await fetch(`${harness.url}/x`, { signal: AbortSignal.timeout(200) }).catch(() => 'listening')) ?? '',
  ).toBe('listening');
});
