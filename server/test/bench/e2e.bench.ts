import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyDiff,
  applySnapshot,
  type Channel,
  type CityDiff,
  type CityState,
  emptyState,
} from '@metropane/live-state';
import {
  decodeFrame,
  type DiffHeader,
  LIVE_NAMESPACE,
  PROTOCOL,
  type SnapshotHeader,
} from '@metropane/protocol';
import mqtt from 'mqtt';
import { io } from 'socket.io-client';
import { findMosquitto } from '../../../test/find-program.ts';
import { startCentre, TOKEN } from '../start-centre-fixture.ts';

const PROBES = 200;
const BACKGROUND_PER_S = 500;
const PROBE_EVERY_MS = 37;

/** `e2e.latency`: a reading published over MQTT until its frame is decoded at a live client, under a steady load; milliseconds. */
export const benches = {
  async 'e2e.latency'() {
    const bare = await brokerOnly();
    const ours = await wholeWay();
    return (['p50', 'p99'] as const).map((quantile) => {
      const value = percentile(ours.ms, quantile);
      const baselineValue = percentile(bare.ms, quantile);
      return {
        name: `e2e.latency.${quantile}`,
        value,
        unit: 'ms',
        baseline: bare.name,
        baselineValue,
        ratio: value / baselineValue,
        dropped: PROBES - ours.ms.length,
        late: 0,
        n: ours.ms.length,
      };
    });
  },
};

interface Latencies {
  name: string;
  ms: number[];
}

/** What MQTT alone costs: publisher → Mosquitto → subscriber. */
async function brokerOnly(): Promise<Latencies> {
  const program = findMosquitto();
  if (program === null) throw new Error('e2e needs Mosquitto for its baseline');
  const port = await freePort();
  const conf = join(mkdtempSync(join(tmpdir(), 'metropane-bench-')), 'mosquitto.conf');
  writeFileSync(conf, `listener ${port} 127.0.0.1\nallow_anonymous true\nuser root\n`);
  const broker = spawn(program, ['-c', conf], { stdio: 'ignore' });
  const url = `mqtt://127.0.0.1:${port}`;
  const subscriber = await mqtt.connectAsync(url, { protocolVersion: 4 });
  await subscriber.subscribeAsync('city/v1/obs/#');
  const seen = new Map<number, (atMs: number) => void>();
  subscriber.on('message', (_topic, payload) => {
    const { t } = JSON.parse(payload.toString()) as { t: number };
    seen.get(t)?.(performance.now());
  });
  const ms = await probe(url, undefined, seen);
  subscriber.end(true);
  broker.kill();
  return { name: 'MQTT alone: publisher, Mosquitto, subscriber', ms };
}

async function wholeWay(): Promise<Latencies> {
  const centre = await startCentre();
  const seen = new Map<number, (atMs: number) => void>();
  const socket = io(centre.http + LIVE_NAMESPACE, { transports: ['websocket'], auth: { token: TOKEN } });
  let state: CityState = emptyState();
  const read = (header: DiffHeader | SnapshotHeader, body: Uint8Array): CityDiff => {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error(frame.message);
    socket.emit('credit', { upTo: header.seq });
    return frame.value;
  };
  const take = (header: DiffHeader, body: Uint8Array): void => {
    const diff = read(header, body);
    applyDiff(state, diff);
    const atMs = performance.now();
    for (const t of diff.layers.get('traffic')?.measured.eventTimeMs ?? []) seen.get(t)?.(atMs);
  };
  socket.on('snapshot', (header: SnapshotHeader, body: Uint8Array) => {
    state = emptyState(header.epoch);
    applySnapshot(state, read(header, body), header.channels as Channel[]);
  });
  socket.on('diff', take);
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  socket.emit('hello', { protocol: PROTOCOL, realm: 'live', channels: ['layer:traffic'] });
  await new Promise<void>((resolve) => socket.once('snapshot', () => resolve()));
  const ms = await probe(centre.mqtt, TOKEN, seen);
  socket.close();
  await centre.stop();
  return { name: 'ours', ms };
}

/** Publishes a steady background and, now and then, a probe whose event time is its name. */
async function probe(
  url: string,
  password: string | undefined,
  seen: Map<number, (atMs: number) => void>,
): Promise<number[]> {
  const client = await mqtt.connectAsync(url, {
    protocolVersion: 4,
    ...(password ? { username: 'bench', password } : {}),
  });
  const latencies: number[] = [];
  let sent = 0;
  const background = setInterval(() => {
    for (let i = 0; i < BACKGROUND_PER_S / 50; i++) {
      const body = JSON.stringify({ t: Date.now(), v: { speedKmh: i } });
      client.publish(`city/v1/obs/traffic/b${(sent * 7 + i) % 1000}`, body);
    }
  }, 20);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (sent === PROBES) {
        clearInterval(timer);
        setTimeout(resolve, 1_000);
        return;
      }
      const t = Date.now() - 3_000;
      const beganMs = performance.now();
      seen.set(t, (atMs) => {
        seen.delete(t);
        latencies.push(atMs - beganMs);
      });
      client.publish(`city/v1/obs/traffic/probe${sent++}`, JSON.stringify({ t, v: { speedKmh: 1 } }));
    }, PROBE_EVERY_MS);
  });
  clearInterval(background);
  client.end(true);
  return latencies;
}

function percentile(values: number[], name: 'p50' | 'p99'): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.ceil((name === 'p50' ? 0.5 : 0.99) * sorted.length);
  return Math.round(sorted[rank - 1]! * 10) / 10;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
