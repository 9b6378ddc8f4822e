import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyDiff, LayerDiffBuilder } from '@metropane/live-state';
import type { CityDiff } from '@metropane/live-state';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { FanoutHarness } from './fanout-fixture.ts';
import { EPOCH } from './random-city-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

/**
 * Main-thread time of one publish of 2,000 changed entities to 200 clients of one interest (they run in the same process; their
 * time is not counted), against the plain way: the same rows as JSON objects, emitted to each socket.
 * Sustainable = every client is current after every publish: nobody is cut, nobody falls behind.
 */

interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  baselineValue: number;
  ratio: number;
  dropped: number;
  late: number;
  n: number;
}

const CLIENTS = 200;
const ROWS = 2_000;
const ROUNDS = 30;

export const benches = { 'fanout.publish': measureFanout };

async function measureFanout(): Promise<Figure[]> {
  const harness = await FanoutHarness.start({ limits: { messageBurst: 1e9 } });
  harness.publish(publishOf(0));
  const clients: TestClient[] = [];
  for (let i = 0; i < CLIENTS; i++) clients.push(await harness.watching('viewer', ['layer:traffic']));
  const frames: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const diff = publishOf(round);
    frames.push(millisecondsOf(() => harness.publish(diff)));
    await harness.settle(...clients);
  }
  const { behind, cuts } = harness.fanout.stats();
  await harness.stop();
  const plain = await measurePlain();
  const value = median(frames);
  const dropped = Object.values(cuts).reduce((sum, count) => sum + count, 0);
  return [
    {
      name: 'fanout.publish',
      value,
      unit: `ms per publish of ${ROWS} rows to ${CLIENTS} clients`,
      baseline: 'JSON objects per socket',
      baselineValue: plain,
      ratio: plain / value,
      dropped,
      late: behind,
      n: ROUNDS,
    },
  ];
}

/** The same clients and rows, as most dashboards do it: objects, one emit per socket. */
async function measurePlain(): Promise<number> {
  const httpServer = createServer();
  const server = new Server(httpServer, { transports: ['websocket'], serveClient: false });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const clients = Array.from({ length: CLIENTS }, () =>
    io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true }),
  );
  await Promise.all(clients.map((client) => new Promise<void>((resolve) => client.on('connect', resolve))));
  const times: number[] = [];
  for (let round = 1; round <= 5; round++) {
    const rows = Array.from({ length: ROWS }, (_, row) => {
      return { id: `seg:${row}`, t: 1_763_881_500_000 + row, speedKmh: (row + round) / 10, flowVehPerH: row };
    });
    const arrived = clients.map(
      (client) => new Promise<void>((resolve) => client.once('diff', () => resolve())),
    );
    times.push(
      millisecondsOf(() => {
        for (const socket of server.sockets.sockets.values()) socket.emit('diff', rows);
      }),
    );
    await Promise.all(arrived);
  }
  for (const client of clients) client.disconnect();
  await server.close();
  return median(times);
}

function publishOf(round: number): CityDiff {
  const builder = new LayerDiffBuilder({ id: 'traffic', metrics: ['speedKmh', 'flowVehPerH'] });
  for (let row = 0; row < ROWS; row++) {
    if (round === 0) builder.name(row, `seg:${row}`);
    builder.measure(row, 1_763_881_500_000 + row, [(row + round) / 10, row]);
  }
  const diff = emptyDiff({ epoch: EPOCH, from: round, seq: round + 1, atMs: round });
  diff.layers.set('traffic', builder.take());
  return diff;
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
