import { applyDiff, cellAt, emptyDiff, emptyState, LayerDiffBuilder, stateHash } from '@metropane/live-state';
import type { Channel, CityDiff } from '@metropane/live-state';
import { MAX_CHANNELS, PROTOCOL } from '@metropane/protocol';
import { afterEach, expect, test } from 'vitest';
import { FanoutHarness } from './fanout-fixture.ts';
import { EPOCH } from './random-city-fixture.ts';
import { hashOfChannels } from './test-client-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

let harness: FanoutHarness;
afterEach(() => harness.stop());

const WEST = [106.7, 10.776] as const;
const EAST = [106.75, 10.776] as const;
const inWest: Channel = `layer:transit@${cellAt(...WEST)}`;
const inEast: Channel = `layer:transit@${cellAt(...EAST)}`;

/** The next publish: each bus at its place; no place = only its speed. */
function publishOf(buses: readonly (readonly [row: number, place?: readonly [number, number]])[]): CityDiff {
  const { seq } = harness.truth;
  const diff = emptyDiff({ epoch: EPOCH, from: seq, seq: seq + 1, atMs: harness.nowMs });
  const builder = new LayerDiffBuilder({ id: 'transit', metrics: ['speedKmh'] });
  for (const [row, place] of buses) {
    builder.name(row, `bus-${row}`).measure(row, seq, [seq]);
    if (place !== undefined) builder.move(row, ...place);
  }
  diff.layers.set('transit', builder.take());
  return diff;
}

const busesOf = ({ state }: TestClient): string[] =>
  (state.layers.get('transit')?.names ?? []).filter((name) => name !== undefined);

test('[P16] a cell is encoded once per publish for all who watch it, and not at all for nobody', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf([[0, WEST], [1, EAST], [2]]));
  const clients: TestClient[] = [];
  for (let i = 0; i < 30; i++) clients.push(await harness.watching('viewer', [inWest]));
  for (let i = 0; i < 10; i++) clients.push(await harness.watching('viewer', [inWest, 'layer:transit@none']));
  const before = harness.fanout.stats();
  for (let i = 0; i < 5; i++) {
    harness.publish(publishOf([[0], [1], [2]]));
    await harness.settle(...clients);
  }
  const after = harness.fanout.stats();
  // Per publish: the layer, for the ring; the western cell; `none`. The eastern cell has no watcher.
  expect(after.encodings - before.encodings).toBe(15);
  expect(after.broadcasts - before.broadcasts).toBe(10);
  expect(after.catchUpEncodings).toBe(before.catchUpEncodings);
});

test('[P10][P16] what happens in other cells is not sent', async () => {
  harness = await FanoutHarness.start();
  harness.publish(
    publishOf([
      [0, WEST],
      [1, EAST],
    ]),
  );
  const client = await harness.watching('viewer', [inWest]);
  for (let i = 0; i < 5; i++) harness.publish(publishOf([[1, EAST]]));
  harness.publish(publishOf([[0]]));
  await harness.settle(client);
  expect(client.log).toMatchObject([
    { kind: 'snapshot', seq: 1 },
    { kind: 'diff', from: 1, seq: 7 },
  ]);
  expect(busesOf(client)).toEqual(['bus-0']);
});

test('[L15] a bus that crosses is in one frame gone here and there, and for who watches both never away', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf([[0, WEST]]));
  const west = await harness.watching('viewer', [inWest]);
  const east = await harness.watching('viewer', [inEast]);
  const both = await harness.watching('viewer', [inEast, inWest]);
  const seen: string[][] = [];
  both.onFrame = () => seen.push(busesOf(both));
  for (const place of [EAST, WEST, EAST]) harness.publish(publishOf([[0, place]]));
  await harness.settle(west, east, both);
  expect(busesOf(west)).toEqual([]);
  expect(busesOf(east)).toEqual(['bus-0']);
  expect(seen).toEqual([['bus-0'], ['bus-0'], ['bus-0']]);
  expect(both.state.layers.get('transit')?.lonDeg[0]).toBe(EAST[0]);
});

test('[P16] from cells to the whole layer and back without a frame of neither', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf([[0, WEST], [1, EAST], [2]]));
  const client = await harness.watching('viewer', [inWest]);
  client.socket.emit('interest', { channels: [inWest, 'layer:transit'] });
  await client.frames(2);
  expect(client.log[1]).toMatchObject({ channels: ['layer:transit'], dropped: [inWest] });
  expect(busesOf(client)).toEqual(['bus-0', 'bus-1', 'bus-2']);
  client.socket.emit('interest', { channels: [inEast] });
  await client.frames(3);
  expect(client.log[2]).toMatchObject({ channels: [inEast], dropped: ['layer:transit'] });
  expect(busesOf(client)).toEqual(['bus-1']);
});

test('[P9] after a restart of the fold cells are of the new state', async () => {
  harness = await FanoutHarness.start();
  harness.publish(
    publishOf([
      [0, WEST],
      [1, EAST],
    ]),
  );
  const client = await harness.watching('viewer', [inWest]);
  const reborn = emptyState(EPOCH + 1);
  applyDiff(reborn, {
    ...publishOf([
      [0, EAST],
      [3, WEST],
    ]),
    epoch: EPOCH + 1,
    from: 0,
    seq: 1,
  });
  harness.fanout.setState(reborn);
  await client.frames(2);
  expect(busesOf(client)).toEqual(['bus-3']);
  const next = { ...publishOf([[0, WEST]]), epoch: EPOCH + 1, from: 1, seq: 2 };
  harness.fanout.publish(next);
  await client.frames(3);
  expect(stateHash(client.state)).toBe(hashOfChannels(reborn, [inWest]));
});

test('[P14] too many channels are refused with a code of their own, and the interest stays', async () => {
  harness = await FanoutHarness.start();
  harness.publish(publishOf([[0, WEST]]));
  const client = await harness.watching('operator', [inWest]);
  const channels = Array.from({ length: MAX_CHANNELS + 1 }, (_, x) => `layer:transit@15/${x}/1`);
  client.socket.emit('interest', { channels });
  await client.error('too-many-channels');
  expect(client.errors).toMatchObject([{ code: 'too-many-channels', isFinal: false }]);
  harness.publish(publishOf([[0]]));
  await harness.settle(client);
  expect(client.log.at(-1)).toMatchObject({ kind: 'diff', seq: 2 });
});

test('[P17] a hello and the interest behind it may come in one piece', async () => {
  harness = await FanoutHarness.start();
  harness.publish(
    publishOf([
      [0, WEST],
      [1, EAST],
    ]),
  );
  const client = harness.client('operator');
  await client.connected();
  client.hello({ channels: [inWest] });
  client.socket.emit('interest', { channels: [inEast] });
  await client.frames(2);
  expect(client.errors).toEqual([]);
  expect(busesOf(client)).toEqual(['bus-1']);
});

test('what comes behind a hello that is refused does nothing', async () => {
  const acts: string[] = [];
  harness = await FanoutHarness.start({
    onAction: (_, { action, incidentId }) => {
      acts.push(action);
      return Promise.resolve({ ok: true, incidentId, revision: 1 });
    },
  });
  const client = harness.client('operator');
  await client.connected();
  client.hello({ protocol: PROTOCOL + 1 });
  client.socket.emit(
    'action',
    { incidentId: 'SC-000001', action: 'note', expectedRevision: 0 },
    () => undefined,
  );
  await client.ended();
  expect(client.errors).toMatchObject([{ code: 'protocol', isFinal: true }]);
  expect(acts).toEqual([]);
});
